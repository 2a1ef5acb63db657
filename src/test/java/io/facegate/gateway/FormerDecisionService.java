package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCountClass;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.Provider;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The procedure before policies were asked once: it evaluates a call anew for each thing it may turn out to be. The
 * reference for {@link DecisionService}.
 */
final class FormerDecisionService {
    private final Supplier<PolicyEngine> policies;
    private final Provider provider;
    private final FaceCounter counter;
    private final Before before;
    private final Checks checks;

    /** Detectors over the preceding calls. */
    record Before(AggregationDetector series, RefusalShoppingDetector tries) {
        Before(Ticker ticker) {
            this(new AggregationDetector(ticker), new RefusalShoppingDetector(ticker));
        }
    }

    /** What can turn a permit of the policies into a refusal. */
    private record Checks(DecisionPoint point, @Nullable ClockCheck clock) {}

    FormerDecisionService(Supplier<PolicyEngine> policies, Provider provider, FaceCounter counter, Before before) {
        this(policies, provider, counter, before, new Checks(DecisionPoint.neverObjecting(), null));
    }

    private FormerDecisionService(
            Supplier<PolicyEngine> policies, Provider provider, FaceCounter counter, Before before, Checks checks) {
        this.policies = policies;
        this.provider = provider;
        this.counter = counter;
        this.before = before;
        this.checks = checks;
    }

    /** Returns a copy that lets this decision point veto what the policies permit. */
    FormerDecisionService asking(DecisionPoint other) {
        return new FormerDecisionService(policies, provider, counter, before, new Checks(other, checks.clock));
    }

    /** Returns a copy that checks the machine's clock before permitting. */
    FormerDecisionService checking(ClockCheck other) {
        return new FormerDecisionService(policies, provider, counter, before, new Checks(checks.point, other));
    }

    /**
     * A decided question.
     *
     * @param busy why the permit must not be acted on: it depends on a face count that is unavailable now; or null
     */
    record Judged(Question question, Decision decision, Fault.@Nullable Overloaded busy) {
        Judged(Question question, Decision decision) {
            this(question, decision, null);
        }
    }

