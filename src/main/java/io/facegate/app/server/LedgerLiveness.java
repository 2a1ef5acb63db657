package io.facegate.app.server;

import io.facegate.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Not alive after a failure of the ledger that only a restart can mend; what passes by itself is no reason for one. */
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
                                "The ledger failed and takes nothing more until the gateway is restarted: " + why)
                        .build();
    }
}
