package io.facegate.app.server;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: down while the machine's clock is behind the ledger, because every call is refused then. */
@Readiness
@ApplicationScoped
class ClockHealth implements HealthCheck {
    private final Ledger ledger;

    ClockHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        var reading = ledger.clock().read();
        var answer = HealthCheckResponse.named("clock")
                .withData("state", reading.state().name().toLowerCase(Locale.ROOT));
        if (!reading.agrees()) {
            answer.withData("machine", reading.now().toString())
                    .withData("ledger", reading.expected().toString());
        }
        return answer.status(reading.state() != State.BEHIND).build();
    }
}
