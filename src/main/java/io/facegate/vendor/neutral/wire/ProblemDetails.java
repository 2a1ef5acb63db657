package io.facegate.vendor.neutral.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.NearestChange;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.vendor.wire.HttpAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457) for a call without an answer; a refusal adds the deciding rule.
 *
 * @param code a stable code, listed in {@code docs/api.md}
 * @param places the locations of errors in the request
 * @param refusal the refusal, or null
 * @param headers extra headers of this problem
 */
record ProblemDetails(
        int status,
        String code,
        String detail,
        List<JsonPointerLocation> places,
        @Nullable Refusal refusal,
        Map<String, String> headers) {
    private static final String TYPE = "urn:facegate:problem:";
    private static final String REFUSED = "refused";
    private static final String RETRY_AFTER = "Retry-After";
    private static final int UNAUTHORIZED = 401;
    private static final int THROTTLED = 429;
    private static final int UNAVAILABLE = 503;

    ProblemDetails(int status, String code, String detail) {
        this(status, code, detail, List.of(), null, headersFor(status));
    }

    private static Map<String, String> headersFor(int status) {
        return switch (status) {
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer realm=\"facegate\"");
            case THROTTLED, UNAVAILABLE -> Map.of(RETRY_AFTER, "1");
            default -> Map.of();
        };
    }

    /** Returns the problem with a retry delay in seconds, for a temporary failure. */
    ProblemDetails retryAfter(int seconds) {
        return withHeader(RETRY_AFTER, Integer.toString(seconds));
    }

    /** Returns the problem with the allowed methods. */
    ProblemDetails withAllowedMethods(String methods) {
        return withHeader("Allow", methods);
    }

    private ProblemDetails withHeader(String header, String value) {
        return new ProblemDetails(status, code, detail, places, refusal, Map.of(header, value));
    }

    /** Returns the problem with the locations of its errors. */
    ProblemDetails withLocations(List<JsonPointerLocation> where) {
        return new ProblemDetails(status, code, detail, where, refusal, headers);
    }

    /** Returns the problem of a recorded refusal. */
    ProblemDetails withRefusal(Refusal by) {
        return new ProblemDetails(status, code, detail, places, by, headers);
    }

    HttpAnswer toAnswer(@Nullable Receipt receipt) {
        var all = new ArrayList<Map.Entry<String, String>>(5);
        all.add(Map.entry("Content-Type", "application/problem+json"));
        all.add(Map.entry("Cache-Control", "no-store"));
        all.addAll(headers.entrySet());
        if (receipt != null) {
            all.addAll(HttpAnswer.receiptHeaders(receipt));
        }
        return new HttpAnswer(status, all, NeutralResponseWriter.json(body -> write(body, receipt)));
    }

    /** Returns the problem as one line of text, for a caller that expects another wire format. */
    HttpAnswer toPlainText() {
        return new HttpAnswer(
                status,
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Cache-Control", "no-store")),
                NeutralResponseWriter.json(body -> body.writeStringField("error", detail)));
    }

    private void write(JsonGenerator body, @Nullable Receipt receipt) throws IOException {
        body.writeStringField("type", TYPE + code);
        body.writeStringField("title", title());
        body.writeNumberField("status", status);
        body.writeStringField("detail", detail);
        if (!places.isEmpty()) {
            errors(body);
        }
        if (receipt != null) {
            body.writeStringField("instance", "urn:facegate:decision:" + receipt.id());
            body.writeStringField("decision", receipt.id());
        }
        if (refusal != null) {
            refusal(body, refusal);
            if (receipt != null && code.equals(REFUSED)) {
                body.writeStringField("appeal_at", Refusal.appealPath(receipt.id()));
            }
        }
    }

    private String title() {
        return code.equals(REFUSED) ? "refused by policy" : code.replace('_', ' ');
    }

    private void errors(JsonGenerator body) throws IOException {
        body.writeArrayFieldStart("errors");
        for (var place : places) {
            body.writeStartObject();
            body.writeStringField(place.key(), place.name());
            body.writeStringField("detail", detail);
            body.writeEndObject();
        }
        body.writeEndArray();
    }

    private static void refusal(JsonGenerator body, Refusal refusal) throws IOException {
        body.writeStringField("code", refusal.code());
        body.writeStringField("rule", refusal.rule());
        body.writeStringField("reason", refusal.reason());
        if (refusal.citation() != null) {
            body.writeStringField("citation", refusal.citation());
        }
        if (refusal.checked() != null) {
            body.writeStringField("checked", refusal.checked());
        }
        body.writeStringField("appeal", refusal.appeal());
        if (refusal.nearestChange() != null) {
            nearestChange(body, "nearest_change", refusal.nearestChange());
        }
        var review = refusal.review();
        if (review != null) {
            body.writeStringField("review", review.text());
            body.writeArrayFieldStart("evidence");
            for (var type : review.evidence()) {
                body.writeString(type);
            }
            body.writeEndArray();
        }
    }

    private static void nearestChange(JsonGenerator body, String field, NearestChange change) throws IOException {
        body.writeObjectFieldStart(field);
        body.writeStringField("kind", change.kind().code());
        body.writeArrayFieldStart("names");
        for (var name : change.names()) {
            body.writeString(name);
        }
        body.writeEndArray();
        body.writeStringField("by", change.kind().by());
        if (change.and() != null) {
            nearestChange(body, "and", change.and());
        }
        body.writeEndObject();
    }
}
