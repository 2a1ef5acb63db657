package io.facegate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads and discards the rest of an unwanted request body for a while. Most clients write the whole body before they
 * read the answer, and would otherwise see a broken connection.
 */
public final class RequestDrainer {
    private static final long MOST = 64L * 1024 * 1024;
    private static final long MILLIS = 10_000;

    /** HTTP/2 NO_ERROR: the answer is complete and the rest of the request is not needed. */
    private static final long ENOUGH = 0;

    private final HttpServerRequest request;
    private long read;

    private RequestDrainer(HttpServerRequest request) {
        this.request = request;
    }

    /** Discards the rest; cuts off a client that continues too long. */
    public static void discard(RoutingContext routing) {
        var request = routing.request();
        if (request.isEnded()) {
            return;
        }
        var leftover = new RequestDrainer(request);
        long timer = routing.vertx().setTimer(MILLIS, late -> reset(request, ENOUGH));
        request.exceptionHandler(gone -> routing.vertx().cancelTimer(timer));
        request.endHandler(complete -> {
            routing.vertx().cancelTimer(timer);
            ConnectionDrain.closeIfAnnounced(request);
        });
        request.handler(leftover::discardPart);
        request.resume();
    }

    /** Resets one request only: an HTTP/2 connection carries other calls. */
    static void reset(HttpServerRequest request, long code) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(code);
        } else {
            request.connection().close();
        }
    }

    private void discardPart(Buffer part) {
        read += part.length();
        if (read > MOST) {
            reset(request, ENOUGH);
        }
    }
}
