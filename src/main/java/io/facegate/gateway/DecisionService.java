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
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges one call as it would be answered, by everybody who has a say in it. */
record DecisionService(
        Supplier<Policies> policies,
        Provider provider,
        FaceCounter counter,
        Before before,
        DecisionPoint point,
        @Nullable ClockCheck clock) {
    /** The calls before one, as far as they tell what it is. */
    record Before(AggregationDetector series, RefusalShoppingDetector tries) {
        Before(Ticker ticker) {
            this(new AggregationDetector(ticker), new RefusalShoppingDetector(ticker));
        }
    }

    /** This one, where whatever the policies permit may still be objected to there. */
    DecisionService asking(DecisionPoint other) {
        return new DecisionService(policies, provider, counter, before, other, clock);
    }

    /** This one, where the machine's clock is checked before anything is permitted. */
    DecisionService checking(ClockCheck other) {
        return new DecisionService(policies, provider, counter, before, point, other);
    }

    /**
     * A question as it was decided in the end, and the decision.
     *
     * @param busy why a permit, which hangs on the number of faces, is not to be acted on: they could not be counted now; or
     *     null
     */
    record Judged(Question question, Decision decision, Fault.@Nullable Overloaded busy) {
        Judged(Question question, Decision decision) {
            this(question, decision, null);
        }
    }

    /** Asks whoever would answer what he knows of the call, and decides. */
    Judged judge(Question question) {
        var set = policies.get();
        var asked = inTime(question);
        var call = asked.call().doubt() == null ? provider.judged(asked.caller(), asked.call()) : asked.call();
        if (call.doubt() == null && before.tries().isShopping(asked.caller(), call)) {
            call = call.doubted(PreconditionFailure.TRIED_ELSEWHERE);
        }
        // Nobody asked for it: a record that says otherwise would accuse the caller.
        if (!call.facts().spare().isEmpty()
                && (call.doubt() != null || own(set, asked.about(call)).decision() instanceof Decision.Refuse)) {
            call = call.spared();
        }
        if (call.doubt() == null && call.facts().crowd() != null) {
            try {
                call = settled(set, asked.about(call));
            } catch (Fault.Overloaded busy) {
                var alone = own(set, asked.about(call.uncounted()));
                return new Judged(alone.question(), alone.decision(), busy);
            }
        }
        if (call.doubt() == null) {
            call = inSeries(set, asked.about(call));
        }
        var judged = decide(set, asked.about(call));
        if (call.doubt() == null && judged.decision() instanceof Decision.Refuse) {
            before.tries().refused(asked.caller(), call);
        }
        return judged;
    }

    /**
     * What a call comes to whatever its pictures show, or null where that hangs on them: a refusal, or a permit with what it
     * asks in any case.
     *
     * @param question with anything in the place of pictures that were not fetched
     */
    @Nullable
    Judged foreseen(Question question, NormalizedRequest.Elsewhere waiting) {
        var set = policies.get();
        var asked = inTime(question);
        var known = asked.call().doubt() == null ? provider.judged(asked.caller(), asked.call()) : asked.call();
        var supposed = known.counted(false).spared();
        var call = supposed.asking(waiting);
        if (call.doubt() == null && before.tries().isShopping(asked.caller(), supposed, waiting)) {
            call = call.doubted(PreconditionFailure.TRIED_ELSEWHERE);
        }
        var judged = own(set, asked.about(call));
        var mild = call.doubt() == null ? set.mildly(asked.caller(), call, asked.now()) : judged.decision();
        if (judged.decision() instanceof Decision.Refuse && mild instanceof Decision.Permit) {
            return null;
        }
        judged = objected(judged, asked.about(call));
        if (judged.decision() instanceof Decision.Permit permit) {
            // What is permitted strictly is permitted mildly.
            return new Judged(judged.question(), permit.common((Decision.Permit) mild));
        }
        if (call.doubt() == null) {
            before.tries().refused(asked.caller(), supposed, waiting);
        }
        return judged;
    }

    /** Looks at the calls before this one only where what they make together would change the decision. */
    private FaceCall inSeries(Policies set, Question question) {
        var call = question.call();
        var together = AggregationDetector.together(call.ask());
        if (together == null || call.facts().capabilities().contains(together)) {
            return call;
        }
        var more = call.with(call.facts().and(together));
        boolean matters = !same(
                own(set, question).decision(), own(set, question.about(more)).decision());
        return matters && before.series().goesOn(question.caller(), call.ask()) ? more : call;
    }

    /** The refusal of a call that could not be judged. */
    Decision.Refuse broken(Throwable why) {
        return BuiltinRefusals.failed(
                "error: " + why.getClass().getSimpleName(), policies.get().digest());
    }

    /** Decides a question as it stands. */
    Judged decide(Question question) {
        return decide(policies.get(), inTime(question));
    }

    /** A call that no rule with a date can be judged for is refused, and on record. */
    private Question inTime(Question question) {
        boolean behind = clock != null && clock.read().state() == LedgerClock.State.BEHIND;
        return behind && question.call().doubt() == null
                ? question.about(question.call().doubted(PreconditionFailure.CLOCK_BEHIND))
                : question;
    }

    private Judged decide(Policies set, Question question) {
        return objected(own(set, question), question);
    }

    private Judged objected(Judged judged, Question question) {
        if (judged.decision() instanceof Decision.Permit permit) {
            var objection = point.objection(question.caller(), question.call(), question.now(), permit);
            return objection.isPresent() ? new Judged(question, objection.get()) : judged;
        }
        return judged;
    }

    private Judged own(Policies set, Question question) {
        var judged = set.judge(question.caller(), question.call(), question.now());
        if (judged.decision() instanceof Decision.Permit && isNewlyPermitted(set, question, judged.decision())) {
            var waiting = question.call().doubted(PreconditionFailure.CLOCK_UNCONFIRMED);
            judged = set.judge(question.caller(), waiting, question.now());
        }
        return new Judged(question.about(judged.call()), judged.decision());
    }

    /** Whether a call is permitted only because the clock went on further than anybody has confirmed. */
    private boolean isNewlyPermitted(Policies set, Question question, Decision permitted) {
        var earlier = clock == null ? null : ClockCheck.earlier(clock.read());
        return earlier != null
                && !same(set.judge(question.caller(), question.call(), earlier).decision(), permitted);
    }

    /**
     * Counts the faces of a crowd only where the count would change the decision.
     *
     * @throws Fault.Overloaded when a permit hangs on the count and they cannot be counted now
     */
    private FaceCall settled(Policies set, Question question) {
        var call = question.call();
        var alone = own(set, question.about(call.counted(false))).decision();
        var several = own(set, question.about(call.counted(true))).decision();
        var crowd = call.facts().crowd();
        if (crowd == null || same(alone, several)) {
            return call.counted(false);
        }
        var faces = faces(question.caller(), crowd, alone);
        return faces == FaceCountClass.NOT_COUNTED && several instanceof Decision.Refuse
                ? call.uncounted().doubted(PreconditionFailure.FACES_NOT_COUNTED)
                : call.counted(faces);
    }

    private static boolean same(Decision one, Decision other) {
        return one instanceof Decision.Permit permit
                ? other instanceof Decision.Permit also && permit.obligations().equals(also.obligations())
                : other instanceof Decision.Refuse;
    }

    private FaceCountClass faces(Caller caller, Picture crowd, Decision alone) {
        try {
            return switch (counter.count(caller, crowd)) {
                // None seen is not one seen: whoever answers may have better eyes.
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
