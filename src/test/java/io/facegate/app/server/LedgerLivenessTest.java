package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that ended is said to be dead, and one that works is not. */
class LedgerLivenessTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void isDownOnceOnlyARestartHelps() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            var liveness = new LedgerLiveness(ledger);
            assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                    var statement = other.createStatement()) {
                statement.execute("UPDATE batch SET lines = x'' WHERE first = 0");
            }
            Await.until(() -> liveness.call().getStatus() == Status.DOWN);
            assertThat(String.valueOf(liveness.call().getData())).contains("until the gateway is restarted");
        }
    }
}
