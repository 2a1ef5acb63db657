package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.reading.RecordSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric that the alert of changes past the logins reads. */
class BreakGlassMeterTest {
    @TempDir
    private Path data;

    @Test
    void itIsTheTimeOfTheNewestRecord() {
        var before = Instant.now().minus(Duration.ofSeconds(1));
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("org_suspend", "hope", "m.roe", Instant.now()));
            try (var records = RecordSearch.open(data)) {
                var meters = new SimpleMeterRegistry();
                BreakGlassMeter.register(records, meters);
                assertThat(value(meters)).isZero();
                ledger.recordAct(new Administrative("break_glass", "org_suspend", "m.roe", Instant.now()));
                assertThat(value(meters)).isBetween((double) before.getEpochSecond(), (double)
                        Instant.now().getEpochSecond());
            }
        }
    }

    private static double value(SimpleMeterRegistry meters) {
        return meters.get("facegate.break_glass.timestamp").gauge().value();
    }
}
