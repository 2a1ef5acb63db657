package io.facegate.console.policy;

import io.facegate.usecase.policy.PolicyTestRun;
import io.facegate.usecase.policy.PolicyTestRun.Case;
import io.facegate.usecase.policy.Progress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * View model of the tests of all policies, of a pack, or of a rule.
 *
 * @param run null if they were not run
 * @param untold why they were not run; empty if they were
 * @param cases those concerned
 */
record PolicyTestResultsView(PolicySpeech speech, @Nullable PolicyTestRun run, String untold, List<Case> cases) {
    private static final int MOST = 40;

    /** The tests of all policies. */
    static PolicyTestResultsView of(PolicySpeech speech, Progress<Optional<PolicyTestRun>> tests) {
        return switch (tests) {
            case Progress.Done<Optional<PolicyTestRun>>(var done)
            when done.isPresent() ->
                new PolicyTestResultsView(speech, done.get(), "", done.get().cases());
            case Progress.Done<?> _ -> untold(speech, "policies.tests.other");
            case Progress.Running<?> _ -> untold(speech, "policies.tests.running");
            default -> untold(speech, "policies.tests.unknown");
        };
    }

    private static PolicyTestResultsView untold(PolicySpeech speech, String key) {
        return new PolicyTestResultsView(speech, null, speech.say(key), List.of());
    }

    /** What is not known of a past day: tests are run with the policies in force only. */
    static PolicyTestResultsView ofThePast(PolicySpeech speech) {
        return untold(speech, "policies.tests.past");
    }

    PolicyTestResultsView ofPack(String pack) {
        return run == null ? this : new PolicyTestResultsView(speech, run, "", run.ofPack(pack));
    }

    PolicyTestResultsView ofRule(String rule) {
        return run == null ? this : new PolicyTestResultsView(speech, run, "", run.ofRule(rule));
    }

    public boolean known() {
        return run != null;
    }

    public long failed() {
        return cases.stream().filter(one -> !one.passed()).count();
    }

    /** How many there are, and how they went. */
    public String summary() {
        return failed() == 0
                ? speech.count("policies.tests.passed", cases.size())
                : speech.page().fill("policies.tests.failed", failed(), cases.size());
    }

    /** Who ran them, when, and with which policies. */
    public String ran() {
        return run == null
                ? ""
                : speech.page()
                        .fill(
                                "policies.tests.ran",
                                speech.page().time("time.policy", run.ranAt()),
                                PolicySpeech.shortened(run.digest()));
    }

    /** The first of them, failed ones before others. */
    public List<Row> rows() {
        return cases.stream()
                .sorted(Comparator.comparing(Case::passed))
                .limit(MOST)
                .map(one -> new Row(
                        PolicySpeech.shown(one.name()),
                        PolicySpeech.shown(one.file()) + ':' + one.line(),
                        one.passed(),
                        speech.say(one.passed() ? "policies.test.passed" : "policies.test.failed")))
                .toList();
    }

    /** How many are not among the rows; empty if all are. */
    public String more() {
        return cases.size() > MOST ? speech.count("policies.tests.more", cases.size() - MOST) : "";
    }

    /** A test case. */
    record Row(String name, String place, boolean passed, String state) {}
}
