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
        var whole = state.whole();
        answer.withData("verified", whole == null ? "not yet" : whole.at().toString());
        answer.withData("verified up to record", whole == null ? 0 : whole.records());
        answer.withData("at record", state.position());
        answer.withData("of", state.size());
        if (state.log() != null) {
            tell(answer, "tampered", state.log());
        }
        if (state.projection() != null) {
            tell(answer, "search index rebuilt", state.projection());
        }
        if (state.trouble() != null) {
            answer.withData("degraded", state.trouble());
        }
        return answer.build();
    }

    private static void tell(HealthCheckResponseBuilder answer, String name, Finding found) {
        var more = found.count() == 1 ? "" : ", and " + (found.count() - 1) + " more";
        answer.withData(name, "record " + (found.index() + 1) + more + ": " + found.what() + " (" + found.at() + ")");
    }
}
