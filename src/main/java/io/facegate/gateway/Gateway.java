package io.facegate.gateway;

import io.facegate.call.CallStage;
import io.facegate.call.FaceCall;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.StageObserver;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.identity.Credential;
import io.facegate.identity.KeyLimits;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.registry.ReviewQueue;
import io.facegate.vendor.client.CallBudget;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.fetch.PictureFetcher;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Processes one call: authenticate, decide, record, send, record the outcome. The only class that knows this order. */
public final class Gateway {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final CallerAuthentication identity;
    private final Ledger ledger;
    private final Provider provider;
    private final GatewayParts parts;
    private final DecisionService decisionService;
    private final StageObserver stages;
    private final ObligationEnforcer enforcer;
    private final Dispatcher sending;

    /** A gateway without a review queue; calls that require review are refused. */
    public Gateway(
            CallerAuthentication identity,
            Supplier<PolicyEngine> policies,
            Ledger ledger,
            Provider provider,
            FaceCounter counter) {
        this(
                identity,
                ledger,
                provider,
                GatewayParts.defaults(
                        new DecisionService(policies, counter, new CallHistoryDetectors(ledger.clock()::nanos))));
    }

    private Gateway(CallerAuthentication identity, Ledger ledger, Provider provider, GatewayParts parts) {
        this.identity = identity;
        this.ledger = ledger;
        this.provider = provider;
        this.parts = parts;
        this.decisionService = parts.decisionService();
        this.stages = parts.stages();
        this.enforcer = new ObligationEnforcer(parts.reviewQueue());
        this.sending = new Dispatcher(ledger, provider, parts.reviewQueue(), stages, decisionService.stops());
    }

    private Gateway with(GatewayParts other) {
        return new Gateway(identity, ledger, provider, other);
    }

    /** Returns a copy that counts calls in quotas, and remembers calls together with the gateways that count too. */
    public Gateway withLimiter(CallLimiter other) {
        var counting = parts.withLimiter(other);
        var history = other.history();
        return with(
                history == null
                        ? counting
                        : counting.withDecisions(deciding -> deciding.withPrecedingCalls(
                                new CallHistoryDetectors(ledger.clock()::nanos, history), other::useFallback)));
    }

    /** Returns a copy that lets this decision point veto what the policies permit. */
    public Gateway withDecisionPoint(DecisionPoint other) {
        return with(parts.withDecisions(deciding -> deciding.withDecisionPoint(other)));
    }

    /** Returns a copy that checks the machine's clock before permitting. */
    public Gateway withClockCheck(ClockCheck clock) {
        return with(parts.withDecisions(deciding -> deciding.withClockCheck(clock)));
    }

    /** Returns a copy that forwards nothing that a stop covers. */
    public Gateway withStops(StopCheck stops) {
        return with(parts.withDecisions(deciding -> deciding.withStops(stops)));
    }

    /** Returns a copy that holds answers for review in that queue. */
    public Gateway withReviewQueue(ReviewQueue where) {
        return with(parts.withReviewQueue(where));
    }

    /** Returns a copy that fetches pictures at URLs with that fetcher. */
    public Gateway withPictureFetcher(PictureFetcher other) {
        return with(parts.withFetching(other));
    }

    /** Returns a copy whose stages are observed, for metrics and traces. */
    public Gateway withStages(StageObserver other) {
        return with(parts.withStages(other));
    }

    /** Returns a copy whose refusals name a contact; an empty text names none. */
    public Gateway withContact(String other) {
        return with(parts.withContact(other));
    }

    /**
     * Processes one call as it arrived on its wire.
     *
     * @throws Fault.Unauthenticated if the credential is not accepted
     * @throws Fault.LedgerDown if the decision is not durable in time; nothing was forwarded
     */
    public HandledCall process(VendorWire wire, HttpCall arrival) {
        var request = new LimitedRequestParser(wire, arrival);
        return process(request.credential(), request, wire.terms(), arrival.complete());
    }

    /**
     * Processes one call. Fetches its pictures if it can be permitted, then tries the possible providers in order until
     * one answers. After a fetch the caller is authenticated again, and the call is decided on the newer data.
     *
     * @param request parses the call, after authentication
     * @param terms obligation binding of the API it arrived on
     * @param now when its body was complete
     * @throws Fault.Unauthenticated if the credential is not accepted
     * @throws Fault.QuotaExceeded if a quota of the caller is used up
     * @throws Fault.LimitsDown if the counts of a quota of the caller cannot be reached
     * @throws Fault.LedgerDown if the decision is not durable in time; nothing was forwarded
     */
    public HandledCall process(Credential credential, RequestParser request, ObligationBinding terms, Instant now) {
        long start = System.nanoTime();
        var caller = stages.observe(CallStage.AUTHENTICATE, () -> identify(credential, now));
        var context = new CallState(terms, now, start, parts.limiter().admit(caller, now));
        var call = stages.observe(CallStage.PARSE, request::parse);
        var asking = caller.onWire(call.provider());
        var hosts = parts.fetching().hosts(asking, call);
        var question = new Question(asking, call, credential.request().source(), now, hosts);
        if (!(call.request() instanceof NormalizedRequest.PicturesAtUrls atUrls)) {
            return handled(call, tryProviders(question, context), context);
        }
        var refused = outcomeWithoutPictures(question, atUrls, context);
        return refused == null
                ? processWithPictures(question, credential, new PendingCall(request, atUrls, context))
                : handled(call, refused, context);
    }

