package io.facegate.app.server;

import io.facegate.ledger.export.OutboxState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of the sinks. Calls continue while one is unreachable: no record is lost. */
@Readiness
@ApplicationScoped
class ExportHealth implements HealthCheck {
    private final GatewayContext gatewayContext;

    ExportHealth(GatewayContext gatewayContext) {
        this.gatewayContext = gatewayContext;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("export").up();
        var sinks = gatewayContext.sinks();
        for (var outbox : sinks.outboxes()) {
            answer.withData(outbox.name(), standing(outbox.state()));
        }
        var trouble = sinks.problem();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }

    private static String standing(OutboxState state) {
        if (state.isWaiting()) {
            return "another gateway sends";
        }
        var problem = state.problem();
        return state.position() + (problem == null ? " records sent" : " records sent, and now it fails: " + problem);
    }
}
