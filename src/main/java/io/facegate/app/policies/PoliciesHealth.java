package io.facegate.app.policies;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check, always up: the policies in force, the bundle that waits, and a note if others were delivered. */
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
                .withData("digest", policies.get().digest())
                .withData("from", policies.origin().word());
        var bundle = policies.delivery();
        if (bundle != null) {
            answer.withData("serial", bundle.serial());
        }
        var waiting = policies.waiting();
        if (waiting != null && waiting.activation() != null) {
            answer.withData("waiting_serial", waiting.serial())
                    .withData("waiting_activation", waiting.activation().toString());
        }
        var trouble = policies.problem();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
