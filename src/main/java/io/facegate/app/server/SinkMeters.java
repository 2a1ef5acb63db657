package io.facegate.app.server;

import io.facegate.ledger.export.OutboxState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** Meters of the sinks that records are sent on to. Their only label is the name of a sink in the configuration. */
final class SinkMeters {
    private static final double MILLIS = 1000;

    private SinkMeters() {}

    static void register(GatewayContext gatewayContext, MeterRegistry meters) {
        CallMeters.gauge(
                meters,
                "facegate.export.failing",
                "1 while records do not reach one of the sinks",
                gatewayContext,
                all -> all.sinks().problem() == null ? 0 : 1);
        for (var outbox : gatewayContext.sinks().outboxes()) {
            register(outbox.name(), outbox.state(), gatewayContext, meters);
        }
    }

    private static void register(String name, OutboxState state, GatewayContext gatewayContext, MeterRegistry meters) {
        Gauge.builder("facegate.sink.failing", state, one -> one.problem() == null ? 0 : 1)
                .description("1 while records do not reach the sink")
                .tag("sink", name)
                .register(meters);
        Gauge.builder("facegate.sink.behind", state, one -> behind(one, gatewayContext))
                .description("Records that the sink has not confirmed")
                .tag("sink", name)
                .register(meters);
        Gauge.builder("facegate.sink.lag", state, one -> one.lag(Instant.now()).toMillis() / MILLIS)
                .description("Age of the oldest record that was read and is not confirmed")
                .baseUnit("seconds")
                .tag("sink", name)
                .register(meters);
        FunctionCounter.builder("facegate.sink.failures", state, OutboxState::failures)
                .description("Times that sending to the sink failed")
                .tag("sink", name)
                .register(meters);
    }

    private static double behind(OutboxState state, GatewayContext gatewayContext) {
        return Math.max(0, CallMeters.records(gatewayContext.ledger()) - state.position());
    }
}
