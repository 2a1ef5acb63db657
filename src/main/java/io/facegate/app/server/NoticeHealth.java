package io.facegate.app.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of notices. Calls continue while a receiver is unreachable: no notice is lost. */
@Readiness
@ApplicationScoped
class NoticeHealth implements HealthCheck {
    private final NoticeBeans notices;

    NoticeHealth(NoticeBeans notices) {
        this.notices = notices;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("notify").up();
        var trouble = notices.problem();
        return (trouble == null ? answer : answer.withData("degraded", trouble)).build();
    }
}
