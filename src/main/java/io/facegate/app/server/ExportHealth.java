package io.facegate.app.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of the Kafka export. Calls continue while the broker is unreachable: no record is lost. */
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
        var trouble = gatewayContext.exportProblem();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
