package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.registry.HeldResponse;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Refusals of calls that policies permit but whose obligations are not met, or not yet. */
public final class ObligationRefusals {
    private ObligationRefusals() {}

    /**
     * The refusal of a call that cannot meet an obligation.
     *
     * @param asking the rules that set the obligation
     */
    public static Refusal unenforceable(String obligation, String asking, FaceCall call, String why) {
        return BuiltinRefusals.refusal(
                "obligation_unenforceable",
                "The obligation " + obligation + " of " + asking + " cannot be met on " + call.operation() + ": " + why
                        + '.');
    }

    /** The rules of a permit that set an obligation of this kind. */
    public static String rulesRequiring(Decision.Permit permit, Obligations.Kind kind) {
        return permit.demands().stream()
                .filter(demand -> demand.obligations().has(kind))
                .map(Decision.Demand::rule)
                .collect(Collectors.joining(", "));
    }

    static Refusal needsReview(HeldResponse held) {
        int given = held.review().approvals().size();
        return BuiltinRefusals.refusal(
                "needs_review",
                "The answer is held under review " + held.id() + " until "
                        + people(held.review().required()) + " approved it; " + given + (given == 1 ? " has" : " have")
                        + " so far.",
                new Refusal.Review(
                        List.of(),
                        "send the identical request again once they have, before "
                                + held.expires().truncatedTo(ChronoUnit.SECONDS) + ", when the answer is wiped."));
    }

    private static String people(int number) {
        return number == 1 ? "1 reviewer has" : number + " reviewers have";
    }

    static Refusal rejected(HeldResponse held) {
        var rejection = held.review().rejection();
        var reason = rejection == null ? null : rejection.reason();
        return BuiltinRefusals.refusal(
                "review_rejected",
                "A reviewer rejected the answer that was held under review " + held.id() + '.'
                        + (reason == null ? "" : " The reason given: " + reason));
    }
}
