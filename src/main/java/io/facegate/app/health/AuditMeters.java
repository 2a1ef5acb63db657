package io.facegate.app.health;

import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.audit.AuditState.Finding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The audit of the log, as metrics. */
public final class AuditMeters {
    private AuditMeters() {}

    public static void of(Supplier<AuditState> audit, MeterRegistry meters) {
        gauge(
                meters,
                "facegate.audit.verified.records",
                "Records that the last whole audit of the log verified; 0 where there was none.",
                audit,
                state -> state.whole() == null ? 0 : state.whole().records());
        gauge(
                meters,
                "facegate.audit.verified.timestamp.seconds",
                "When the log was last verified whole, as a Unix time; 0 where it never was.",
                audit,
                state -> state.whole() == null ? 0 : state.whole().at().getEpochSecond());
        gauge(
                meters,
                "facegate.audit.position.records",
                "Records that the audit which runs now has been through.",
                audit,
                AuditState::position);
        gauge(
                meters,
                "facegate.audit.tampered.records",
                "Records of the log that do not verify.",
                audit,
                state -> count(state.log()));
        gauge(
                meters,
                "facegate.audit.projection.wrong.records",
                "Records that the search file left out or said otherwise; it is made anew when that is found.",
                audit,
                state -> count(state.projection()));
    }

    private static long count(@Nullable Finding found) {
        return found == null ? 0 : found.count();
    }

    private static void gauge(
            MeterRegistry meters,
            String name,
            String help,
            Supplier<AuditState> audit,
            ToDoubleFunction<AuditState> value) {
        Gauge.builder(name, audit, from -> value.applyAsDouble(from.get()))
                .description(help)
                .strongReference(true)
                .register(meters);
    }
}
