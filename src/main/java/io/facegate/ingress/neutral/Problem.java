package io.facegate.ingress.neutral;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.ingress.Answer;
import io.facegate.ingress.neutral.body.Bodies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no answer, as RFC 9457 writes it; a refusal adds what decided it.
 *
 * @param code a stable word: of {@code docs/errors.md}, or {@code refused}
 * @param retryAfter the seconds after which what passes may be tried again
 */
record Problem(
        int status, String code, String detail, @Nullable Refusal refusal, int retryAfter) {
    private static final String TYPE = "urn:facegate:problem:";
    private static final int UNAUTHORIZED = 401;
    private static final int THROTTLED = 429;
    private static final int UNAVAILABLE = 503;

    Problem(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    Problem(int status, String code, String detail, @Nullable Refusal refusal) {
        this(status, code, detail, refusal, 1);
    }

    /** The same, but what passes may be tried again after so many seconds. */
    Problem retryAfter(int seconds) {
        return new Problem(status, code, detail, refusal, seconds);
    }

    Answer answer(@Nullable Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(5);
        headers.add(Map.entry("Content-Type", "application/problem+json"));
        headers.add(Map.entry("Cache-Control", "no-store"));
        if (status == UNAUTHORIZED) {
            headers.add(Map.entry("WWW-Authenticate", "Bearer realm=\"facegate\""));
        }
        if (status == UNAVAILABLE || status == THROTTLED) {
            headers.add(Map.entry("Retry-After", Integer.toString(retryAfter)));
        }
        if (receipt != null) {
            headers.addAll(Answer.naming(receipt));
        }
        return new Answer(status, headers, Bodies.json(body -> write(body, receipt)));
    }

    private void write(JsonGenerator body, @Nullable Receipt receipt) throws IOException {
        body.writeStringField("type", TYPE + code);
        body.writeStringField("title", title());
        body.writeNumberField("status", status);
        body.writeStringField("detail", detail);
        if (receipt != null) {
            body.writeStringField("instance", "urn:facegate:decision:" + receipt.id());
            body.writeStringField("decision", receipt.id());
        }
        if (refusal != null) {
            refusal(body, refusal);
        }
    }

    private String title() {
        return refusal == null ? code.replace('_', ' ') : "refused by policy";
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
