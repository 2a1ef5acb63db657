package io.facegate.http.authzen;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.call.Fault;
import io.facegate.call.NearestChange;
import io.facegate.call.Outcome.Receipt;
import io.facegate.gateway.EvaluationService.EvaluationResult;
import io.facegate.gateway.EvaluationService.Permitted;
import io.facegate.gateway.EvaluationService.Refused;
import io.facegate.gateway.EvaluationService.SubjectNotAllowed;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes decisions in AuthZEN format: permit and deny are both a 200, a malformed question is an error status. */
final class AuthzenOutcomeWriter {
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int TOO_MANY = 429;
    static final int FAILURE = 500;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;
    private static final String NOT_YOURS = "The credential may not ask about that organisation.";

    private AuthzenOutcomeWriter() {}

    /** Returns the response for one decision. */
    static HttpAnswer write(EvaluationResult opinion, @Nullable String requestId) {
        return switch (opinion) {
            case SubjectNotAllowed _ -> error(FORBIDDEN, NOT_YOURS, requestId);
            case Permitted(var receipt, var _) -> decided(receipt, decision(opinion), requestId);
            case Refused(var receipt, var _) -> decided(receipt, decision(opinion), requestId);
        };
    }

    private static HttpAnswer decided(Receipt receipt, Map<String, Object> decision, @Nullable String requestId) {
        var headers = headers("application/json", requestId);
        headers.addAll(HttpAnswer.receiptHeaders(receipt));
        return new HttpAnswer(OK, headers, json(decision));
    }

    /** Returns the response for a batch, in the order of the questions. */
    static HttpAnswer write(List<Map<String, Object>> decisions, @Nullable String requestId) {
        return new HttpAnswer(OK, headers("application/json", requestId), json(Map.of("evaluations", decisions)));
    }

    /** Returns one decision as an object. */
    static Map<String, Object> decision(EvaluationResult opinion) {
        return switch (opinion) {
            case SubjectNotAllowed _ -> deniedForError(FORBIDDEN, NOT_YOURS);
            case Permitted(var receipt, var obligations) -> {
                var context = context(receipt);
                if (!obligations.isEmpty()) {
                    context.put("obligations", AuthzenObligations.toJson(obligations));
                }
                yield decision(true, context);
            }
            case Refused(var receipt, var refusal) -> {
                var context = context(receipt);
                context.put("code", refusal.code());
                context.put("rule", refusal.rule());
                context.put("reason_user", Map.of(String.valueOf(FORBIDDEN), refusal.reason()));
                context.put("reason_admin", Map.of(String.valueOf(FORBIDDEN), refusal.message()));
                var change = refusal.nearestChange();
                if (change != null) {
                    context.put("nearest_change", nearestChange(change));
                }
                yield decision(false, context);
            }
        };
    }

    private static Map<String, Object> nearestChange(NearestChange change) {
        var told = orderedMap("kind", change.kind().code(), "names", change.names());
        told.put("by", change.kind().by());
        if (change.and() != null) {
            told.put("and", nearestChange(change.and()));
        }
        return told;
    }

    private static Map<String, Object> context(Receipt receipt) {
        var context = orderedMap("id", receipt.id(), "receipt", receipt.headerValue());
        if (receipt.sandbox()) {
            context.put("sandbox", true);
        }
        return context;
    }

    /** Returns the result of a malformed question in a batch: a deny with the error. */
    static Map<String, Object> deniedForError(int status, String message) {
        return decision(false, Map.of("error", orderedMap("status", status, "message", message)));
    }

    private static Map<String, Object> decision(boolean decision, Map<String, Object> context) {
        return orderedMap("decision", decision, "context", context);
    }

    private static Map<String, Object> orderedMap(String first, Object one, String second, Object other) {
        var map = new LinkedHashMap<String, Object>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }

    static HttpAnswer write(Fault fault, @Nullable String requestId) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated _ -> unauthorized(message, requestId);
            case Fault.LedgerDown _ ->
                error(UNAVAILABLE, "The decision could not be recorded in time. Try again.", requestId);
            case Fault.QuotaExceeded full -> error(TOO_MANY, message, requestId).retryAfter(full.retryAfter());
            case Fault.RegistryDown _, Fault.LimitsDown _, Fault.Overloaded _, Fault.ShuttingDown _, Fault.Stopped _ ->
                error(UNAVAILABLE, message, requestId);
            case Fault.TooLarge _ -> error(TOO_LARGE, "A question has at most 64 KiB.", requestId);
            case Fault.ProviderDown _, Fault.CircuitOpen _, Fault.OutcomeUnwritten _ ->
                error(FAILURE, message, requestId);
        };
    }

    private static HttpAnswer unauthorized(String message, @Nullable String requestId) {
        var headers = headers("text/plain; charset=utf-8", requestId);
        headers.add(Map.entry("WWW-Authenticate", "Bearer realm=\"facegate\""));
        return new HttpAnswer(UNAUTHORIZED, headers, message.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer error(int status, String message, @Nullable String requestId) {
        return new HttpAnswer(
                status, headers("text/plain; charset=utf-8", requestId), message.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Map.Entry<String, String>> headers(String type, @Nullable String requestId) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", type));
        headers.add(Map.entry("Cache-Control", "no-store"));
        if (requestId != null) {
            headers.add(Map.entry("X-Request-ID", requestId));
        }
        return headers;
    }

    static byte[] json(Object value) {
        try {
            return JsonMappers.PLAIN.writeValueAsBytes(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