    private HandledCall handled(FaceCall call, Outcome outcome, CallState context) {
        return new HandledCall(call, outcome.appealable(parts.contact()), context.quotas());
    }

    /** A call whose pictures are fetched. */
    private record PendingCall(RequestParser request, NormalizedRequest.PicturesAtUrls atUrls, CallState context) {}

    /** The outcome of a call that is refused or invalid whatever its pictures show; null if it depends on them. */
    private @Nullable Outcome outcomeWithoutPictures(
            Question asked, NormalizedRequest.PicturesAtUrls atUrls, CallState context) {
        if (asked.caller().preconditionFailure() != null || asked.call().preconditionFailure() != null) {
            return tryProviders(asked, context);
        }
        var supposed = atUrls.placeholderCall();
        return supposed.request() instanceof NormalizedRequest.Flawed flawed
                ? tryProviders(
                        asked.withCall(NormalizedRequest.PicturesAtUrls.withMissingPicture(asked.call(), flawed)),
                        context)
                : refusalWithoutPictures(asked.withCall(supposed), atUrls);
    }

    private @Nullable Outcome refusalWithoutPictures(Question supposed, NormalizedRequest.PicturesAtUrls atUrls) {
        var first = ways(supposed).getFirst();
        var judged = failClosed(
                () -> stages.observe(
                        CallStage.DECIDE,
                        () -> decisionService.decideWithoutPictures(first, facts().about(first, supposed), atUrls)),
                refuse -> new DecidedQuestion(supposed, refuse));
        if (judged == null) {
            return null;
        }
        var refuse = switch (judged.decision()) {
            case Decision.Refuse sure -> sure;
            case Decision.Permit permit -> enforcer.checkWithoutPictures(first, judged.question(), permit);
        };
        return refuse == null ? null : recordRefusal(judged, refuse);
    }

    /** Fetches the pictures and parses the call with them, for the caller as it is known by then. */
    private HandledCall processWithPictures(Question asked, Credential credential, PendingCall arrival) {
        try (var fetched = parts.fetching().fetch(asked.caller(), asked.call())) {
            var moment = arrival.context.now();
            var known = identify(credential, moment).onWire(asked.call().provider());
            boolean isComplete = !fetched.pictures().isEmpty();
            var call = isComplete ? arrival.request.parse(arrival.atUrls, fetched.pictures()) : fetched.call();
            var outcome =
                    tryProviders(new Question(known, call, asked.source(), moment, asked.hosts()), arrival.context);
            return handled(isComplete ? call : asked.call(), outcome, arrival.context);
        }
    }

    private Outcome tryProviders(Question asked, CallState context) {
        var ways = ways(asked);
        var budget = CallBudget.create();
        return budget.scope().call(() -> tryProviders(ways, budget, asked, context));
    }

    private List<PlannedCall> ways(Question asked) {
        return decisionService
                .stops()
                .choose(provider.plan(asked.caller(), asked.call()).ways());
    }

    private Outcome tryProviders(List<PlannedCall> ways, CallBudget budget, Question asked, CallState context) {
        Outcome.Unavailable failed = null;
        for (int at = 0; at < ways.size(); at++) {
            var way = ways.get(at);
            budget.divide((int)
                    ways.stream().skip(at).filter(ProviderFailover::isVendor).count());
            var moment = failed == null ? asked.now() : context.now();
            var question = facts().about(way, asked.at(moment));
            var outcome = decideAndSend(way, question, context);
            if (!(outcome instanceof Outcome.Unavailable unavailable)) {
                // A refusal for another provider is recorded; the caller gets the failure of its own call.
                return failed != null && !(outcome instanceof Outcome.Answered) ? failed : outcome;
            }
            failed = failed == null ? unavailable : failed;
            if (!ProviderFailover.isProviderFault(unavailable.fault())) {
                break;
            }
        }
        return Objects.requireNonNull(failed, "nobody was asked");
    }

    /** Decides the call for one provider, and sends it if permitted. */
    private Outcome decideAndSend(PlannedCall way, Question question, CallState context) {
        var judged = failClosed(
                () -> stages.observe(CallStage.DECIDE, () -> decisionService.completeAndDecide(way, question)),
                refuse -> new DecidedQuestion(question, refuse));
        return switch (judged.decision()) {
            case Decision.Refuse refuse -> recordRefusalOrMistake(way, judged, refuse);
            case Decision.Permit permit ->
                judged.busy() == null
                        ? enforceAndSend(way, judged.question(), permit, context)
                        : budgeted().recordNotSent(judged.question(), permit, judged.busy());
        };
    }

