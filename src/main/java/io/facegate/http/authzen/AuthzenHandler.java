package io.facegate.http.authzen;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.gateway.EvaluationService;
import io.facegate.gateway.Gateway;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HTTP handler of AuthZEN 1.0: one evaluation or a batch. A caller may ask about itself and those it acts for. */
public final class AuthzenHandler implements CallHandler {
    public static final String EVALUATION = "/access/v1/evaluation";
    public static final String EVALUATIONS = "/access/v1/evaluations";

    private static final System.Logger LOG = System.getLogger(AuthzenHandler.class.getName());
    private static final int LARGEST = 64 * 1024;
    private static final String NO_BLOB = "\0";

    private final Gateway gateway;
    private final AuthzenRequestReader reader;
    private final boolean asksOthers;

    /**
     * Creates a handler that asks the given gateway.
     *
     * @param providers the provider names that a resource may carry
     * @param asksOthers whether the gateway itself asks an external decision point
     */
    public AuthzenHandler(Gateway gateway, Set<String> providers, boolean asksOthers) {
        this.gateway = gateway;
        this.reader = new AuthzenRequestReader(providers);
        this.asksOthers = asksOthers;
    }

    @Override
    public HttpAnswer handle(HttpCall arrival) {
        var requestId = readRequestId(arrival);
        try {
            return evaluate(arrival, requestId);
        } catch (MalformedQuestionException malformed) {
            return AuthzenOutcomeWriter.error(AuthzenOutcomeWriter.BAD_REQUEST, malformed.sentence(), requestId);
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown
                    || fault instanceof Fault.RegistryDown
                    || fault instanceof Fault.LimitsDown) {
                LOG.log(System.Logger.Level.WARNING, "A question was rejected: {0}", fault.getMessage());
            }
            return AuthzenOutcomeWriter.write(fault, requestId);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A question failed unexpectedly.", unexpected);
            return AuthzenOutcomeWriter.error(
                    AuthzenOutcomeWriter.FAILURE, "Facegate failed on this question; see its log.", requestId);
        }
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return AuthzenOutcomeWriter.write(fault, null);
    }

    private HttpAnswer evaluate(HttpCall arrival, @Nullable String requestId) throws MalformedQuestionException {
        if (arrival.body().length() > LARGEST) {
            throw new Fault.TooLarge("");
        }
        var hearing = gateway.evaluate(arrival.token(), arrival.complete());
        var request = request(arrival);
        var several = arrival.head().path().equals(EVALUATIONS) ? AuthzenEvaluations.read(request) : null;
        return several == null
                ? AuthzenOutcomeWriter.write(hearing.evaluate(inquiry(request)), requestId)
                : AuthzenOutcomeWriter.write(decisions(hearing, several), requestId);
    }

    private List<Map<String, Object>> decisions(EvaluationService hearing, AuthzenEvaluations several) {
        var decisions = new ArrayList<Map<String, Object>>();
        for (var evaluation : several.evaluations()) {
            var decision = decision(hearing, evaluation);
            decisions.add(decision);
            if (Objects.equals(decision.get("decision"), several.stop())) {
                break;
            }
        }
        return decisions;
    }

    private Map<String, Object> decision(
            EvaluationService hearing, @Nullable Map<String, @Nullable Object> evaluation) {
        try {
            if (evaluation == null) {
                throw new MalformedQuestionException("An evaluation must be an object.");
            }
            return AuthzenOutcomeWriter.decision(hearing.evaluate(inquiry(evaluation)));
        } catch (MalformedQuestionException malformed) {
            return AuthzenOutcomeWriter.deniedForError(AuthzenOutcomeWriter.BAD_REQUEST, malformed.sentence());
        } catch (Fault.QuotaExceeded full) {
            return AuthzenOutcomeWriter.deniedForError(
                    AuthzenOutcomeWriter.TOO_MANY, String.valueOf(full.getMessage()));
        }
    }

    /** Rejects a question from another Facegate if this one asks a decision point itself: the two could loop. */
    private EvaluationService.Inquiry inquiry(Map<String, @Nullable Object> evaluation)
            throws MalformedQuestionException {
        if (asksOthers
                && "facegate"
                        .equals(AuthzenRequestReader.optional(evaluation, "context")
                                .get("gateway"))) {
            throw new MalformedQuestionException(
                    "This gateway asks a decision point itself, so it cannot be one for another gateway.");
        }
        return reader.read(evaluation);
    }

    private static Map<String, @Nullable Object> request(HttpCall arrival) throws MalformedQuestionException {
        var type = String.valueOf(arrival.header("Content-Type"));
        if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new MalformedQuestionException("Content-Type must be application/json.");
        }
        try {
            return StrictJson.read(arrival.body(), NO_BLOB);
        } catch (StrictJson.Unreadable unreadable) {
            throw new MalformedQuestionException("The body must be one JSON object in which no key occurs twice.");
        }
    }

    /** Returns the caller's request id to echo, or null when it does not fit a header. */
    private static @Nullable String readRequestId(HttpCall arrival) {
        var id = arrival.header("X-Request-ID");
        return id == null || id.isEmpty() || id.chars().anyMatch(c -> c < ' ' || c > '~') ? null : id;
    }
}
