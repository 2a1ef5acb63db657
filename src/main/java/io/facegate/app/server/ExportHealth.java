package io.facegate.app.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether records reach the broker that they are sent on to. Calls go on when they do not: nothing is lost by it. */
@Readiness
@ApplicationScoped
class ExportHealth implements HealthCheck {
    private final GatewayContext rooms;

    ExportHealth(GatewayContext rooms) {
        this.rooms = rooms;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("export").up();
        var trouble = rooms.exportTrouble();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
