package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.PreconditionFailure;
import io.facegate.gateway.DecisionService.Judged;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.provider.FaceCounter;
import io.facegate.provider.Provider;
import io.facegate.provider.fetch.PictureFetcher;
import io.facegate.registry.ReviewQueue;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Processes one call: authenticate, decide, record, send, record the outcome. The only class that knows this order. */
public final class Gateway {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final CallerAuthentication identity;
    private final Ledger ledger;
    private final Provider provider;
    private final DecisionService decisionService;
    private final PictureFetcher fetching;
    private final @Nullable ReviewQueue reviewQueue;
    private final ObligationEnforcer enforcer;
    private final Dispatcher sending;

    /** A gateway without a review queue; calls that require review are refused. */
    public Gateway(
            CallerAuthentication identity,
            Supplier<Policies> policies,
            Ledger ledger,
            Provider provider,
            FaceCounter counter) {
        this.identity = identity;
        this.ledger = ledger;
        this.provider = provider;
        var before = new DecisionService.Before(Ticker.systemTicker());
        this.decisionService = new DecisionService(policies, provider, counter, before);
        this.fetching = PictureFetcher.none();
        this.reviewQueue = null;
        this.enforcer = new ObligationEnforcer(provider, null);
        this.sending = new Dispatcher(ledger, provider, null);
    }

    private Gateway(
            Gateway gate, DecisionService decisionService, PictureFetcher fetching, @Nullable ReviewQueue reviewQueue) {
        this.identity = gate.identity;
        this.ledger = gate.ledger;
        this.provider = gate.provider;
        this.decisionService = decisionService;
        this.fetching = fetching;
        this.reviewQueue = reviewQueue;
        this.enforcer = new ObligationEnforcer(gate.provider, reviewQueue);
        this.sending = new Dispatcher(gate.ledger, gate.provider, reviewQueue);
    }

    /** Returns a copy that lets this decision point veto what the policies permit. */
    public Gateway asking(DecisionPoint other) {
        return new Gateway(this, decisionService.asking(other), fetching, reviewQueue);
    }

    /** Returns a copy that checks the machine's clock before permitting. */
    public Gateway checking(ClockCheck clock) {
        return new Gateway(this, decisionService.checking(clock), fetching, reviewQueue);
    }

    /** Returns a copy that holds answers for review in that queue. */
    public Gateway holding(ReviewQueue where) {
        return new Gateway(this, decisionService, fetching, where);
    }

    /** Returns a copy that fetches pictures at URLs with that fetcher. */
    public Gateway fetching(PictureFetcher other) {
        return new Gateway(this, decisionService, other, reviewQueue);
    }

    /**
     * Processes one call. Fetches its pictures if it can be permitted, then tries the possible providers in order until
     * one answers. After a fetch the caller is authenticated again, and the call is decided on the newer data.
     *
     * @param request parses the call, after authentication
     * @param terms obligation binding of the API it arrived on
     * @param now when its body was complete
     * @throws Fault.Unauthenticated if the credential is not accepted
     * @throws Fault.LedgerDown if the decision is not durable in time; nothing was forwarded
     */
    public HandledCall pass(Credential credential, RequestParser request, ObligationBinding terms, Instant now) {
        var time = new Time(now, System.nanoTime());
        var caller = identify(credential, now);
        var call = request.parse();
        var question = new Question(caller, call, credential.request().source(), now, fetching.hosts(caller, call));
        if (!(call.ask() instanceof NormalizedRequest.Elsewhere elsewhere)) {
            return new HandledCall(call, answered(question, terms, time));
        }
        var refused = withoutPictures(question, elsewhere, terms, time);
        return refused == null
                ? withPictures(question, credential, new Arrival(request, elsewhere, terms, time))
                : new HandledCall(call, refused);
    }

    /** A call whose pictures are fetched. */
    private record Arrival(
            RequestParser request, NormalizedRequest.Elsewhere elsewhere, ObligationBinding terms, Time time) {}

    /** The outcome of a call that is refused or invalid whatever its pictures show; null if it depends on them. */
    private @Nullable Outcome withoutPictures(
            Question asked, NormalizedRequest.Elsewhere elsewhere, ObligationBinding terms, Time time) {
        if (asked.caller().doubt() != null || asked.call().doubt() != null) {
            return answered(asked, terms, time);
        }
        var supposed = elsewhere.supposed();
        return supposed.ask() instanceof NormalizedRequest.Flawed flawed
                ? answered(asked.about(NormalizedRequest.Elsewhere.wanting(asked.call(), flawed)), terms, time)
                : refusedAlready(asked.about(supposed), elsewhere);
    }

    private @Nullable Outcome refusedAlready(Question supposed, NormalizedRequest.Elsewhere elsewhere) {
        var first = provider.choices(supposed.caller(), supposed.call()).getFirst();
        var judged = closed(
                () -> decisionService.withoutPictures(supposed.about(first), elsewhere),
                refuse -> new Judged(supposed, refuse));
        if (judged == null) {
            return null;
        }
        var refuse = switch (judged.decision()) {
            case Decision.Refuse sure -> sure;
            case Decision.Permit permit -> enforcer.withoutPictures(judged.question(), permit);
        };
        return refuse == null ? null : refused(judged.question(), refuse);
    }

