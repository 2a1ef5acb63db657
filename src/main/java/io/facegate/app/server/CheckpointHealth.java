package io.facegate.app.server;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How far the log is signed. Calls go on when it is not: they have receipts. The ledger's own check says when nothing is
 * taken any more. It is down only where another history of this log is published or witnessed: nothing is signed then.
 */
@Readiness
@ApplicationScoped
class CheckpointHealth implements HealthCheck {
    private final PublicLog log;

    CheckpointHealth(PublicLog log) {
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
        var trouble = log.trouble();
        if (trouble != null) {
            answer.withData(log.refuses() ? "refused" : "degraded", trouble);
        }
        var witnesses = log.witnesses();
        if (!witnesses.isEmpty()) {
            answer.withData("witnessed", log.witnessed());
        }
        for (var witness : witnesses) {
            answer.withData(
                    "witness " + witness.name(),
                    witness.trouble() == null ? "signed " + witness.size() : "degraded: " + witness.trouble());
        }
        return answer.status(!log.refuses()).build();
    }
}