    /** Runs a step of a decision, fail closed: any exception becomes a refusal, so every decided call has a record. */
    private <T extends @Nullable Object> T failClosed(Supplier<T> step, Function<Decision.Refuse, T> otherwise) {
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
            return otherwise.apply(decisionService.refusalForError(broken));
        }
    }

    /**
     * Records the refusal of a call. If it has a mistake without which it might be permitted, its caller is told the
     * mistake; otherwise the refusal that no correction would avoid.
     */
    private Outcome recordRefusalOrMistake(PlannedCall way, DecidedQuestion judged, Decision.Refuse refuse) {
        var question = judged.question();
        var mistake = question.call().mistake();
        var failure = question.call().preconditionFailure();
        var code = refuse.refusal().code();
        boolean isRefusedForMistake = failure != null && failure.code().equals(code);
        if (mistake == null || (failure != null && !isRefusedForMistake)) {
            return recordRefusal(judged, refuse);
        }
        var corrected = refusalDespiteCorrection(way, question, refuse);
        if (corrected != null) {
            return failure == null || !(corrected.decision() instanceof Decision.Refuse unavoidable)
                    ? recordRefusal(judged, refuse)
                    : recordRefusal(corrected, unavoidable);
        }
        return new Outcome.Invalid(
                ledger.refuse(question, refuse),
                refuse.refusal(),
                new Reply.Failed(mistake.kind(), mistake.message(), mistake.parameter()),
                warnings(refuse));
    }

    /** Where a dependency fails, the refusal that was decided already: it must not get lost. */
    private @Nullable DecidedQuestion refusalDespiteCorrection(
            PlannedCall way, Question question, Decision.Refuse refuse) {
        try {
            return failClosed(
                    () -> decisionService.refusalDespiteCorrection(way, question),
                    error -> new DecidedQuestion(question, error));
        } catch (Fault failing) {
            return new DecidedQuestion(question, refuse);
        }
    }

    private Outcome recordRefusal(DecidedQuestion judged, Decision.Refuse refuse) {
        var receipt = ledger.refuse(judged.question(), refuse);
        return new Outcome.Refused(receipt, explain(judged, refuse.refusal()), warnings(refuse));
    }

    private Refusal explain(DecidedQuestion judged, Refusal refusal) {
        return failClosed(() -> decisionService.explain(judged, refusal), error -> refusal);
    }

    private static Advice warnings(Decision.Refuse refuse) {
        return Advice.fromObligations(
                Obligations.NONE, null, refuse.nonDeciding().warned());
    }

    private Outcome enforceAndSend(PlannedCall way, Question question, Decision.Permit permit, CallState context) {
        return switch (failClosed(
                () -> enforcer.enforce(way, question, permit, context.terms()), ObligationEnforcer.Unmet::new)) {
            case ObligationEnforcer.Unmet(var refuse) -> recordRefusal(new DecidedQuestion(question, refuse), refuse);
            case EnforcedCall enforced -> budgeted().send(question, permit, enforced, context);
        };
    }

    private GatewayFacts facts() {
        return new GatewayFacts(decisionService, parts.limiter());
    }

    private BudgetedDispatcher budgeted() {
        return new BudgetedDispatcher(ledger, sending, parts.limiter(), decisionService::rememberFaces);
    }

    /**
     * Opens the evaluation service for a caller: each question is decided and recorded like a call and counts in the
     * caller's rates, the first when the service is opened. Nothing is sent.
     *
     * @throws Fault.Unauthenticated if the credential is not accepted
     */
    public EvaluationService evaluate(Credential credential, Instant now) {
        var caller = identify(credential, now).onWire(KeyLimits.AUTHZEN);
        parts.limiter().admit(caller, now);
        var isCounted = new AtomicBoolean(true);
        return inquiry -> {
            if (!isCounted.getAndSet(false)) {
                parts.limiter().admit(caller, now);
            }
            if (caller.delegationChain().stream().noneMatch(link -> link.id().equals(inquiry.subject()))) {
                return new EvaluationService.SubjectNotAllowed();
            }
            var question = facts().asked(
                            provider,
                            inquiry.toQuestion(caller, credential.request().source(), now));
            var judged =
                    failClosed(() -> decisionService.decide(question), refuse -> new DecidedQuestion(question, refuse));
            var receipt = ledger.recordEvaluation(judged.question(), judged.decision());
            return switch (judged.decision()) {
                case Decision.Permit permit -> new EvaluationService.Permitted(receipt, permit.obligations());
                case Decision.Refuse refuse ->
                    new EvaluationService.Refused(
                            receipt, explain(judged, refuse.refusal()).withContact(parts.contact(), receipt.id()));
            };
        };
    }

    private Caller identify(Credential credential, Instant now) {
        try {
            return identity.authenticate(credential, now);
        } catch (Fault.Unauthenticated nobody) {
            ledger.countUnauthenticated(credential.request().source(), nobody.reason(), now);
            throw nobody;
        }
    }
}
