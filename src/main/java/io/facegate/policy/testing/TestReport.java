package io.facegate.policy.testing;

import java.util.List;

/**
 * What came of the tests of a folder.
 *
 * @param coverage what they exercised
 */
public record TestReport(List<TestResult> results, RuleCoverage coverage) {
    public TestReport {
        results = List.copyOf(results);
    }

    public List<TestResult> failures() {
        return results.stream().filter(result -> !result.passed()).toList();
    }
}
