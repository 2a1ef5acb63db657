package io.facegate.app.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of checkpoint signing: how far the log is signed. Up even while signing fails, because calls have
 * receipts; the ledger's own check reports when calls stop. Down only if a different history of this log is published
 * or witnessed (a fork): nothing is signed then.
 */
@Readiness
@ApplicationScoped
class CheckpointHealth implements HealthCheck {
    private final TransparencyLog log;

    CheckpointHealth(TransparencyLog log) {
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("checkpoint").up();
        var newest = log.newest();
        if (newest != null) {
            answer.withData("log", newest.checkpoint().origin());
            answer.withData("signed", newest.checkpoint().size());
        }
        var trouble = log.problem();
        if (trouble != null) {
            answer.withData(log.isStopped() ? "refused" : "degraded", trouble);
        }
        var witnesses = log.witnesses();
        if (!witnesses.isEmpty()) {
            answer.withData("witnessed", log.isWitnessed());
        }
        for (var witness : witnesses) {
            answer.withData(
                    "witness " + witness.name(),
                    witness.problem() == null
                            ? "signed " + witness.size().orElseThrow()
                            : "degraded: " + witness.problem());
        }
        return answer.status(!log.isStopped()).build();
    }
}
