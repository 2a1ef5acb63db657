package io.facegate.policy.testing;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Test runner for the {@code *_test.yaml} files of a policy folder. */
public final class PolicyTestRunner {
    private static final PolicyPack BASE = new PolicyPack(
            TestCaseWords.EVERYTHING,
            "Permits everything",
            "Everybody, in tests only.",
            List.of(Rule.of(TestCaseWords.EVERYTHING + "/everything", Effect.PERMIT, MatchCondition.EVERYTHING)));

    private final PolicySet policySet;
    private final List<String> names;
    private final RuleCoverage coverage;

    /** @param names name filters; empty for all */
    private PolicyTestRunner(PolicySet policySet, List<String> names) {
        this.policySet = policySet;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        this.coverage = new RuleCoverage(policySet.rules().stream()
                .filter(rule -> matchesName(rule.pack()))
                .toList());
    }

    /**
     * Runs every case of a folder.
     *
     * @throws PolicyErrors if policies or tests do not compile
     */
    public static List<TestResult> run(Path dir) {
        return run(PolicyFiles.read(dir));
    }

    /** Runs every case of the given files. */
    public static List<TestResult> run(Map<String, byte[]> files) {
        return report(files, List.of()).results();
    }

    /**
     * Runs the cases that match a name filter (by file, case name, packs or expected rule) and reports the coverage of
     * the packs that match one.
     *
     * @param names name filters; empty for all
     * @throws PolicyErrors if policies or tests do not compile
     */
    public static TestReport report(Map<String, byte[]> files, List<String> names) {
        var policySet = PolicyReader.read(files);
        var suites = suites(files, policySet, ReadingOptions.KEPT);
        var trial = new PolicyTestRunner(policySet, names);
        return new TestReport(
                suites.stream().flatMap(suite -> trial.run(suite).stream()).toList(), trial.coverage);
    }

    /**
     * Reads all tests without running them.
     *
     * @throws PolicyErrors if they do not compile
     */
    public static void check(Map<String, byte[]> files, PolicySet policySet) {
        check(files, policySet, ReadingOptions.KEPT);
    }

    /**
     * Reads all tests with the given options, without running them.
     *
     * @throws PolicyErrors if they do not compile
     */
    public static void check(Map<String, byte[]> files, PolicySet policySet, ReadingOptions checks) {
        suites(files, policySet, checks);
    }

    private static List<TestSuite> suites(Map<String, byte[]> files, PolicySet policySet, ReadingOptions checks) {
        var suites = new ArrayList<TestSuite>();
        var mistakes = new ArrayList<PolicyMistake>();
        files.forEach((name, bytes) -> {
            if (name.endsWith("_test.yaml")) {
                var suite = TestSuiteReader.read(name, bytes, policySet, checks, mistakes);
                if (suite != null) {
                    suites.add(suite);
                }
            }
        });
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return suites;
    }

    private List<TestResult> run(TestSuite suite) {
        var judged = suite.packs().isEmpty() ? policySet : policySet.restrictedTo(suite.packs());
        var policies = PolicyEngine.of(suite.overEverything() ? judged.withPack(BASE) : judged);
        var rules = judged.rules();
        var results = new ArrayList<TestResult>();
        for (var asked : suite.cases()) {
            if (!selects(suite, asked)) {
                continue;
            }
            var question = asked.question();
            long start = System.nanoTime();
            var decision = question.decide(policies);
            var took = Duration.ofNanos(System.nanoTime() - start);
            results.add(new TestResult(
                    asked, suite.packs(), decision, asked.expected().isMetBy(decision, suite.packs()), took));
            if (isJudged(TestResult.rule(decision))) {
                coverage.recordCall(rules, question.toCaller(), question.call(), question.now(), question.known());
            }
        }
        return results;
    }

    /** False for a call refused before rule evaluation. */
    private static boolean isJudged(String rule) {
        return !rule.startsWith("facegate/") || rule.equals("facegate/no_rule_permits");
    }

    private boolean selects(TestSuite suite, TestCase asked) {
        var rule = asked.expected().rule();
        return matchesName(asked.file())
                || matchesName(asked.name())
                || (rule != null && matchesName(rule))
                || suite.packs().stream().anyMatch(this::matchesName);
    }

    private boolean matchesName(String text) {
        return names.isEmpty() || names.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    }
}
