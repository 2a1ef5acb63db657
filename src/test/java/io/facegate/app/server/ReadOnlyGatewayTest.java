package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.ledger.ViewsBesideLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gateway over a ledger that does not verify: it does not start, and read-only it shows records and does nothing else. */
class ReadOnlyGatewayTest {
    @TempDir
    private Path folder;

    @Test
    void opensWhatDoesNotVerifyAndRecordsNothing() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 6);
        var file = data.resolve("ledger.db");
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        var setup = options.setup(LedgerAddress.ofFolder(data), Path.of("policies"));
        GatewayContext.open(setup).close();
        change(file);
        assertThatThrownBy(() -> GatewayContext.open(setup))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("The ledger was changed at record");
        var before = Files.readAllBytes(file);
        try (var gateway = GatewayContext.open(setup.asReadOnly())) {
            var ledger = gateway.ledger();
            assertThatThrownBy(() -> ledger.recordAct(new Administrative("org_add", "hope", Instant.now())))
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("--read-only");
            assertThat(ledger.stopReason()).isNotNull();
            assertThat(gateway.log().problem()).contains("--read-only");
            new ViewAudit(
                            ledger::recordAct,
                            InstantSource.system(),
                            new ViewsBesideLedger(data, () -> ledger.stopReason() != null))
                    .recordView("console-1", "integrity");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.readString(data.resolve("views.unrecorded")))
                .contains("\"act\":\"view\"", "\"subject\":\"integrity\"", "\"person\":\"console-1\"");
    }

    /** What was looked at meanwhile is named by the next record that is possible. */
    @Test
    void theNextStartPutsTheViewsOnRecord() throws Exception {
        var acts = new ArrayList<Administrative>();
        var beside = new ViewsBesideLedger(folder, () -> acts.isEmpty());
        var views = new ViewAudit(
                _ -> {
                    throw new Fault.LedgerDown("changed");
                },
                InstantSource.system(),
                beside);
        views.recordView("console-1", "overview");
        assertThatThrownBy(() -> views.record(new Administrative("export", "all", Instant.now())))
                .isInstanceOf(ViewAudit.Unrecorded.class);
        var act = ViewsBesideLedger.take(folder, Instant.now());
        acts.add(act);
        assertThat(act.act()).isEqualTo("views_while_stopped");
        assertThat(act.subject()).matches("views:1,sha256:[0-9a-f]{64}");
        assertThat(folder.resolve("views.unrecorded." + act.subject().substring(15, 31)))
                .exists();
        assertThat(ViewsBesideLedger.take(folder, Instant.now())).isNull();
        assertThatThrownBy(() -> views.recordView("console-1", "integrity"))
                .as("a ledger that is only out of reach")
                .isInstanceOf(ViewAudit.Unrecorded.class);
    }

    private static void change(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT),"
                            + " '\"act\":\"stop\"', '\"act\":\"stup\"') AS BLOB) WHERE CAST(lines AS TEXT) LIKE"
                            + " '%\"act\":\"stop\"%'"))
                    .isOne();
        }
    }
}
