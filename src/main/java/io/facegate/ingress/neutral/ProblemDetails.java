package io.facegate.ingress.neutral;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.ingress.HttpAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no answer, as RFC 9457 writes it; a refusal adds what decided it.
 *
 * @param code a stable word: of {@code docs/api.md}
 * @param places where the request is wrong
 * @param refusal what refused it, or null
 * @param headers of this problem alone
 */
record ProblemDetails(
        int status,
        String code,
        String detail,
        List<JsonPointerLocation> places,
        @Nullable Refusal refusal,
        Map<String, String> headers) {
    private static final String TYPE = "urn:facegate:problem:";
    private static final String RETRY_AFTER = "Retry-After";
    private static final int UNAUTHORIZED = 401;
    private static final int THROTTLED = 429;
    private static final int UNAVAILABLE = 503;

    ProblemDetails(int status, String code, String detail) {
        this(status, code, detail, List.of(), null, own(status));
    }

    private static Map<String, String> own(int status) {
        return switch (status) {
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer realm=\"facegate\"");
            case THROTTLED, UNAVAILABLE -> Map.of(RETRY_AFTER, "1");
            default -> Map.of();
        };
    }

    /** The same, but what passes may be tried again after so many seconds. */
    ProblemDetails retryAfter(int seconds) {
        return with(RETRY_AFTER, Integer.toString(seconds));
    }

    /** The same, where these methods are taken. */
    ProblemDetails allowing(String methods) {
        return with("Allow", methods);
    }

    private ProblemDetails with(String header, String value) {
        return new ProblemDetails(status, code, detail, places, refusal, Map.of(header, value));
    }

    /** The same, wrong there. */
    ProblemDetails at(List<JsonPointerLocation> where) {
        return new ProblemDetails(status, code, detail, where, refusal, headers);
    }

    /** The same, of a call that is refused on record. */
    ProblemDetails refused(Refusal by) {
        return new ProblemDetails(status, code, detail, places, by, headers);
    }

    HttpAnswer answer(@Nullable Receipt receipt) {
        var all = new ArrayList<Map.Entry<String, String>>(5);
        all.add(Map.entry("Content-Type", "application/problem+json"));
        all.add(Map.entry("Cache-Control", "no-store"));
        all.addAll(headers.entrySet());
        if (receipt != null) {
            all.addAll(HttpAnswer.naming(receipt));
        }
        return new HttpAnswer(status, all, NeutralResponseWriter.json(body -> write(body, receipt)));
    }

    /** The same where a caller expects another wire: one line that anybody can read. */
    HttpAnswer plain() {
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
        }
    }

    private String title() {
        return code.equals("refused") ? "refused by policy" : code.replace('_', ' ');
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
}
