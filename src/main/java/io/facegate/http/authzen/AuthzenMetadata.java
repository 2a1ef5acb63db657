package io.facegate.http.authzen;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** AuthZEN metadata document. Its URLs use the host by which the client reached the gateway. */
public final class AuthzenMetadata {
    public static final String PATH = "/.well-known/authzen-configuration";

    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9a-fA-F:.]{2,45}](:[0-9]{1,5})?");
    private static final int BAD_REQUEST = 400;

    private AuthzenMetadata() {}

    /** Answers a request for the document. */
    public static void serve(RoutingContext routing) {
        var base = baseUrl(routing.request());
        var response = routing.response().putHeader("Cache-Control", "no-store");
        if (base == null) {
            response.setStatusCode(BAD_REQUEST).end("The Host header is missing or empty.");
            return;
        }
        var document = new LinkedHashMap<String, Object>(Map.of());
        document.put("policy_decision_point", base);
        document.put("access_evaluation_endpoint", base + AuthzenHandler.EVALUATION);
        document.put("access_evaluations_endpoint", base + AuthzenHandler.EVALUATIONS);
        response.putHeader("Content-Type", "application/json").end(Buffer.buffer(AuthzenOutcomeWriter.json(document)));
    }

    private static @Nullable String baseUrl(HttpServerRequest request) {
        var authority = String.valueOf(request.authority());
        return AUTHORITY.matcher(authority).matches() ? (request.isSSL() ? "https://" : "http://") + authority : null;
    }
}
