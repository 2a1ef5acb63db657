package io.facegate.app.health;

import io.facegate.registry.AlteredRows;
import io.facegate.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether callers are believed; single rows that do not verify stop nobody else, and are counted. */
@Readiness
@ApplicationScoped
class RegistryHealth implements HealthCheck {
    private final Registry registry;
    private final AlteredRows altered;

    RegistryHealth(Registry registry, AlteredRows altered) {
        this.registry = registry;
        this.altered = altered;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("registry");
        var why = registry.blocked();
        if (why != null) {
            return answer.down().withData("why", why).build();
        }
        int rows = altered.count();
        if (rows > 0) {
            answer.withData("altered", rows)
                    .withData(
                            "degraded",
                            "Rows were changed by something else than Facegate, and are suspended: see the log.");
        }
        return answer.up().build();
    }
}
