package io.facegate.policy.testing;

import java.util.List;

/**
 * Report of a test run.
 *
 * @param coverage rule coverage of the run
 */
public record TestReport(List<TestResult> results, RuleCoverage coverage) {
    public TestReport {
        results = List.copyOf(results);
    }

    public List<TestResult> failures() {
        return results.stream().filter(result -> !result.passed()).toList();
    }
}
