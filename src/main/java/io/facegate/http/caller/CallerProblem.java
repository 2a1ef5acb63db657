package io.facegate.http.caller;

import io.facegate.vendor.wire.HttpAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problem details (RFC 9457) of requests that are no calls, in the form of the neutral API. */
final class CallerProblem {
    private CallerProblem() {}

    /** @param pointer the part of the body that is wrong, as a JSON pointer; or null */
    static HttpAnswer answer(int status, String code, String detail, @Nullable String pointer) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "urn:facegate:problem:" + code);
        body.put("title", code.replace('_', ' '));
        body.put("status", status);
        body.put("detail", detail);
        if (pointer != null) {
            body.put("errors", List.of(Map.of("pointer", pointer, "detail", detail)));
        }
        return json(status, "application/problem+json", body);
    }

    static HttpAnswer json(int status, String type, Map<String, Object> body) {
        return new HttpAnswer(
                status,
                List.of(Map.entry("Content-Type", type), Map.entry("Cache-Control", "no-store")),
                PermissionsWriter.json(body));
    }
}
