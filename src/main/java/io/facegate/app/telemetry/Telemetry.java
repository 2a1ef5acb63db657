package io.facegate.app.telemetry;

import io.facegate.call.CallStage;
import io.facegate.call.StageObserver;
import io.facegate.gateway.StageTimes;
import io.facegate.vendor.client.VendorCircuitBreaker.AttemptListener;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The traces and the access log of a running gateway, as far as they are wanted. */
public final class Telemetry implements AutoCloseable {
    private final @Nullable OpenTelemetrySdk sdk;
    private final @Nullable CallTraces traces;
    private final @Nullable AccessLogWriter writer;
    private final AtomicLong lostSpans;

    private Telemetry(@Nullable OpenTelemetrySdk sdk, @Nullable AccessLogWriter writer, AtomicLong lostSpans) {
        this.sdk = sdk;
        this.traces = sdk == null ? null : new CallTraces(sdk);
        this.writer = writer;
        this.lostSpans = lostSpans;
    }

    /** No traces and no access log. */
    public static Telemetry none() {
        return new Telemetry(null, null, new AtomicLong());
    }

    /**
     * Opens what the settings ask for.
     *
     * @param accessLog where the access log is written; null for none
     * @throws IllegalArgumentException if the environment's OpenTelemetry settings are wrong
     */
    public static Telemetry open(TraceSettings settings, @Nullable String accessLog) {
        var lost = new AtomicLong();
        var sdk = settings.enabled() ? sdk(settings, lost) : null;
        try {
            return new Telemetry(sdk, accessLog == null ? null : AccessLogWriter.open(accessLog), lost);
        } catch (FileNotFoundException unwritable) {
            throw new IllegalArgumentException("The access log " + accessLog + " cannot be written.", unwritable);
        }
    }

    private static OpenTelemetrySdk sdk(TraceSettings settings, AtomicLong lost) {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(settings::defaults)
                    .addSpanExporterCustomizer((exporter, any) -> new CountingSpanExporter(exporter, lost))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException wrong) {
            throw new IllegalArgumentException("the OpenTelemetry settings are wrong: " + wrong.getMessage(), wrong);
        }
    }

    /** Number of spans that no collector took. */
    public long lostSpans() {
        return lostSpans.get();
    }

    /** Number of lines of the access log that were not written. */
    public long lostLines() {
        return writer == null ? 0 : writer.lost();
    }

    /** The handlers of each request to one API, in their order. */
    public List<Handler<RoutingContext>> handlers(String api) {
        var all = new ArrayList<Handler<RoutingContext>>(2);
        if (traces != null) {
            all.add(traces.requests(api));
        }
        if (writer != null) {
            all.add(new AccessLog(writer).requests(api));
        }
        return all;
    }

    /** Observes the stages of calls, timed by these timers. */
    public StageObserver stages(Function<CallStage, Timer> timer) {
        return new StageTimes(stage -> timer.apply(stage)::record, traces == null ? StageObserver.NONE : traces);
    }

    /** A listener that also traces the attempts at one vendor. */
    public AttemptListener attempts(String vendor, AttemptListener counting) {
        if (traces == null) {
            return counting;
        }
        var tracing = traces.attempts(vendor);
        return (attempt, nanos) -> {
            counting.attempted(attempt, nanos);
            tracing.attempted(attempt, nanos);
        };
    }

    /** Sends what is left, and ends. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.close();
        }
        if (writer != null) {
            writer.close();
        }
    }
}
