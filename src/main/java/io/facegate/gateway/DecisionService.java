package io.facegate.gateway;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.PartialEvaluation;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.PlannedCall;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides one call: asks the policies once, and establishes only what their decision depends on. */
final class DecisionService {
    private final Supplier<PolicyEngine> policies;
    private final FaceCountResolver counter;
    private final CallHistoryDetectors before;
    private final DecisionChecks checks;
    private final BooleanSupplier sharedDown;

    DecisionService(Supplier<PolicyEngine> policies, FaceCounter counter, CallHistoryDetectors before) {
        this(policies, new FaceCountResolver(counter), before, DecisionChecks.NONE, () -> false);
    }

    private DecisionService(
            Supplier<PolicyEngine> policies,
            FaceCountResolver counter,
            CallHistoryDetectors before,
            DecisionChecks checks,
            BooleanSupplier sharedDown) {
        this.sharedDown = sharedDown;
        this.policies = policies;
        this.counter = counter;
        this.before = before;
        this.checks = checks;
    }

    /**
     * Returns a copy that remembers calls together with other gateways.
     *
     * @param whenDown told when it cannot; returns true if this gateway's own memory suffices meanwhile
     */
    DecisionService withPrecedingCalls(CallHistoryDetectors other, BooleanSupplier whenDown) {
        return new DecisionService(policies, counter, other, checks, whenDown);
    }

    /** Returns a copy that lets this decision point veto what the policies permit. */
    DecisionService withDecisionPoint(DecisionPoint other) {
        return new DecisionService(policies, counter, before, checks.with(other), sharedDown);
    }

    /** Returns a copy that checks the machine's clock before permitting. */
    DecisionService withClockCheck(ClockCheck other) {
        return new DecisionService(policies, counter, before, checks.with(other), sharedDown);
    }

    /** Returns a copy that refuses what a stop covers. */
    DecisionService withStops(StopCheck other) {
        return new DecisionService(policies, counter, before, checks.with(other), sharedDown);
    }

    /** What is stopped. */
    StopCheck stops() {
        return checks.stops();
    }

    /** Remembers which pictures the new ids of faces are of that a sent call was answered with. */
    void rememberFaces(Cleared sent) {
        before.aggregation().rememberFaces(sent.trail().faces());
    }

    /**
     * Decides a call that its provider would answer. Policies are asked once. What they do not depend on is not
     * established: how many faces a picture holds, and what the caller's calls amount to together.
     *
     * @param way how the call would be answered
     */
    DecidedQuestion completeAndDecide(PlannedCall way, Question asked) {
        try {
            return completeWithKnownCalls(way, asked);
        } catch (Fault.LimitsDown down) {
            var own = alone().completeWithKnownCalls(way, asked);
            return own.decision() instanceof Decision.Refuse || sharedDown.getAsBoolean() ? own : own.withFault(down);
        }
    }

    /** This service without what other gateways remember. */
    private DecisionService alone() {
        return new DecisionService(policies, counter, before.alone(), checks, sharedDown);
    }

    /** @throws Fault.LimitsDown if the decision depends on calls at other gateways, and they are not known */
    private DecidedQuestion completeWithKnownCalls(PlannedCall way, Question asked) {
        FaceCall call;
        try {
            call = withKnownFacts(way, asked);
        } catch (Fault unreadable) {
            if (isBehind(asked, checks.read())) {
                return refuseClockBehind(policies.get(), asked);
            }
            throw unreadable;
        }
        var set = policies.get();
        return hasUnknownFacts(call)
                ? decideCompleting(set, asked, call)
                : rememberRefusal(asked, call, decideAsKnown(set, asked, call));
    }

    /** True if some rule asks for one of these attributes. */
    boolean reads(Set<Attribute> attributes) {
        return policies.get().reads(attributes);
    }

    /** Decides a question without further completion. */
    DecidedQuestion decide(Question question) {
        return decideAsKnown(policies.get(), question, question.call());
    }

