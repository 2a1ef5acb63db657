package io.facegate.app.server;

import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.audit.AuditState.Finding;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Metrics of the ledger audit. */
public final class AuditMeters {
    private AuditMeters() {}

    public static void of(Supplier<AuditState> audit, MeterRegistry meters) {
        gauge(
                meters,
                Meter.VERIFIED,
                audit,
                state -> state.whole() == null ? 0 : state.whole().records());
        gauge(
                meters,
                Meter.VERIFIED_AT,
                audit,
                state -> state.whole() == null ? 0 : state.whole().at().getEpochSecond());
        gauge(meters, Meter.POSITION, audit, AuditState::position);
        gauge(meters, Meter.TAMPERED, audit, state -> count(state.log()));
        gauge(meters, Meter.PROJECTION, audit, state -> count(state.projection()));
    }

    /** The metrics, each with its help text. */
    private enum Meter {
        VERIFIED("verified.records", "Records that the last whole audit of the log verified; 0 where there was none."),
        VERIFIED_AT(
                "verified.timestamp.seconds",
                "When the log was last verified whole, as a Unix time; 0 where it never was."),
        POSITION("position.records", "Records that the audit which runs now has been through."),
        TAMPERED("tampered.records", "Records of the log that do not verify."),
        PROJECTION(
                "projection.wrong.records",
                "Records that the search file left out or said otherwise; it is made anew when that is found.");

        private final String key;
        private final String help;

        Meter(String key, String help) {
            this.key = key;
            this.help = help;
        }
    }

    private static long count(@Nullable Finding found) {
        return found == null ? 0 : found.count();
    }

    private static void gauge(
            MeterRegistry meters, Meter meter, Supplier<AuditState> audit, ToDoubleFunction<AuditState> value) {
        Gauge.builder("facegate.audit." + meter.key, audit, from -> value.applyAsDouble(from.get()))
                .description(meter.help)
                .strongReference(true)
                .register(meters);
    }
}
