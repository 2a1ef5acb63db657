package io.facegate.app.server;

import io.facegate.ledger.audit.AuditState.Finding;
import io.facegate.ledger.audit.LedgerAudit;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check of the ledger audit: time of the last full verification. Down while a record fails it. */
@Readiness
@ApplicationScoped
class AuditHealth implements HealthCheck {
    private final LedgerAudit audit;

    AuditHealth(LedgerAudit audit) {
        this.audit = audit;
    }

    @Override
    public HealthCheckResponse call() {
        var state = audit.get();
        var answer = HealthCheckResponse.named("audit").status(state.log() == null);
        var whole = state.lastCleanPass();
        answer.withData("verified", whole == null ? "not yet" : whole.time().toString());
        answer.withData("verified up to record", whole == null ? 0 : whole.records());
        answer.withData("at record", state.position());
        answer.withData("of", state.size());
        if (state.log() != null) {
            addFinding(answer, "tampered", state.log());
        }
        if (state.projection() != null) {
            addFinding(answer, "search index rebuilt", state.projection());
        }
        if (state.problem() != null) {
            answer.withData("degraded", state.problem());
        }
        return answer.build();
    }

    private static void addFinding(HealthCheckResponseBuilder answer, String name, Finding found) {
        var more = found.count() == 1 ? "" : ", and " + (found.count() - 1) + " more";
        answer.withData(
                name, "record " + (found.index() + 1) + more + ": " + found.description() + " (" + found.time() + ")");
    }
}
