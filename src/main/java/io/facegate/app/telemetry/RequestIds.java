package io.facegate.app.telemetry;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives the {@code X-Request-Id} of a request back with its answer, if it is one. */
public final class RequestIds {
    private static final String NAME = "X-Request-Id";
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z._~+/=:-]{1,128}");

    private RequestIds() {}

    /** Handles each request first. */
    public static void echo(RoutingContext routing) {
        var id = of(routing);
        if (id != null) {
            routing.response().putHeader(NAME, id);
        }
        routing.next();
    }

    /** The id that the client gave its request; null if it gave none that is plain. */
    static @Nullable String of(RoutingContext routing) {
        var given = routing.request().headers().getAll(NAME);
        return given.size() == 1 && ID.matcher(given.getFirst()).matches() ? given.getFirst() : null;
    }
}
