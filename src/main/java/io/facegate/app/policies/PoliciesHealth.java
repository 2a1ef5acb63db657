package io.facegate.app.policies;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Which policies are in force, and a note where the folder holds others: calls are judged all the same. */
@Readiness
@ApplicationScoped
class PoliciesHealth implements HealthCheck {
    private final PoliciesInForce policies;

    PoliciesHealth(PoliciesInForce policies) {
        this.policies = policies;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("policies")
                .up()
                .withData("digest", policies.get().digest());
        var trouble = policies.trouble();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
