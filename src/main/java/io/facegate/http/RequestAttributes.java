package io.facegate.http;

import io.facegate.vendor.wire.CallSummary;
import io.opentelemetry.context.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is noted with a request for the access log and traces: its trace, its client, and the summary of its call. */
public final class RequestAttributes {
    private static final String TRACE = RequestAttributes.class.getName() + ".trace";
    private static final String CLIENT = RequestAttributes.class.getName() + ".client";
    private static final String SUMMARY = RequestAttributes.class.getName() + ".summary";

    private RequestAttributes() {}

    /** Notes the trace that the request's work belongs to. */
    public static void setTrace(RoutingContext routing, Context trace) {
        routing.put(TRACE, trace);
    }

    /** Returns the trace of the request, or null. */
    public static @Nullable Context trace(RoutingContext routing) {
        return routing.get(TRACE);
    }

    static void setClient(RoutingContext routing, ClientConnection client) {
        routing.put(CLIENT, client);
    }

    /** Returns where the request comes from; null if it was not taken in. */
    public static @Nullable ClientConnection client(RoutingContext routing) {
        return routing.get(CLIENT);
    }

    static void setSummary(RoutingContext routing, CallSummary summary) {
        routing.put(SUMMARY, summary);
    }

    /** Returns the summary of the request's call; null if it came to none. */
    public static @Nullable CallSummary summary(RoutingContext routing) {
        return routing.get(SUMMARY);
    }

    /** Does the work on this thread as a part of the request's trace, if it has one. */
    static <T> T runTraced(RoutingContext routing, Supplier<T> work) {
        var trace = trace(routing);
        if (trace == null) {
            return work.get();
        }
        try (var _ = trace.makeCurrent()) {
            return work.get();
        }
    }
}
