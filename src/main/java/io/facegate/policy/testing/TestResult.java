package io.facegate.policy.testing;

import io.facegate.policy.Decision;
import java.time.Duration;
import java.util.List;

/**
 * Result of one test case.
 *
 * @param packs the packs that its file is about; empty for the whole folder
 * @param duration duration of the decision
 */
public record TestResult(TestCase testCase, List<String> packs, Decision decision, boolean passed, Duration duration) {
    /** The rule that decided. */
    public String rule() {
        return rule(decision);
    }

    static String rule(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit -> permit.rule();
            case Decision.Refuse refuse -> refuse.refusal().rule();
        };
    }

    /** Description of the expected decision. */
    public String expected() {
        return testCase.expected().toString();
    }

    /** Description of the actual decision and its reason. */
    public String actual() {
        return switch (decision) {
            case Decision.Permit permit ->
                "permit by " + permit.rule()
                        + (permit.obligations().isEmpty() ? "" : ", " + ObligationText.format(permit.obligations()));
            case Decision.Refuse refuse ->
                (refuse.refusal().review() == null ? "refuse by " : "needs_review by ")
                        + refuse.refusal().rule() + " (" + refuse.clause() + "): "
                        + refuse.refusal().reason();
        };
    }
}
