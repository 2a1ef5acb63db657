package io.facegate.gate;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Identity;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** The path of one call: identify, judge, write down, send, write down; the one class that knows the order. */
public final class Gate {
    private final Identity identity;
    private final Supplier<Policies> policies;
    private final Ledger ledger;
    private final Provider provider;
    private final FaceCounter counter;
    private final DecisionPoint point;

    public Gate(Identity identity, Supplier<Policies> policies, Ledger ledger, Provider provider, FaceCounter counter) {
        this.identity = identity;
        this.policies = policies;
        this.ledger = ledger;
        this.provider = provider;
        this.counter = counter;
        this.point = DecisionPoint.none();
    }

    private Gate(Gate gate, DecisionPoint point) {
        this.identity = gate.identity;
        this.policies = gate.policies;
        this.ledger = gate.ledger;
        this.provider = gate.provider;
        this.counter = gate.counter;
        this.point = point;
    }

    /** This gate, where whatever the policies permit may still be objected to there. */
    public Gate asking(DecisionPoint other) {
        return new Gate(this, other);
    }

    /**
     * Takes one call all the way.
     *
     * @param asked reads the call; not before its caller is known, for reading costs more than a stranger is worth
     * @param now when its body was complete
     * @throws Fault.Unauthenticated when the credential proves nobody
     * @throws Fault.LedgerDown when the decision is not durable in time; nothing was forwarded
     */
    public Outcome pass(Credential credential, Supplier<FaceCall> asked, Instant now) {
        var caller = identify(credential, now);
        var judged = judge(caller, asked.get(), new Moment(credential.request().source(), now));
        return switch (judged.decision()) {
            case Decision.Refuse refuse ->
                new Outcome.Refused(ledger.refuse(judged.question(), refuse), refuse.refusal());
            case Decision.Permit permit -> send(judged.question().call(), ledger.clear(judged.question(), permit));
        };
    }

    /**
     * Hears questions of one caller about itself: each is judged and written down like a call, and nothing is sent.
     *
     * @throws Fault.Unauthenticated when the credential proves nobody
     */
    public Hearing hear(Credential credential, Instant now) {
        var caller = identify(credential, now);
        var source = credential.request().source();
        return inquiry -> {
            if (caller.chain().stream().noneMatch(link -> link.id().equals(inquiry.subject()))) {
                return new Hearing.NotYours();
            }
            var call = agrees(caller, inquiry) ? inquiry.call() : inquiry.call().doubted(Doubt.PURPOSE_CONFLICT);
            var judged = judged(policies.get(), new Question(caller, call, source, now));
            var id = ledger.answer(judged.question(), judged.decision());
            return switch (judged.decision()) {
                case Decision.Permit permit -> new Hearing.Permitted(id, permit.obligations());
                case Decision.Refuse refuse -> new Hearing.Refused(id, refuse.refusal());
            };
        };
    }

    private static boolean agrees(Caller caller, Hearing.Inquiry inquiry) {
        return inquiry.purpose() == null || inquiry.purpose().equals(caller.purpose());
    }

    private Caller identify(Credential credential, Instant now) {
        try {
            return identity.identify(credential, now);
        } catch (Fault.Unauthenticated nobody) {
            ledger.unauthenticated(credential.request().source(), nobody.why(), now);
            throw nobody;
        }
    }

    private Judged judge(Caller caller, FaceCall asked, Moment moment) {
        var now = moment.now();
        var set = policies.get();
        var call = doubted(caller, asked);
        if (call.doubt() == null && call.facts().crowd() != null) {
            call = settled(set, caller, call, now);
        }
        return judged(set, new Question(caller, call, moment.source(), now));
    }

    private Judged judged(Policies set, Question question) {
        var decision = set.decide(question.caller(), question.call(), question.now());
        if (decision instanceof Decision.Permit permit) {
            var objection = point.objection(question.caller(), question.call(), question.now(), permit);
            return new Judged(question, objection.isPresent() ? objection.get() : permit);
        }
        return new Judged(question, decision);
    }

    private FaceCall doubted(Caller caller, FaceCall asked) {
        Doubt doubt = asked.doubt() == null ? provider.doubts(caller, asked) : asked.doubt();
        return doubt == null ? asked : asked.doubted(doubt);
    }

    /** Counts the faces of a crowd only where the count would change the decision. */
    private FaceCall settled(Policies set, Caller caller, FaceCall call, Instant now) {
        var alone = set.decide(caller, call.counted(false), now);
        var several = set.decide(caller, call.counted(true), now);
        var crowd = call.facts().crowd();
        if (crowd == null || alone.getClass() == several.getClass()) {
            return call.counted(false);
        }
        return call.counted(severalFaces(crowd));
    }

    private boolean severalFaces(Picture crowd) {
        try {
            // None seen is not one seen: whoever answers may have better eyes.
            return counter.count(crowd) != 1;
        } catch (Fault cannotTell) {
            return true;
        }
    }

    private Outcome send(FaceCall call, Cleared cleared) {
        if (call.ask() instanceof Ask.Flawed(var kind, var message)) {
            return flawed(cleared, new Reply.Failed(kind, message));
        }
        long start = System.nanoTime();
        var ending = new Ending("fault", "unexpected", -1, 0);
        try {
            var outcome = answer(cleared);
            ending = Ending.of(outcome, (System.nanoTime() - start) / 1000);
            return outcome;
        } finally {
            ledger.close(cleared, ending);
        }
    }

    private Outcome answer(Cleared cleared) {
        try {
            return new Outcome.Answered(cleared.decision(), provider.send(cleared));
        } catch (Fault fault) {
            return new Outcome.Unavailable(cleared.decision(), fault);
        }
    }

    /** A call flawed by its caller is told so here: no provider sees it. */
    private Outcome flawed(Cleared cleared, Reply.Failed flaw) {
        ledger.close(cleared, new Ending("not_forwarded", flaw.kind().name().toLowerCase(Locale.ROOT), -1, 0));
        return new Outcome.Answered(cleared.decision(), flaw);
    }

    private record Moment(String source, Instant now) {}

    private record Judged(Question question, Decision decision) {}
}
