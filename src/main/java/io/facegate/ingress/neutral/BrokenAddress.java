package io.facegate.ingress.neutral;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Answers a request whose address the router cannot decode: nobody is asked who it is from, and it is on no record. */
public final class BrokenAddress {
    /** With which the router turns it away. */
    public static final int STATUS = 400;

    private static final Problem PROBLEM = new Problem(
            STATUS,
            "unknown_value",
            "The request was turned away before it was read. Look at its address: each % must have two hexadecimal"
                    + " digits behind it, and a % itself is %25.");

    private BrokenAddress() {}

    /** Says so, on paths of the neutral API as it says what else is wrong. */
    public static void answer(RoutingContext routing) {
        var request = routing.request();
        var response = routing.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        boolean ours = String.valueOf(request.path()).startsWith(NeutralDialect.PREFIX);
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
