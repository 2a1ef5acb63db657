package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.StageObserver;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.Sample;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of what the gateway records, as Prometheus reads them. */
@SuppressWarnings("deprecation") // the registry that Quarkus uses
class MeteredLedgerTest {
    @TempDir
    private Path data;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void everyDecisionIsCountedAndTimed() {
        var kept = Ledger.open(data, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
        try (var ledger = LedgerMeters.metered(kept, meters, StageObserver.NONE)) {
            ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.recordEvaluation(Sample.askedByPolice(), Sample.refuse());
            ledger.countUnauthenticated("192.0.2.0/24", Fault.Why.UNKNOWN_KEY, Sample.NOW);
            ledger.halt("a test says so");
            assertThatThrownBy(() -> ledger.refuse(Sample.asked(), Sample.refuse()))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
        var told = meters.scrape();

        assertThat(told.lines())
                .contains(
                        decisions("DetectFaces", "permit", Sample.permit().rule()) + " 1.0",
                        decisions(
                                        "SearchFacesByImage",
                                        "refuse",
                                        Sample.refuse().rule()) + " 2.0",
                        "facegate_evaluations_total 1.0",
                        "facegate_unauthenticated_total 1.0",
                        "facegate_ledger_failures_total 1.0",
                        "# TYPE facegate_ledger_durable_seconds histogram",
                        "facegate_ledger_durable_seconds_count 5.0",
                        "# TYPE facegate_ledger_durable_seconds_max gauge");
        assertThat(value(told, "facegate_ledger_durable_seconds_sum")).isPositive();
        assertThat(value(told, "facegate_ledger_durable_seconds_max")).isPositive();
    }

    private static String decisions(String operation, String verdict, String rule) {
        return "facegate_decisions_total{operation=\"%s\",provider=\"rekognition\",rule=\"%s\",verdict=\"%s\",wire=\"rekognition\",}"
                .formatted(operation, rule, verdict);
    }

    private static double value(String told, String name) {
        return told.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
