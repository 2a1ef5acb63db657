package io.facegate.app.server;

import io.facegate.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Liveness check: down after a ledger failure that only a restart can repair. Transient failures do not count. */
@Liveness
@ApplicationScoped
class LedgerLiveness implements HealthCheck {
    private final Ledger ledger;

    LedgerLiveness(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("ledger writer");
        var why = ledger.ended();
        return why == null
                ? answer.up().build()
                : answer.down()
                        .withData(
                                "why",
                                "The ledger failed and accepts no more records until the gateway is restarted: " + why)
                        .build();
    }
}
