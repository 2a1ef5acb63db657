package io.facegate.app.policies;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check, always up: the policies in force, and a note if the folder holds different ones. */
@Readiness
@ApplicationScoped
class PoliciesHealth implements HealthCheck {
    private final PolicyReloader policies;

    PoliciesHealth(PolicyReloader policies) {
        this.policies = policies;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("policies")
                .up()
                .withData("digest", policies.get().digest());
        var trouble = policies.problem();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
