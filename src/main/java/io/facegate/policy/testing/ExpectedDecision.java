package io.facegate.policy.testing;

import io.facegate.call.Obligations;
import io.facegate.policy.Decision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Expected decision of a test case.
 *
 * @param obligations minimum obligations of the permit; null for any or none
 * @param rule the rule that should decide, or null for any
 */
public record ExpectedDecision(
        Kind kind,
        @Nullable Obligations obligations,
        @Nullable String rule) {
    /** Kinds of expected decisions. */
    public enum Kind {
        PERMIT,
        REFUSE,
        /** Refused, with a review. */
        NEEDS_REVIEW,
        /** Permitted by other rules; no rule of the packs under test matches the call. */
        NOT_APPLICABLE,
        /** Permitted with obligations. */
        OBLIGATIONS,
        /** Permitted without obligations. */
        NO_OBLIGATIONS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * True if the decision is as expected.
     *
     * @param packs the packs under test; empty for all
     */
    boolean isMetBy(Decision decision, List<String> packs) {
        boolean right = switch (decision) {
            case Decision.Permit permit -> isExpectedPermit(permit, packs);
            case Decision.Refuse refuse ->
                kind == Kind.REFUSE
                        || (kind == Kind.NEEDS_REVIEW && refuse.refusal().review() != null);
        };
        return right && (rule == null || rule.equals(TestResult.rule(decision)));
    }

    private boolean isExpectedPermit(Decision.Permit permit, List<String> packs) {
        return switch (kind) {
            case PERMIT -> true;
            case OBLIGATIONS -> areObligationsMet(permit.obligations());
            case NO_OBLIGATIONS -> permit.obligations().isEmpty();
            case NOT_APPLICABLE -> matchedRules(permit, packs).isEmpty();
            case REFUSE, NEEDS_REVIEW -> false;
        };
    }

    private boolean areObligationsMet(Obligations asked) {
        return !asked.isEmpty()
                && (obligations == null || asked.mergeWith(obligations).equals(asked));
    }

    /** The rules of these packs that matched the call. */
    static List<String> matchedRules(Decision decision, List<String> packs) {
        var noted = decision.nonDeciding();
        return Stream.of(decision.matched(), noted.excepted(), noted.shadow(), noted.warned(), noted.overridden())
                .flatMap(List::stream)
                .filter(rule -> !rule.startsWith(TestCaseWords.EVERYTHING + '/'))
                .filter(rule -> packs.isEmpty() || packs.contains(rule.substring(0, rule.indexOf('/'))))
                .distinct()
                .toList();
    }

    /** Description in words. */
    @Override
    public String toString() {
        var what = obligations == null ? kind.word() : kind.word() + ' ' + ObligationText.format(obligations);
        return what + (rule == null ? "" : " by " + rule);
    }
}
