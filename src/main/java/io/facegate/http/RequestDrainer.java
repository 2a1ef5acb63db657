package io.facegate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * The rest of a body that nobody wants, read on for a while and thrown away: most clients write their whole body before
 * they listen, and would find a broken connection instead of the answer.
 */
public final class RequestDrainer {
    private static final long MOST = 64L * 1024 * 1024;
    private static final long MILLIS = 10_000;

    /** HTTP/2's NO_ERROR: the answer was complete, and the rest of the request is not wanted. */
    private static final long ENOUGH = 0;

    private final HttpServerRequest request;
    private long read;

    private RequestDrainer(HttpServerRequest request) {
        this.request = request;
    }

    /** Reads on; a client that goes on for too long is cut off. */
    public static void discard(RoutingContext routing) {
        var request = routing.request();
        if (request.isEnded()) {
            return;
        }
        var leftover = new RequestDrainer(request);
        long timer = routing.vertx().setTimer(MILLIS, late -> cut(request, ENOUGH));
        request.exceptionHandler(gone -> routing.vertx().cancelTimer(timer));
        request.endHandler(complete -> {
            routing.vertx().cancelTimer(timer);
            ConnectionDrain.closeIfAnnounced(request);
        });
        request.handler(leftover::take);
        request.resume();
    }

    /** Ends a request and no other: a connection of HTTP/2 carries the calls of many. */
    static void cut(HttpServerRequest request, long code) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(code);
        } else {
            request.connection().close();
        }
    }

    private void take(Buffer part) {
        read += part.length();
        if (read > MOST) {
            cut(request, ENOUGH);
        }
    }
}
