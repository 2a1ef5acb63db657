package io.facegate.vendor.neutral.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;

/** Answers 400 to a malformed URI, before authentication; the request is not recorded. */
public final class MalformedUriHandler {
    /** The HTTP status of the answer. */
    public static final int STATUS = 400;

    private static final ProblemDetails PROBLEM = new ProblemDetails(
            STATUS,
            "unknown_value",
            "The request was rejected before it was read, because its URL is malformed. Each % must be followed by"
                    + " two hexadecimal digits; write % itself as %25, and percent-encode characters that are not"
                    + " allowed in a URL.");

    private MalformedUriHandler() {}

    /** Returns true if the request's URI is malformed. */
    public static boolean isIn(RoutingContext routing) {
        try {
            return new URI(String.valueOf(routing.request().uri())).toString().isEmpty();
        } catch (URISyntaxException broken) {
            return true;
        }
    }

    /** Writes the error; on paths of the neutral API as problem details. */
    public static void reject(RoutingContext routing) {
        var request = routing.request();
        var response = routing.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        boolean ours = String.valueOf(request.path()).startsWith(NeutralWire.PREFIX);
        var answer = ours ? PROBLEM.toAnswer(null) : PROBLEM.toPlainText();
        response.setStatusCode(answer.status());
        answer.headers().forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }
}
