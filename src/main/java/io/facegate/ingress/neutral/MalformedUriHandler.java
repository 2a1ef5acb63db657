package io.facegate.ingress.neutral;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;

/** Turns away a request whose address is none: nobody is asked who it is from, and it is on no record. */
public final class MalformedUriHandler {
    /** With which it is turned away. */
    public static final int STATUS = 400;

    private static final ProblemDetails PROBLEM = new ProblemDetails(
            STATUS,
            "unknown_value",
            "The request was turned away before it was read. Look at its address: each % must have two hexadecimal"
                    + " digits behind it, a % itself is %25, and what is no sign of a URL must be written so.");

    private MalformedUriHandler() {}

    /** Whether a request has none that can be read. */
    public static boolean isIn(RoutingContext routing) {
        try {
            return new URI(String.valueOf(routing.request().uri())).toString().isEmpty();
        } catch (URISyntaxException broken) {
            return true;
        }
    }

    /** Says why, on paths of the neutral API as it says what else is wrong. */
    public static void answer(RoutingContext routing) {
        var request = routing.request();
        var response = routing.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        boolean ours = String.valueOf(request.path()).startsWith(NeutralWire.PREFIX);
        var answer = ours ? PROBLEM.answer(null) : PROBLEM.plain();
        response.setStatusCode(answer.status());
        answer.headers().forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }
}