    /**
     * Adds to a refusal what its caller is told besides the rule: which earlier refusals block the call and until when,
     * or the nearest change that would make it permitted, if one is known.
     */
    Refusal explain(DecidedQuestion refused, Refusal refusal) {
        var asked = refused.question();
        if (BuiltinRefusals.isStop(refusal)) {
            return refusal;
        }
        return asked.call().preconditionFailure() == PreconditionFailure.TRIED_ELSEWHERE
                ? refusal.withSentence(describeBlock(asked))
                : refusal.withNearestChange(AdviceSearch.find(policies.get(), refused));
    }

    private String describeBlock(Question asked) {
        try {
            return before.refusalShopping().describeBlock(asked.caller(), asked.call(), asked.now());
        } catch (Fault.LimitsDown unknownNow) {
            return "";
        }
    }

    /** The refusal for a call whose decision failed with an exception. */
    Decision.Refuse refusalForError(Throwable why) {
        return BuiltinRefusals.evaluationFailed(
                "error: " + why.getClass().getSimpleName(), policies.get().digest());
    }

    /** Completes the call with what its provider and earlier refusals tell about it. */
    private FaceCall withKnownFacts(PlannedCall way, Question asked) {
        var call = asked.call().preconditionFailure() == null ? way.prepareForDecision(asked.call()) : asked.call();
        if (call.preconditionFailure() == null && before.refusalShopping().isShopping(asked.caller(), call)) {
            call = call.withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);
        }
        return call.preconditionFailure() == null ? call : withoutUnrequested(call);
    }

    /** Drops capabilities the vendor adds unrequested, so the record does not attribute them to the caller. */
    private static FaceCall withoutUnrequested(FaceCall refused) {
        return refused.facts().unrequested().isEmpty() ? refused : refused.withoutUnrequested();
    }

    /** True if something about the call is established only where the decision depends on it. */
    private static boolean hasUnknownFacts(FaceCall call) {
        if (call.preconditionFailure() != null) {
            return false;
        }
        var together = AggregationDetector.aggregatedCapability(call.request());
        return call.facts().crowd() != null
                || !call.facts().unrequested().isEmpty()
                || (together != null && !call.facts().capabilities().contains(together));
    }

    private DecidedQuestion decideAsKnown(PolicyEngine set, Question asked, FaceCall call) {
        var judged = set.decideForVendors(asked.caller(), call, asked.now());
        var reading = checks.read();
        if (isBehind(asked, reading)) {
            return refuseClockBehind(set, asked);
        }
        if (judged.decision() instanceof Decision.Permit && DecisionChecks.earlierPermitTime(reading) != null) {
            judged = assess(set, asked.withCall(call), reading).decide();
        }
        return applyDecisionPoint(asked.withCall(call), judged, null);
    }

    private DecidedQuestion decideCompleting(PolicyEngine set, Question asked, FaceCall call) {
        var reading = checks.read();
        if (isBehind(asked, reading)) {
            return refuseClockBehind(set, asked);
        }
        var assessed = assess(set, asked.withCall(call), reading);
        if (!call.facts().unrequested().isEmpty() && assessed.decide().decision() instanceof Decision.Refuse) {
            assessed = assessed.withCall(call.withoutUnrequested());
        }
        var open = assessed.call();
        try {
            assessed = applyAggregation(asked.caller(), counter.countFaces(asked.caller(), assessed, checks.stops()));
        } catch (Fault.Overloaded busy) {
            var alone =
                    assessed.withCall(assessed.call().withUnknownFaceCount()).decide();
            return new DecidedQuestion(asked.withCall(alone.call()), alone.decision(), busy, null);
        }
        var whole = assessed.call();
        return rememberRefusal(asked, whole, applyDecisionPoint(asked.withCall(whole), assessed.decide(), open));
    }

    private static PartialEvaluation assess(PolicyEngine set, Question question, @Nullable Reading reading) {
        var assessed = set.assess(question.caller(), question.call(), question.now());
        var earlier = DecisionChecks.earlierPermitTime(reading);
        return earlier == null ? assessed : assessed.withConfirmedTime(earlier);
    }

    private DecidedQuestion rememberRefusal(Question asked, FaceCall call, DecidedQuestion judged) {
        boolean clockIsBehind = judged.question().call().preconditionFailure() == PreconditionFailure.CLOCK_BEHIND;
        if (call.preconditionFailure() == null && !clockIsBehind && isRefusedOnItsMerits(judged.decision())) {
            before.refusalShopping().recordRefusal(asked.caller(), call, one -> isPermittedAlone(asked, call, one));
        }
        return judged;
    }

    /** A call that is tried again elsewhere or later because of a stop does not shop for a permit. */
    private static boolean isRefusedOnItsMerits(Decision decision) {
        return decision instanceof Decision.Refuse refuse && !BuiltinRefusals.isStop(refuse.refusal());
    }

    private boolean isPermittedAlone(Question asked, FaceCall call, Capability one) {
        var alone = call.withFacts(call.facts().withOnly(Set.of(one)));
        return policies.get()
                        .decideForVendors(asked.caller(), alone, asked.now())
                        .decision()
                instanceof Decision.Permit;
    }

    /**
     * Decides before the pictures are fetched. Returns a refusal, or a permit with the obligations common to all
     * outcomes; null if the decision depends on the pictures.
     *
     * @param question with placeholders for the pictures
     */
    @Nullable
    DecidedQuestion decideWithoutPictures(PlannedCall way, Question question, NormalizedRequest.PicturesAtUrls atUrls) {
        try {
            return decideWithKnownCalls(way, question, atUrls);
        } catch (Fault.LimitsDown down) {
            // What is not refused is decided again when its pictures are there.
            return alone().decideWithKnownCalls(way, question, atUrls);
        }
    }

    private @Nullable DecidedQuestion decideWithKnownCalls(
            PlannedCall way, Question question, NormalizedRequest.PicturesAtUrls atUrls) {
        var reading = checks.read();
        var asked = isBehind(question, reading) ? question.withCall(refuseClockBehind(question)) : question;
        var known = asked.call().preconditionFailure() == null ? way.prepareForDecision(asked.call()) : asked.call();
        var supposed = known.withFaceCount(false).withoutUnrequested();
        var call = supposed.withRequest(atUrls);
        if (call.preconditionFailure() == null
                && before.refusalShopping().isShopping(asked.caller(), supposed, atUrls)) {
            call = call.withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);
        }
        var assessed = assess(policies.get(), asked.withCall(call), reading);
        if (call.preconditionFailure() == null && assessed.dependsOnPictures()) {
            return null;
        }
        var judged = applyDecisionPoint(asked.withCall(call), assessed.decide(), known.withoutUnrequested());
        if (judged.decision() instanceof Decision.Permit permit) {
            // What the strict evaluation permits, the one that favours the caller on unknowns permits too.
            return new DecidedQuestion(
                    judged.question(), permit.withCommonDemands((Decision.Permit) assessed.decideFavourably()));
        }
        if (call.preconditionFailure() == null && isRefusedOnItsMerits(judged.decision())) {
            before.refusalShopping()
                    .recordRefusal(asked.caller(), supposed, atUrls, one -> isPermittedAlone(asked, supposed, one));
        }
        return judged;
    }

    /**
     * Decides a call that has a mistake as if its caller had corrected it, with all that the mistake leaves unknown
     * resolved in the caller's favour. Returns the refusal that no correction avoids, or null. A decision point is not
     * asked.
     */
    @Nullable
    DecidedQuestion refusalDespiteCorrection(PlannedCall way, Question asked) {
        try {
            return unavoidableRefusal(way, asked);
        } catch (Fault.LimitsDown down) {
            return alone().unavoidableRefusal(way, asked);
        }
    }

    private @Nullable DecidedQuestion unavoidableRefusal(PlannedCall way, Question asked) {
        var question = asked.withCall(asked.call().withoutPreconditionFailure());
        var reading = checks.read();
        var set = policies.get();
        if (isBehind(question, reading)) {
            return refuseClockBehind(set, question);
        }
        var call = withKnownFactsOfMistake(way, question);
        if (call.facts().capabilities().isEmpty() && question.caller().preconditionFailure() == null) {
            return null;
        }
        var assessed = assess(set, question.withCall(call), reading);
        if (asked.call().preconditionFailure() == null
                && assessed.decideFavourably() instanceof Decision.Permit permit) {
            var stopped = checks.stops().refuse(call, permit);
            return stopped == null ? null : new DecidedQuestion(question.withCall(call), stopped);
        }
        if (isPermittedFavourably(set, question.withCall(call), assessed)
                || !(assessed.decide().decision() instanceof Decision.Refuse refuse)) {
            return null;
        }
        return rememberRefusal(
                question,
                call,
                new DecidedQuestion(question.withCall(assessed.decide().call()), refuse));
    }

    /** Completes a call that has a mistake, as far as it could be read. */
    private FaceCall withKnownFactsOfMistake(PlannedCall way, Question question) {
        var asked = question.call();
        var prepared = asked.params().isEmpty() ? asked : way.prepareForDecision(asked);
        var failure = prepared.preconditionFailure();
        var call = failure != null && failure.isMistake() ? asked : prepared;
        if (call.preconditionFailure() == null && before.refusalShopping().isShopping(question.caller(), call)) {
            call = call.withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);
        }
        var least = call.withFaceCount(false).withoutUnrequested();
        // Where no picture could be read, corrections may add any number.
        return least.pictures().isNone() ? least.withFacts(least.facts().picturing(Pictures.UNCOUNTED)) : least;
    }

    private static boolean isPermittedFavourably(PolicyEngine set, Question question, PartialEvaluation assessed) {
        if (assessed.decideFavourably() instanceof Decision.Permit) {
            return true;
        }
        var facts = question.call().facts();
        // An unreadable threshold may be corrected to the strictest one.
        return facts.threshold() == null
                && set.assess(question.caller(), question.call().withFacts(facts.withThreshold(1.0)), question.now())
                                .decideFavourably()
                        instanceof Decision.Permit;
    }

    /** True if the clock is behind the newest record; every call is then refused, on record. */
    private static boolean isBehind(Question asked, @Nullable Reading reading) {
        return reading != null
                && reading.state() == LedgerClock.State.BEHIND
                && asked.call().preconditionFailure() == null;
    }

    private static FaceCall refuseClockBehind(Question asked) {
        return asked.call().withPreconditionFailure(PreconditionFailure.CLOCK_BEHIND);
    }

    private DecidedQuestion refuseClockBehind(PolicyEngine set, Question asked) {
        var refused = set.decideForVendors(asked.caller(), withoutUnrequested(refuseClockBehind(asked)), asked.now());
        return new DecidedQuestion(asked.withCall(refused.call()), refused.decision());
    }

    private DecidedQuestion applyDecisionPoint(
            Question question, PolicyEngine.DecidedCall judged, @Nullable FaceCall open) {
        if (!(judged.decision() instanceof Decision.Permit permit)) {
            return new DecidedQuestion(question.withCall(judged.call()), judged.decision(), null, open);
        }
        var objection = checks.findObjection(question, permit);
        return objection == null
                ? new DecidedQuestion(question.withCall(judged.call()), permit, null, open)
                : new DecidedQuestion(question, objection);
    }

    /** Applies the aggregation detector, only if an aggregated capability would change the decision or is stopped. */
    private PartialEvaluation applyAggregation(Caller caller, PartialEvaluation assessed) {
        var call = assessed.call();
        var together = AggregationDetector.aggregatedCapability(call.request());
        if (call.preconditionFailure() != null || together == null) {
            return assessed;
        }
        var larger = call.withFacts(call.facts().withCapability(together));
        return (assessed.dependsOnAggregation(together) || checks.stops().dependsOn(assessed, larger))
                        && before.aggregation().countAndCheckLimit(caller, call.request())
                ? assessed.withCall(larger)
                : assessed;
    }
}
