package io.facegate.app.policies;

import io.facegate.call.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: the policies in force, the bundle that waits, and a note if others were delivered. Down while the
 * gateway forwards nothing because of its policies.
 */
@Readiness
@ApplicationScoped
class PoliciesHealth implements HealthCheck {
    private final PolicySource source;

    PoliciesHealth(PolicySource source) {
        this.source = source;
    }

    @Override
    public HealthCheckResponse call() {
        var policies = source.inForce();
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
        return withProblem(answer).build();
    }

    private HealthCheckResponseBuilder withProblem(HealthCheckResponseBuilder answer) {
        try {
            source.requireInForce();
        } catch (Fault.RegistryDown standing) {
            var why = source.inForce().problem();
            return answer.down().withData("why", why == null ? String.valueOf(standing.getMessage()) : why);
        }
        var problem = source.inForce().problem();
        var trouble = problem == null ? source.operatorWarning() : problem;
        return trouble == null ? answer : answer.withData("degraded", trouble);
    }
}
