package io.facegate.policy.trial;

import io.facegate.policy.coverage.Coverage;
import java.util.List;

/**
 * What came of the tests of a folder.
 *
 * @param coverage what they exercised
 */
public record Report(List<Result> results, Coverage coverage) {
    public Report {
        results = List.copyOf(results);
    }

    public List<Result> failures() {
        return results.stream().filter(result -> !result.passed()).toList();
    }
}
