package io.facegate.app.server;

import io.facegate.registry.Registry;
import io.facegate.registry.StopTarget.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of the stops that hold, one for each kind. */
final class StopMeters {
    private StopMeters() {}

    static void register(Registry registry, MeterRegistry meters) {
        for (var kind : Kind.values()) {
            Gauge.builder("facegate.stops", registry, from -> count(from, kind))
                    .description("Stops that hold; calls that they cover are refused.")
                    .tag("kind", kind.word())
                    .strongReference(true)
                    .register(meters);
        }
    }

    private static double count(Registry registry, Kind kind) {
        return registry.lastVerified().stops().stream()
                .filter(stop -> stop.target().kind() == kind)
                .count();
    }
}
