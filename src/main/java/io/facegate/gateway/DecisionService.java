package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCountClass;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.policy.Assessment;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides one call: asks the policies once, and establishes only what their decision depends on. */
final class DecisionService {
    private final Supplier<Policies> policies;
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
    private record Checks(
            @Nullable DecisionPoint point, @Nullable ClockCheck clock) {
        /** The state of the clock, read once for a decision; null if nobody checks it. */
        @Nullable
        Reading read() {
            return clock == null ? null : clock.read();
        }
    }

    DecisionService(Supplier<Policies> policies, Provider provider, FaceCounter counter, Before before) {
        this(policies, provider, counter, before, new Checks(null, null));
    }

    private DecisionService(
            Supplier<Policies> policies, Provider provider, FaceCounter counter, Before before, Checks checks) {
        this.policies = policies;
        this.provider = provider;
        this.counter = counter;
        this.before = before;
        this.checks = checks;
    }

    /** Returns a copy that lets this decision point veto what the policies permit. */
    DecisionService asking(DecisionPoint other) {
        return new DecisionService(policies, provider, counter, before, new Checks(other, checks.clock));
    }

    /** Returns a copy that checks the machine's clock before permitting. */
    DecisionService checking(ClockCheck other) {
        return new DecisionService(policies, provider, counter, before, new Checks(checks.point, other));
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

    /**
     * Decides a call that its provider would answer. Policies are asked once. What they do not depend on is not
     * established: how many faces a picture holds, and what the caller's calls amount to together.
     */
    Judged judge(Question asked) {
        FaceCall call;
        try {
            call = known(asked);
        } catch (Fault unreadable) {
            if (isBehind(asked, checks.read())) {
                return behind(policies.get(), asked);
            }
            throw unreadable;
        }
        var set = policies.get();
        return hasUnknownFacts(call) ? completed(set, asked, call) : remembered(asked, call, decided(set, asked, call));
    }

    /** Decides a question without further completion. */
    Judged decide(Question question) {
        return decided(policies.get(), question, question.call());
    }

    /** The refusal for a call whose decision failed with an exception. */
    Decision.Refuse broken(Throwable why) {
        return BuiltinRefusals.failed(
                "error: " + why.getClass().getSimpleName(), policies.get().digest());
    }

    /** Completes the call with what its provider and earlier refusals tell about it. */
    private FaceCall known(Question asked) {
        var call = asked.call().doubt() == null ? provider.judged(asked.caller(), asked.call()) : asked.call();
        if (call.doubt() == null && before.tries().isShopping(asked.caller(), call)) {
            call = call.doubted(PreconditionFailure.TRIED_ELSEWHERE);
        }
        return call.doubt() == null ? call : sparedOnRecord(call);
    }

    /** Drops capabilities the vendor adds unrequested, so the record does not attribute them to the caller. */
    private static FaceCall sparedOnRecord(FaceCall refused) {
        return refused.facts().spare().isEmpty() ? refused : refused.spared();
    }

    /** True if something about the call is established only where the decision depends on it. */
    private static boolean hasUnknownFacts(FaceCall call) {
        if (call.doubt() != null) {
            return false;
        }
        var together = AggregationDetector.together(call.ask());
        return call.facts().crowd() != null
                || !call.facts().spare().isEmpty()
                || (together != null && !call.facts().capabilities().contains(together));
    }

    private Judged decided(Policies set, Question asked, FaceCall call) {
        var judged = set.judge(asked.caller(), call, asked.now());
        var reading = checks.read();
        if (isBehind(asked, reading)) {
            return behind(set, asked);
        }
        if (judged.decision() instanceof Decision.Permit && earlier(reading) != null) {
            judged = assessed(set, asked.about(call), reading).judged();
        }
        return objected(asked.about(call), judged);
    }

    private Judged completed(Policies set, Question asked, FaceCall call) {
        var reading = checks.read();
        if (isBehind(asked, reading)) {
            return behind(set, asked);
        }
        var assessed = assessed(set, asked.about(call), reading);
        if (!call.facts().spare().isEmpty() && assessed.judged().decision() instanceof Decision.Refuse) {
            assessed = assessed.about(call.spared());
        }
        try {
            assessed = aggregated(asked.caller(), counted(asked.caller(), assessed));
        } catch (Fault.Overloaded busy) {
            var alone = assessed.about(assessed.call().uncounted()).judged();
            return new Judged(asked.about(alone.call()), alone.decision(), busy);
        }
        var whole = assessed.call();
        return remembered(asked, whole, objected(asked.about(whole), assessed.judged()));
    }

    private static Assessment assessed(Policies set, Question question, @Nullable Reading reading) {
        var assessed = set.assess(question.caller(), question.call(), question.now());
        var earlier = earlier(reading);
        return earlier == null ? assessed : assessed.unconfirmedSince(earlier);
    }

    private static @Nullable Instant earlier(@Nullable Reading reading) {
        return reading == null ? null : ClockCheck.earlier(reading);
    }

    private Judged remembered(Question asked, FaceCall call, Judged judged) {
        boolean clockIsBehind = judged.question().call().doubt() == PreconditionFailure.CLOCK_BEHIND;
        if (call.doubt() == null && !clockIsBehind && judged.decision() instanceof Decision.Refuse) {
            before.tries().refused(asked.caller(), call);
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
    Judged withoutPictures(Question question, NormalizedRequest.Elsewhere waiting) {
        var reading = checks.read();
        var asked = isBehind(question, reading) ? question.about(behind(question)) : question;
        var known = asked.call().doubt() == null ? provider.judged(asked.caller(), asked.call()) : asked.call();
        var supposed = known.counted(false).spared();
        var call = supposed.asking(waiting);
        if (call.doubt() == null && before.tries().isShopping(asked.caller(), supposed, waiting)) {
            call = call.doubted(PreconditionFailure.TRIED_ELSEWHERE);
        }
        var assessed = assessed(policies.get(), asked.about(call), reading);
        if (call.doubt() == null && assessed.dependsOnPictures()) {
            return null;
        }
        var judged = objected(asked.about(call), assessed.judged());
        if (judged.decision() instanceof Decision.Permit permit) {
            // What the strict evaluation permits, the one that favours the caller on unknowns permits too.
            return new Judged(judged.question(), permit.common((Decision.Permit) assessed.mildest()));
        }
        if (call.doubt() == null) {
            before.tries().refused(asked.caller(), supposed, waiting);
        }
        return judged;
    }

    /** True if the clock is behind the newest record; every call is then refused, on record. */
    private static boolean isBehind(Question asked, @Nullable Reading reading) {
        return reading != null
                && reading.state() == LedgerClock.State.BEHIND
                && asked.call().doubt() == null;
    }

    private static FaceCall behind(Question asked) {
        return asked.call().doubted(PreconditionFailure.CLOCK_BEHIND);
    }

    private Judged behind(Policies set, Question asked) {
        var refused = set.judge(asked.caller(), sparedOnRecord(behind(asked)), asked.now());
        return new Judged(asked.about(refused.call()), refused.decision());
    }

    private Judged objected(Question question, Policies.Judged judged) {
        var point = checks.point;
        if (point != null && judged.decision() instanceof Decision.Permit permit) {
            var objection = point.objection(question.caller(), question.call(), question.now(), permit);
            if (objection.isPresent()) {
                return new Judged(question, objection.get());
            }
        }
        return new Judged(question.about(judged.call()), judged.decision());
    }

    /** Applies the aggregation detector, only if an aggregated capability would change the decision. */
    private Assessment aggregated(Caller caller, Assessment assessed) {
        var call = assessed.call();
        var together = AggregationDetector.together(call.ask());
        return call.doubt() == null
                        && together != null
                        && assessed.dependsOnAggregation(together)
                        && before.series().goesOn(caller, call.ask())
                ? assessed.about(call.with(call.facts().and(together)))
                : assessed;
    }

    /**
     * Counts the faces of a crowd, only if the count would change the decision.
     *
     * @throws Fault.Overloaded if a permit depends on the count and counting is unavailable now
     */
    private Assessment counted(Caller caller, Assessment assessed) {
        var call = assessed.call();
        var crowd = call.facts().crowd();
        if (crowd == null) {
            return assessed;
        }
        var alone = assessed.about(call.counted(false));
        if (!assessed.dependsOnFaceCount()) {
            return alone;
        }
        var several = assessed.about(call.counted(true));
        var faces = faces(caller, crowd, alone.judged().decision());
        boolean isRefused = several.judged().decision() instanceof Decision.Refuse;
        return assessed.about(
                faces == FaceCountClass.NOT_COUNTED && isRefused
                        ? call.uncounted().doubted(PreconditionFailure.FACES_NOT_COUNTED)
                        : call.counted(faces));
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
}