    /** Completes the call with what its provider knows about it, and decides. */
    Judged judge(Question question) {
        var set = policies.get();
        var asked = inTime(question);
        var call = asked.call().preconditionFailure() == null
                ? provider.prepareForDecision(asked.caller(), asked.call())
                : asked.call();
        if (call.preconditionFailure() == null && before.tries().isShopping(asked.caller(), call)) {
            call = call.withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);
        }
        // Drop capabilities the vendor adds unrequested, so the record does not attribute them to the caller.
        if (!call.facts().unrequested().isEmpty()
                && (call.preconditionFailure() != null
                        || own(set, asked.withCall(call)).decision() instanceof Decision.Refuse)) {
            call = call.withoutUnrequested();
        }
        if (call.preconditionFailure() == null && call.facts().crowd() != null) {
            try {
                call = settled(set, asked.withCall(call));
            } catch (Fault.Overloaded busy) {
                var alone = own(set, asked.withCall(call.withUnknownFaceCount()));
                return new Judged(alone.question(), alone.decision(), busy);
            }
        }
        if (call.preconditionFailure() == null) {
            call = inSeries(set, asked.withCall(call));
        }
        var judged = decide(set, asked.withCall(call));
        if (call.preconditionFailure() == null && judged.decision() instanceof Decision.Refuse) {
            before.tries().recordRefusal(asked.caller(), call, alone(set, asked.withCall(call)));
        }
        return judged;
    }

    /**
     * Decides before the pictures are fetched. Returns a refusal, or a permit with the obligations common to all
     * outcomes; null if the decision depends on the pictures.
     *
     * @param question with placeholders for the pictures
     */
    @Nullable
    Judged withoutPictures(Question question, NormalizedRequest.PicturesAtUrls waiting) {
        var set = policies.get();
        var asked = inTime(question);
        var known = asked.call().preconditionFailure() == null
                ? provider.prepareForDecision(asked.caller(), asked.call())
                : asked.call();
        var supposed = known.withFaceCount(false).withoutUnrequested();
        var call = supposed.withRequest(waiting);
        if (call.preconditionFailure() == null && before.tries().isShopping(asked.caller(), supposed, waiting)) {
            call = call.withPreconditionFailure(PreconditionFailure.TRIED_ELSEWHERE);
        }
        var judged = own(set, asked.withCall(call));
        var mild = call.preconditionFailure() == null ? mildly(set, asked.withCall(call)) : judged.decision();
        if (judged.decision() instanceof Decision.Refuse && mild instanceof Decision.Permit) {
            return null;
        }
        judged = objected(judged, asked.withCall(call));
        if (judged.decision() instanceof Decision.Permit permit) {
            // What the strict evaluation permits, the one that favours the caller on unknowns permits too.
            return new Judged(judged.question(), permit.withCommonDemands((Decision.Permit) mild));
        }
        if (call.preconditionFailure() == null) {
            before.tries().recordRefusal(asked.caller(), supposed, waiting, alone(set, asked.withCall(supposed)));
        }
        return judged;
    }

    private static Predicate<Capability> alone(PolicyEngine set, Question question) {
        var call = question.call();
        return one -> set.decideForVendors(
                                question.caller(), call.withFacts(call.facts().withOnly(Set.of(one))), question.now())
                        .decision()
                instanceof Decision.Permit;
    }

    /** Applies the aggregation detector, only if an aggregated capability would change the decision. */
    private FaceCall inSeries(PolicyEngine set, Question question) {
        var call = question.call();
        var together = AggregationDetector.aggregatedCapability(call.request());
        if (together == null || call.facts().capabilities().contains(together)) {
            return call;
        }
        var more = call.withFacts(call.facts().withCapability(together));
        boolean matters = !same(
                own(set, question).decision(), own(set, question.withCall(more)).decision());
        return matters && before.series().countAndCheckLimit(question.caller(), call.request()) ? more : call;
    }

    /** The refusal for a call whose decision failed with an exception. */
    Decision.Refuse broken(Throwable why) {
        return BuiltinRefusals.evaluationFailed(
                "error: " + why.getClass().getSimpleName(), policies.get().digest());
    }

    /** Decides a question without further completion. */
    Judged decide(Question question) {
        return decide(policies.get(), inTime(question));
    }

    /** Refuses calls, on record, while the clock is behind the newest record. */
    private Question inTime(Question question) {
        boolean behind = checks.clock != null && checks.clock.read().state() == LedgerClock.State.BEHIND;
        return behind && question.call().preconditionFailure() == null
                ? question.withCall(question.call().withPreconditionFailure(PreconditionFailure.CLOCK_BEHIND))
                : question;
    }

    private Judged decide(PolicyEngine set, Question question) {
        return objected(own(set, question), question);
    }

    private Judged objected(Judged judged, Question question) {
        if (judged.decision() instanceof Decision.Permit permit) {
            var objection = checks.point.findObjection(question.caller(), question.call(), question.now(), permit);
            return objection.isPresent() ? new Judged(question, objection.get()) : judged;
        }
        return judged;
    }

    private Judged own(PolicyEngine set, Question question) {
        var judged = set.decideForVendors(question.caller(), question.call(), question.now());
        if (judged.decision() instanceof Decision.Permit && isNewlyPermitted(set, question, judged.decision())) {
            var waiting = question.call().withPreconditionFailure(PreconditionFailure.CLOCK_UNCONFIRMED);
            judged = set.decideForVendors(question.caller(), waiting, question.now());
        }
        return new Judged(question.withCall(judged.call()), judged.decision());
    }

    /** True if the call is permitted only because of a clock time that nobody confirmed. */
    private boolean isNewlyPermitted(PolicyEngine set, Question question, Decision permitted) {
        var earlier = checks.clock == null ? null : ClockCheck.earlierPermitTime(checks.clock.read());
        return earlier != null
                && !same(
                        set.decideForVendors(question.caller(), question.call(), earlier)
                                .decision(),
                        permitted);
    }

    /**
     * Counts the faces of a crowd, only if the count would change the decision.
     *
     * @throws Fault.Overloaded if a permit depends on the count and counting is unavailable now
     */
    private FaceCall settled(PolicyEngine set, Question question) {
        var call = question.call();
        var alone = own(set, question.withCall(call.withFaceCount(false))).decision();
        var several = own(set, question.withCall(call.withFaceCount(true))).decision();
        var crowd = call.facts().crowd();
        if (crowd == null || same(alone, several)) {
            return call.withFaceCount(false);
        }
        var faces = faces(question.caller(), crowd, alone);
        return faces == FaceCountClass.NOT_COUNTED && several instanceof Decision.Refuse
                ? call.withUnknownFaceCount().withPreconditionFailure(PreconditionFailure.FACES_NOT_COUNTED)
                : call.withFaceCount(faces);
    }

    private static boolean same(Decision one, Decision other) {
        return one instanceof Decision.Permit permit
                ? other instanceof Decision.Permit also && permit.obligations().equals(also.obligations())
                : other instanceof Decision.Refuse;
    }

    private FaceCountClass faces(Caller caller, Picture crowd, Decision alone) {
        try {
            return switch (counter.count(caller, crowd)) {
                // Zero is not certain: the provider may detect faces that this engine misses.
                case 0 -> FaceCountClass.NOT_COUNTED;
                case 1 -> FaceCountClass.ONE;
                default -> FaceCountClass.SEVERAL;
            };
        } catch (Fault.Overloaded busy) {
            if (alone instanceof Decision.Permit) {
                throw busy;
            }
            return FaceCountClass.NOT_COUNTED;
        } catch (Fault cannotTell) {
            return FaceCountClass.NOT_COUNTED;
        }
    }

    private static Decision mildly(PolicyEngine set, Question asked) {
        var call = asked.call();
        var decision = set.decideFavourably(asked.caller(), call, asked.now());
        var via = call.route();
        if (!(decision instanceof Decision.Permit permit) || via == null || !via.isFromOtherApiThan(call.provider())) {
            return decision;
        }
        var other = set.decideFavourably(asked.caller(), call.routedTo(via.wire(), via.operation(), via), asked.now());
        return other instanceof Decision.Permit also ? permit.mergeWith(also) : other;
    }
}
