package io.facegate.usecase.policy;

import io.facegate.policy.testing.TestReport;
import io.facegate.policy.testing.TestResult;
import java.time.Instant;
import java.util.List;

/**
 * The tests beside a set of policies, as this process ran them.
 *
 * @param digest of the policies that they were run with
 */
public record PolicyTestRun(String digest, Instant ranAt, List<Case> cases) {
    private static final String TEST = "_test.yaml";

    public PolicyTestRun {
        cases = List.copyOf(cases);
    }

    /**
     * A test case and how it went.
     *
     * @param packs the packs that its file is about
     * @param rules the rule that it expects to decide, if it names one, and the one that decided
     */
    public record Case(String file, int line, String name, List<String> packs, List<String> rules, boolean passed) {
        static Case of(TestResult result) {
            var asked = result.testCase();
            var expected = asked.expected().rule();
            return new Case(
                    asked.file(),
                    asked.line(),
                    asked.name(),
                    result.packs(),
                    expected == null ? List.of(result.rule()) : List.of(expected, result.rule()),
                    result.passed());
        }
    }

    static PolicyTestRun of(String digest, Instant ranAt, TestReport report) {
        return new PolicyTestRun(
                digest, ranAt, report.results().stream().map(Case::of).toList());
    }

    /** The cases of files that stand beside the pack, or name it. */
    public List<Case> ofPack(String pack) {
        return cases.stream()
                .filter(one -> one.packs().contains(pack) || one.file().equals(pack + TEST))
                .toList();
    }

    /** The cases that the rule decided, or should have decided. */
    public List<Case> ofRule(String rule) {
        return cases.stream().filter(one -> one.rules().contains(rule)).toList();
    }
}
