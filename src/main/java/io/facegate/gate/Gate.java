package io.facegate.gate;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.Picture;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Identity;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import io.facegate.registry.review.Docket;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The path of one call: identify, judge, write down, send, write down; the one class that knows the order. */
public final class Gate {
    private final Identity identity;
    private final Supplier<Policies> policies;
    private final Ledger ledger;
    private final Provider provider;
    private final FaceCounter counter;
    private final DecisionPoint point;
    private final @Nullable Docket docket;
    private final Pledging pledging;
    private final Sending sending;

    /** One where no answer can wait for people: what needs that is refused. */
    public Gate(Identity identity, Supplier<Policies> policies, Ledger ledger, Provider provider, FaceCounter counter) {
        this.identity = identity;
        this.policies = policies;
        this.ledger = ledger;
        this.provider = provider;
        this.counter = counter;
        this.point = DecisionPoint.none();
        this.docket = null;
        this.pledging = new Pledging(provider, null);
        this.sending = new Sending(ledger, provider, null);
    }

    private Gate(Gate gate, DecisionPoint point, @Nullable Docket docket) {
        this.identity = gate.identity;
        this.policies = gate.policies;
        this.ledger = gate.ledger;
        this.provider = gate.provider;
        this.counter = gate.counter;
        this.point = point;
        this.docket = docket;
        this.pledging = new Pledging(gate.provider, docket);
        this.sending = new Sending(gate.ledger, gate.provider, docket);
    }

    /** This gate, where whatever the policies permit may still be objected to there. */
    public Gate asking(DecisionPoint other) {
        return new Gate(this, other, docket);
    }

    /** This gate, where answers that people must look at wait there. */
    public Gate holding(Docket where) {
        return new Gate(this, point, where);
    }

    /**
     * Takes one call all the way.
     *
     * @param asked reads the call; not before its caller is known, for reading costs more than a stranger is worth
     * @param terms of the wire that it came on
     * @param now when its body was complete
     * @throws Fault.Unauthenticated when the credential proves nobody
     * @throws Fault.LedgerDown when the decision is not durable in time; nothing was forwarded
     */
    public Outcome pass(Credential credential, Supplier<FaceCall> asked, Terms terms, Instant now) {
        var caller = identify(credential, now);
        var judged = judge(caller, asked.get(), new Moment(credential.request().source(), now));
        return switch (judged.decision()) {
            case Decision.Refuse refuse -> refused(judged.question(), refuse);
            case Decision.Permit permit -> permitted(judged.question(), permit, terms);
        };
    }

    private Outcome refused(Question question, Decision.Refuse refuse) {
        var advice = Advice.of(Obligations.NONE, null, refuse.noted().warned());
        return new Outcome.Refused(ledger.refuse(question, refuse), refuse.refusal(), advice);
    }

    private Outcome permitted(Question question, Decision.Permit permit, Terms terms) {
        return switch (pledging.of(question, permit, terms)) {
            case Pledging.Unmet(var refuse) -> refused(question, refuse);
            case Pledge pledge -> sending.send(pledge, ledger.clear(question, permit, pledge.undertaking()));
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
            var receipt = ledger.answer(judged.question(), judged.decision());
            return switch (judged.decision()) {
                case Decision.Permit permit -> new Hearing.Permitted(receipt, permit.obligations());
                case Decision.Refuse refuse -> new Hearing.Refused(receipt, refuse.refusal());
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
        var call = asked.doubt() == null ? provider.judged(caller, asked) : asked;
        if (call.doubt() == null
                && !call.facts().spare().isEmpty()
                && set.decide(caller, call, now) instanceof Decision.Refuse) {
            call = call.spared();
        }
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

    /** Counts the faces of a crowd only where the count would change the decision. */
    private FaceCall settled(Policies set, Caller caller, FaceCall call, Instant now) {
        var alone = set.decide(caller, call.counted(false), now);
        var several = set.decide(caller, call.counted(true), now);
        var crowd = call.facts().crowd();
        if (crowd == null || same(alone, several)) {
            return call.counted(false);
        }
        return call.counted(severalFaces(crowd));
    }

    private static boolean same(Decision one, Decision other) {
        return one instanceof Decision.Permit permit
                ? other instanceof Decision.Permit also && permit.obligations().equals(also.obligations())
                : other instanceof Decision.Refuse;
    }

    private boolean severalFaces(Picture crowd) {
        try {
            // None seen is not one seen: whoever answers may have better eyes.
            return counter.count(crowd) != 1;
        } catch (Fault cannotTell) {
            return true;
        }
    }

    private record Moment(String source, Instant now) {}

    private record Judged(Question question, Decision decision) {}
}
