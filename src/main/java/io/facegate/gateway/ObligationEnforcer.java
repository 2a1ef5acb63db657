package io.facegate.gateway;

import static io.facegate.call.Obligations.Kind.AUTHORISATION;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REVIEWERS;
import static io.facegate.call.Obligations.Kind.TEMPLATES;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome.Advice;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.ReviewQueue;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.vendor.client.PlannedCall;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites permitted calls to meet their obligations, or refuses those that cannot. The response is filtered later, by
 * {@link EnforcedCall}.
 */
final class ObligationEnforcer {
    private static final String STARTED = "started";

    private final @Nullable ReviewQueue reviewQueue;

    ObligationEnforcer(@Nullable ReviewQueue reviewQueue) {
        this.reviewQueue = reviewQueue;
    }

    /** Result of enforcement. */
    sealed interface Result permits EnforcedCall, Unmet {}

    /** An obligation is not met, or not yet. */
    record Unmet(Decision.Refuse refuse) implements Result {}

    Result enforce(PlannedCall way, Question question, Decision.Permit permit, ObligationBinding terms) {
        var obligations = permit.obligations();
        var warnings = permit.nonDeciding().warned();
        if (obligations.isEmpty()) {
            return new EnforcedCall(
                    question.call(),
                    obligations,
                    terms,
                    Advice.fromObligations(obligations, null, warnings),
                    null,
                    null);
        }
        boolean flawed = question.call().request() instanceof NormalizedRequest.Flawed;
        return switch (flawed
                ? new ObligationBinding.Within(question.call())
                : terms.bind(question.call(), obligations)) {
            case Beyond beyond -> unenforceable(permit, question.call(), beyond);
            case ObligationBinding.Within(var sent) -> {
                var stop = findStop(question, permit);
                if (stop != null) {
                    yield stop;
                }
                var beyond = findUnenforceable(way, question, obligations);
                yield beyond == null
                        ? enforceReview(question, permit, new BoundCall(sent, obligations, terms))
                        : unenforceable(permit, question.call(), beyond);
            }
        };
    }

    /** Refuses a permit whose obligations cannot be met whatever is sent; null if they can. */
    Decision.@Nullable Refuse checkWithoutPictures(PlannedCall way, Question question, Decision.Permit permit) {
        var beyond = findUnenforceable(way, question, permit.obligations());
        return beyond == null
                ? null
                : unenforceable(permit, question.call(), beyond).refuse();
    }

    /** The refusal of a use whose authorisation failed, or of which that is not known; null if it may go on. */
    private @Nullable Unmet findStop(Question question, Decision.Permit permit) {
        if (reviewQueue == null
                || !permit.obligations().has(AUTHORISATION)
                || question.caller().sandbox()) {
            return null;
        }
        return switch (reviewQueue.useState(question.caller())) {
            case OPEN -> null;
            case STOPPED ->
                new Unmet(permit.toRefusal(BuiltinRefusals.authorisationMissing(), clause(permit, AUTHORISATION)));
            case UNKNOWN ->
                unenforceable(
                        permit,
                        question.call(),
                        new Beyond(AUTHORISATION, "the state of authorisations is not known at present"));
        };
    }

    private record BoundCall(FaceCall sent, Obligations obligations, ObligationBinding binding) {}

    /** Checks obligations that do not depend on the call's API. */
    private @Nullable Beyond findUnenforceable(PlannedCall way, Question question, Obligations asked) {
        if (asked.has(AUTHORISATION) && question.caller().context().caseId() == null) {
            return new Beyond(AUTHORISATION, "the call names no case that is registered for the organisation");
        }
        // A vendor that keeps templates unasked keeps them too where they are not permitted.
        boolean enrols = way.call().facts().capabilities().contains(Capability.ENROLL)
                || question.call().facts().capabilities().contains(Capability.ENROLL);
        if (asked.has(TEMPLATES) && enrols && !way.erasesWhenDue()) {
            return new Beyond(TEMPLATES, "the provider that answers it keeps templates until they are erased by hand");
        }
        if (asked.has(PICTURES) && way.keepsPictures()) {
            return new Beyond(PICTURES, "the provider that answers it keeps pictures, or does not say how long");
        }
        if (asked.has(REVIEWERS) && question.caller().sandbox()) {
            return new Beyond(
                    REVIEWERS,
                    "the sandbox holds no answers for review. With a real key, the answer is held until reviewers"
                            + " approve it");
        }
        return asked.has(REVIEWERS) && reviewQueue == null
                ? new Beyond(REVIEWERS, "this gateway does not hold answers for review")
                : null;
    }

    private Result enforceReview(Question question, Decision.Permit permit, BoundCall bound) {
        int reviewers = bound.obligations.reviewers();
        if (reviewQueue == null || reviewers == 0 || bound.sent.request() instanceof NormalizedRequest.Flawed) {
            return toEnforcedCall(question, permit, bound, null, null);
        }
        var submission = new Submission(question.caller(), question.call(), reviewers, question.now());
        var held = reviewQueue.find(submission);
        if (held.isEmpty()) {
            return reviewQueue.hasRoom(submission)
                    ? toEnforcedCall(question, permit, bound, submission, null)
                    : unenforceable(
                            permit, question.call(), new Beyond(REVIEWERS, "too many answers already wait for review"));
        }
        return switch (held.get().state()) {
            case APPROVED -> toEnforcedCall(question, permit, bound, null, held.get());
            case PENDING ->
                new Unmet(permit.toRefusal(ObligationRefusals.needsReview(held.get()), clause(permit, REVIEWERS)));
            case REJECTED ->
                new Unmet(permit.toRefusal(ObligationRefusals.rejected(held.get()), clause(permit, REVIEWERS)));
        };
    }

    private EnforcedCall toEnforcedCall(
            Question question,
            Decision.Permit permit,
            BoundCall bound,
            @Nullable Submission submission,
            @Nullable HeldResponse released) {
        var due = authorisationDue(question.caller(), bound.obligations, question.now());
        var advice = Advice.fromObligations(
                bound.obligations, due, permit.nonDeciding().warned());
        return new EnforcedCall(bound.sent, bound.obligations, bound.binding, advice, submission, released);
    }

    /** Deadline counted from the attested start of the use, else from the first call in the case. */
    private @Nullable Instant authorisationDue(Caller caller, Obligations asked, Instant now) {
        if (asked.authorisation() == null) {
            return null;
        }
        var started = useStart(caller);
        // A call of the sandbox does not begin the use of a case.
        var queue = caller.sandbox() ? null : reviewQueue;
        var began = started != null ? started : queue == null ? now : queue.firstUse(caller, now);
        return began.plus(asked.authorisation());
    }

    private static @Nullable Instant useStart(Caller caller) {
        Instant first = null;
        for (var text : caller.context().facts().getOrDefault(STARTED, List.of())) {
            try {
                var one = Instant.parse(text);
                first = first == null || one.isBefore(first) ? one : first;
            } catch (DateTimeException noMoment) {
                // An unparsable start counts as not attested.
            }
        }
        return first;
    }

    private static Unmet unenforceable(Decision.Permit permit, FaceCall call, Beyond beyond) {
        var refusal = ObligationRefusals.unenforceable(
                beyond.kind().code(), ObligationRefusals.rulesRequiring(permit, beyond.kind()), call, beyond.reason());
        return new Unmet(permit.toRefusal(refusal, clause(permit, beyond.kind())));
    }

    private static String clause(Decision.Permit permit, Obligations.Kind kind) {
        return "obligation: " + kind.code() + " of " + ObligationRefusals.rulesRequiring(permit, kind);
    }
}
