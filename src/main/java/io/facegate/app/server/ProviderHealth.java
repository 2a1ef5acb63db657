package io.facegate.app.server;

import io.facegate.app.files.FileReloader;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorCircuitBreaker;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check with the circuit breaker state of each vendor. Stays up while breakers are open: the gateway still
 * decides and reports the failure to callers. Down only while no vendor's credentials are found.
 */
@Readiness
@ApplicationScoped
class ProviderHealth implements HealthCheck {
    private final ProviderRouting routing;
    private final FileReloader files;

    ProviderHealth(ProviderRouting routing, FileReloader files) {
        this.routing = routing;
        this.files = files;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("providers");
        routing.breakers().forEach((vendor, breaker) -> {
            answer.withData(vendor, breaker.state().name().toLowerCase(Locale.ROOT));
            if (breaker.state() != VendorCircuitBreaker.State.CLOSED) {
                answer.withData("degraded", "Calls to " + vendor + " keep failing, so none is sent for the moment.");
            }
        });
        routing.credentials().problems().forEach((vendor, why) -> answer.withData(vendor + ".credentials", why));
        var rejected = files.rejected();
        if (!rejected.isEmpty()) {
            answer.withData("files", "Changed, but cannot be used: " + String.join(", ", rejected) + ". See the log.");
        }
        return answer.status(!routing.isWithoutCredentials()).build();
    }
}
