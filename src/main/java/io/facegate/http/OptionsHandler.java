package io.facegate.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code OPTIONS} of one wire with the methods it takes, as its vendor does, but permits no other origin: a
 * browser that asks so sends no call, because a page must not hold a key. Needs no credential and leaves no record.
 *
 * @param status the vendor's own
 * @param methods as in the {@code Allow} header
 */
public record OptionsHandler(int status, String methods) implements Handler<RoutingContext> {
    private static final int NO_CONTENT = 204;

    @Override
    public void handle(RoutingContext routing) {
        var response = routing.response().setStatusCode(status).putHeader("Allow", methods);
        if (status != NO_CONTENT) {
            response.putHeader("Content-Length", "0");
        }
        response.end();
        RequestDrainer.discard(routing);
    }
}
