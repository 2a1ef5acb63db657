package io.facegate.app.server;

import io.facegate.call.BuildInfo;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: decisions can be recorded. If they cannot, every call is refused anyway. */
@Readiness
@ApplicationScoped
class LedgerHealth implements HealthCheck {
    private final Ledger ledger;

    LedgerHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("ledger");
        try {
            return answer.up()
                    .withData("records", ledger.head().size())
                    .withData("build", BuildInfo.VERSION)
                    .build();
        } catch (Fault.LedgerDown down) {
            return answer.down()
                    .withData("why", String.valueOf(down.getMessage()))
                    .build();
        }
    }
}
