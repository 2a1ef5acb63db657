package io.facegate.vendor.client;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.vertx.core.MultiMap;

/** The W3C headers that pass the trace of a call on to a vendor; none while no trace is kept. */
final class TraceHeaders {
    private TraceHeaders() {}

    static void addTo(MultiMap headers) {
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, (to, name, value) -> {
            if (to != null) {
                to.set(name, value);
            }
        });
    }
}