    /** Fetches the pictures and parses the call with them, for the caller as it is known by then. */
    private HandledCall withPictures(Question asked, Credential credential, Arrival arrival) {
        try (var fetched = fetching.fetch(asked.caller(), asked.call())) {
            var moment = arrival.time.now();
            var known = identify(credential, moment);
            boolean isComplete = !fetched.pictures().isEmpty();
            var call = isComplete ? arrival.request.parse(arrival.elsewhere, fetched.pictures()) : fetched.call();
            var outcome = answered(
                    new Question(known, call, asked.source(), moment, asked.hosts()), arrival.terms, arrival.time);
            return new HandledCall(isComplete ? call : asked.call(), outcome);
        }
    }

    /** Current time = start + monotonic elapsed; immune to clock changes. */
    private record Time(Instant was, long nanos) {
        Instant now() {
            return was.plusNanos(System.nanoTime() - nanos);
        }
    }

    private Outcome answered(Question asked, ObligationBinding terms, Time time) {
        Outcome.Unavailable failed = null;
        for (var choice : provider.choices(asked.caller(), asked.call())) {
            var moment = failed == null ? asked.now() : time.now();
            var outcome = judged(new Question(asked.caller(), choice, asked.source(), moment, asked.hosts()), terms);
            if (!(outcome instanceof Outcome.Unavailable unavailable)) {
                // A refusal for another provider is recorded; the caller gets the failure of its own call.
                return failed != null && outcome instanceof Outcome.Refused ? failed : outcome;
            }
            failed = failed == null ? unavailable : failed;
            if (!isProviders(unavailable.fault())) {
                break;
            }
        }
        return Objects.requireNonNull(failed, "nobody was asked");
    }

    /** True if the fault is the provider's, so that another one may succeed. */
    private static boolean isProviders(Fault fault) {
        return fault instanceof Fault.ProviderDown
                || fault instanceof Fault.CircuitOpen
                || fault instanceof Fault.Overloaded;
    }

    /** Decides the call for one provider, and sends it if permitted. */
    private Outcome judged(Question question, ObligationBinding terms) {
        var judged = closed(() -> decisionService.judge(question), refuse -> new Judged(question, refuse));
        return switch (judged.decision()) {
            case Decision.Refuse refuse -> refused(judged.question(), refuse);
            case Decision.Permit permit ->
                judged.busy() == null
                        ? permitted(judged.question(), permit, terms)
                        : sending.notSent(ledger.clear(judged.question(), permit), judged.busy());
        };
    }

    /** Runs a step of a decision, fail closed: any exception becomes a refusal, so every decided call has a record. */
    private <T extends @Nullable Object> T closed(Supplier<T> step, Function<Decision.Refuse, T> otherwise) {
        try {
            return step.get();
        } catch (Fault known) {
            throw known;
        } catch (RuntimeException | Error broken) {
            FatalErrors.rethrow(broken);
            // One line without stack trace or message: a caller could otherwise flood the log or choose its content.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A call could not be judged, and is refused: {0} at {1}",
                    broken.getClass().getName(),
                    broken.getStackTrace().length == 0 ? "an unknown place" : broken.getStackTrace()[0]);
            return otherwise.apply(decisionService.broken(broken));
        }
    }

    private Outcome refused(Question question, Decision.Refuse refuse) {
        var advice = Advice.of(Obligations.NONE, null, refuse.noted().warned());
        return new Outcome.Refused(ledger.refuse(question, refuse), refuse.refusal(), advice);
    }

    private Outcome permitted(Question question, Decision.Permit permit, ObligationBinding terms) {
        return switch (closed(() -> enforcer.of(question, permit, terms), ObligationEnforcer.Unmet::new)) {
            case ObligationEnforcer.Unmet(var refuse) -> refused(question, refuse);
            case EnforcedCall enforced ->
                sending.send(enforced, ledger.clear(question, permit, enforced.undertaking()));
        };
    }

    /**
     * Opens the evaluation service for a caller: each question is decided and recorded like a call, and nothing is
     * sent.
     *
     * @throws Fault.Unauthenticated if the credential is not accepted
     */
    public EvaluationService evaluate(Credential credential, Instant now) {
        var caller = identify(credential, now);
        var source = credential.request().source();
        return inquiry -> {
            if (caller.chain().stream().noneMatch(link -> link.id().equals(inquiry.subject()))) {
                return new EvaluationService.NotYours();
            }
            var call = agrees(caller, inquiry)
                    ? inquiry.call()
                    : inquiry.call().doubted(PreconditionFailure.PURPOSE_CONFLICT);
            var question = new Question(caller, call, source, now);
            var judged = closed(() -> decisionService.decide(question), refuse -> new Judged(question, refuse));
            var receipt = ledger.answer(judged.question(), judged.decision());
            return switch (judged.decision()) {
                case Decision.Permit permit -> new EvaluationService.Permitted(receipt, permit.obligations());
                case Decision.Refuse refuse -> new EvaluationService.Refused(receipt, refuse.refusal());
            };
        };
    }

    private static boolean agrees(Caller caller, EvaluationService.Inquiry inquiry) {
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
}
