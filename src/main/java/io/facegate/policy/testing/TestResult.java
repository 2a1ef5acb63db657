package io.facegate.policy.testing;

import io.facegate.policy.Decision;
import java.time.Duration;

/**
 * Result of one test case.
 *
 * @param took duration of the decision
 */
public record TestResult(TestCase asked, Decision decision, boolean passed, Duration took) {
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
        return asked.expected().toString();
    }

    /** Description of the actual decision and its reason. */
    public String actual() {
        return switch (decision) {
            case Decision.Permit permit ->
                "permit by " + permit.rule()
                        + (permit.obligations().isEmpty() ? "" : ", " + ObligationText.of(permit.obligations()));
            case Decision.Refuse refuse ->
                (refuse.refusal().review() == null ? "refuse by " : "needs_review by ")
                        + refuse.refusal().rule() + " (" + refuse.clause() + "): "
                        + refuse.refusal().reason();
        };
    }
}
