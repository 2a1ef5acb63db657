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
        VERIFIED("verified.records", "Records that the last full audit of the log verified; 0 if there was none."),
        VERIFIED_AT(
                "verified.timestamp.seconds",
                "Unix time of the last full verification of the log; 0 if there was none."),
        POSITION("position.records", "Records that the running audit has checked so far."),
        TAMPERED("tampered.records", "Records of the log that do not verify."),
        PROJECTION(
                "projection.wrong.records",
                "Records that were missing or wrong in the search file, which is then rebuilt.");

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
