package io.facegate.app.server;

import io.facegate.app.connections.OpenFiles;
import io.facegate.http.CallsInFlight;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: new calls are accepted. Down while the gateway stops or file descriptors run short. */
@Readiness
@ApplicationScoped
class CallsHealth implements HealthCheck {
    private final CallsInFlight calls;

    CallsHealth(CallsInFlight calls) {
        this.calls = calls;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("calls").withData("in_flight", calls.count());
        if (calls.isClosed()) {
            answer.down().withData("why", "The gateway is being stopped.");
        } else if (OpenFiles.isShort()) {
            answer.down().withData("why", "Nearly all files that the process may open are open.");
        } else {
            answer.up();
        }
        return answer.build();
    }
}
