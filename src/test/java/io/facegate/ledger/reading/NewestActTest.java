package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestActTest {
    private static final String ACT = "policies_loaded";

    @TempDir
    private Path folder;

    @Test
    void aLedgerWithoutTheActHasNone() {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        write(ledger, "start", "0.1.0");
        assertThat(NewestAct.find(ledger, ACT)).isEmpty();
    }

    /** Near records are read from the ledger, far ones through the projection; the answer is the same. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 100_000})
    void theNewestIsFoundNearAndFar(long near) {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        for (int round = 1; round <= 3; round++) {
            write(ledger, ACT, "set-" + round);
            for (int other = 0; other < 20; other++) {
                write(ledger, "org_change", ACT);
            }
            assertThat(NewestAct.find(ledger, ACT, near)
                            .orElseThrow()
                            .path("subject")
                            .asText())
                    .isEqualTo("set-" + round);
        }
    }

    /** An older set must not count again because somebody altered or removed the record of a newer one. */
    @ParameterizedTest
    @ValueSource(longs = {0, 100_000})
    void noOlderOneStandsInForANewestThatIsNotSound(long near) throws Exception {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        write(ledger, ACT, "set-1");
        write(ledger, ACT, "set-2");
        write(ledger, "org_change", ACT);
        assertThat(NewestAct.findVerified(ledger, ACT, near)
                        .orElseThrow()
                        .path("subject")
                        .asText())
                .isEqualTo("set-2");
        alter(
                ledger,
                "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '" + ACT + "', 'policies_lost')"
                        + " AS BLOB) WHERE CAST(lines AS TEXT) LIKE '%set-2%'");
        assertThatThrownBy(() -> NewestAct.findVerified(ledger, ACT, near)).isInstanceOf(Fault.LedgerTampered.class);
        alter(ledger, "DELETE FROM batch WHERE CAST(lines AS TEXT) LIKE '%set-2%'");
        assertThatThrownBy(() -> NewestAct.findVerified(ledger, ACT, near)).isInstanceOf(Fault.LedgerDown.class);
    }

    /** Nor is a ledger without one taken for new. */
    @Test
    void theOnlyOneIsMissedIfItWasAltered() throws Exception {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        write(ledger, "start", "0.1.0");
        assertThat(NewestAct.findVerified(ledger, ACT)).isEmpty();
        write(ledger, ACT, "set-1");
        write(ledger, "org_change", "org");
        alter(
                ledger,
                "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '" + ACT + "', 'policies_lost')"
                        + " AS BLOB)");
        assertThat(NewestAct.find(ledger, ACT)).as("the control").isEmpty();
        assertThatThrownBy(() -> NewestAct.findVerified(ledger, ACT)).isInstanceOf(Fault.LedgerTampered.class);
    }

    private static void alter(LedgerAddress ledger, String statement) throws Exception {
        try (var file = DriverManager.getConnection(
                        "jdbc:sqlite:" + ledger.data().resolve("ledger.db"));
                var run = file.createStatement()) {
            assertThat(run.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void theNewestOfSeveralGatewaysIsFoundInADatabase() throws Exception {
        var name = Server.shared().empty();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        var first = LedgerAddress.ofFolder(folder.resolve("a"), Server.shared().asGateway(name));
        var second = LedgerAddress.ofFolder(folder.resolve("b"), Server.shared().asGateway(name));
        write(first, ACT, "set-a");
        Files.copy(
                first.data().resolve("ledger.key"),
                Files.createDirectories(second.data()).resolve("ledger.key"));
        write(second, ACT, "set-b");
        for (var gateway : new LedgerAddress[] {first, second}) {
            assertThat(NewestAct.find(gateway, ACT)
                            .orElseThrow()
                            .path("subject")
                            .asText())
                    .isEqualTo("set-b");
        }
    }

    private static void write(LedgerAddress address, String act, String subject) {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative(act, subject, Instant.now()));
        }
    }
}
