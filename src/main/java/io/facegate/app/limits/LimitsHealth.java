package io.facegate.app.limits;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        var answer = described();
        var unusable = quotas.unusableReason();
        if (unusable != null) {
            return answer.withData("why", unusable).down().build();
        }
        var limiter = quotas.limiter();
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

    /** Which quotas there are, and what is wrong with them. */
    private HealthCheckResponseBuilder described() {
        var answer = HealthCheckResponse.named("limits");
        answer.withData("quotas", quotas.limiter().quotas().all().size());
        answer.withData("source", quotas.source().word());
        var unused = quotas.unusedFileWarning();
        if (unused != null) {
            answer.withData("unused", unused);
        }
        var rejected = quotas.problem();
        var degraded = rejected == null ? quotas.separateCountsWarning() : rejected;
        if (degraded != null) {
            answer.withData("degraded", degraded);
        }
        return answer;
    }
}
