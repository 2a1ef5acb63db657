package io.facegate.app.limits;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of the quotas. Down while calls with a quota are not forwarded. */
@Readiness
@ApplicationScoped
class LimitsHealth implements HealthCheck {
    private final QuotaReloader quotas;

    LimitsHealth(QuotaReloader quotas) {
        this.quotas = quotas;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("limits");
        var limiter = quotas.limiter();
        answer.withData("quotas", limiter.quotas().all().size());
        var rejected = quotas.problem();
        if (rejected != null) {
            answer.withData("degraded", rejected);
        }
        var shared = limiter.shared();
        var down = shared == null ? null : shared.problem();
        if (down == null) {
            return answer.up().build();
        }
        answer.withData("why", down);
        return limiter.hasFallback()
                ? answer.withData(
                                "fallback",
                                "This gateway counts alone, in its share of each quota, and knows only its own calls.")
                        .up()
                        .build()
                : answer.down().build();
    }
}
