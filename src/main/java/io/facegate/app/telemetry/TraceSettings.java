package io.facegate.app.telemetry;

import io.facegate.call.BuildInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether traces are kept, and the OpenTelemetry settings that a variable of the environment may override.
 *
 * @param enabled whether a collector is named
 * @param defaults settings by OpenTelemetry's property names
 */
public record TraceSettings(boolean enabled, Map<String, String> defaults) {
    /** The only protocol that is sent: OTLP over HTTP, by the JDK's own client. */
    static final String PROTOCOL = "http/protobuf";

    private static final String NONE = "none";

    /** Variables that name a collector. */
    private static final Set<String> NAMING =
            Set.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER");

    /** No traces. */
    static final TraceSettings OFF = new TraceSettings(false, Map.of());

    public TraceSettings {
        defaults = Map.copyOf(defaults);
    }

    static TraceSettings of(@Nullable URI otlp, Map<String, String> environment) {
        boolean isNamed = otlp != null
                || NAMING.stream()
                        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        boolean isDisabled = "true".equalsIgnoreCase(environment.getOrDefault("OTEL_SDK_DISABLED", ""));
        if (!isNamed || isDisabled || NONE.equals(environment.get("OTEL_TRACES_EXPORTER"))) {
            return OFF;
        }
        var all = new HashMap<String, String>();
        all.put("otel.service.name", "facegate");
        all.put("otel.resource.attributes", "service.version=" + BuildInfo.VERSION);
        all.put("otel.metrics.exporter", NONE);
        all.put("otel.logs.exporter", NONE);
        all.put("otel.propagators", "tracecontext");
        all.put("otel.exporter.otlp.protocol", PROTOCOL);
        // Not the caller's choice: a traceparent that says "not sampled" would hide its call.
        all.put("otel.traces.sampler", "always_on");
        if (otlp != null) {
            all.put("otel.exporter.otlp.endpoint", otlp.toString());
        }
        return new TraceSettings(true, all);
    }
}
