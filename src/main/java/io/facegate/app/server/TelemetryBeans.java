package io.facegate.app.server;

import io.facegate.app.telemetry.Telemetry;
import io.facegate.call.StageObserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** CDI beans of traces, the access log and the stages' times. */
@ApplicationScoped
class TelemetryBeans {
    @Produces
    @Singleton
    Telemetry telemetry(MeterRegistry meters) {
        var wanted = GatewayServer.running().listen().telemetry();
        var opened = Telemetry.open(wanted.traces(), wanted.accessLog());
        FunctionCounter.builder("facegate.traces.lost", opened, Telemetry::lostSpans)
                .description("Spans that no collector took")
                .register(meters);
        FunctionCounter.builder("facegate.access_log.lost", opened, Telemetry::lostLines)
                .description("Lines of the access log that were not written")
                .register(meters);
        return opened;
    }

    void close(@Disposes Telemetry telemetry) {
        telemetry.close();
    }

    @Produces
    @Singleton
    StageObserver stages(Telemetry telemetry, MeterRegistry meters) {
        return telemetry.stages(stage -> CallMeters.histogram("facegate.stage")
                .description("The stages of calls")
                .tags("stage", stage.word())
                .register(meters));
    }
}
