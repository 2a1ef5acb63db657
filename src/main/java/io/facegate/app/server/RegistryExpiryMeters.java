package io.facegate.app.server;

import io.facegate.call.Fault;
import io.facegate.registry.Expiry;
import io.facegate.registry.Registry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** Metrics of what ends by itself in the registry: the days that are left, one for each kind. */
final class RegistryExpiryMeters {
    /** How long before it ends something is announced in health. */
    static final Duration ANNOUNCED = Duration.ofDays(30);

    /** What ends later is not counted. */
    private static final Duration FAR = Duration.ofDays(3_650);

    private RegistryExpiryMeters() {}

    static void register(Registry registry, MeterRegistry meters) {
        for (var kind : Expiry.Kind.values()) {
            Gauge.builder("facegate.registry.expiry.days", registry, from -> days(from, kind))
                    .description("Days until the next one of that kind ends; NaN if none does within ten years.")
                    .tag("kind", kind.code())
                    .strongReference(true)
                    .register(meters);
        }
    }

    static double days(Registry registry, Expiry.Kind kind) {
        var now = Instant.now();
        try {
            return registry.expiring(now, FAR).stream()
                    .filter(one -> one.kind() == kind)
                    .findFirst()
                    .map(one -> (double) one.days(now))
                    .orElse(Double.NaN);
        } catch (Fault.RegistryDown unreadable) {
            return Double.NaN;
        }
    }
}
