package io.facegate.app.server;

import io.facegate.call.StageObserver;
import io.facegate.gateway.DecisionCounts;
import io.facegate.gateway.MeteredLedger;
import io.facegate.ledger.Ledger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of what goes on record. */
final class LedgerMeters {
    private LedgerMeters() {}

    /** Passes the meters themselves: no code of the application stands between the gateway and its ledger. */
    static MeteredLedger metered(Ledger ledger, MeterRegistry meters, StageObserver stages) {
        return new MeteredLedger(
                ledger,
                new MeteredLedger.Meters(
                        labels -> decisions(meters, labels)::increment,
                        CallMeters.counter(meters, "facegate.evaluations", "AuthZEN questions on record")::increment,
                        CallMeters.counter(
                                meters,
                                "facegate.sandbox.decisions",
                                "Decisions and questions on record with keys of the sandbox")::increment,
                        CallMeters.counter(
                                        meters,
                                        "facegate.ledger.failures",
                                        "Decisions that could not be made durable in time")::increment,
                        CallMeters.counter(meters, "facegate.unauthenticated", "Requests without a valid credential")
                                ::increment,
                        CallMeters.histogram("facegate.ledger.durable")
                                .description("Time until a decision is durable")
                                .register(meters)::record,
                        stages));
    }

    private static Counter decisions(MeterRegistry meters, DecisionCounts.Labels labels) {
        return CallMeters.counter(
                meters,
                "facegate.decisions",
                "Decisions on record",
                "verdict",
                labels.verdict(),
                "wire",
                labels.wire(),
                "provider",
                labels.provider(),
                "operation",
                labels.operation(),
                "rule",
                labels.rule());
    }
}
