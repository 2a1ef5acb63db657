package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationClientTest {
    private static final Administrative EXPORTED = new Administrative("export", "csv", "m.roe", Sample.NOW);

    @TempDir
    Path temporary;

    @Test
    void writesByItselfWhereNoGatewayRuns() {
        Ledger.administrate(temporary, EXPORTED);
        Ledger.administrate(temporary, new Administrative("view", "hope", "m.roe", Sample.NOW));
        assertThat(Records.of(temporary)).hasSize(2).first().asString().contains("\"act\":\"export\"");
    }

    @Test
    void handsItsRecordToTheGatewayThatRuns() throws Exception {
        try (var ledger = Ledger.open(temporary, Sample.SETTINGS)) {
            Ledger.administrate(temporary, EXPORTED);
            assertThat(Records.of(temporary)).hasSize(1);
            var socket = temporary.resolve("ledger.sock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(ledger.head().size()).isEqualTo(1);
        }
        assertThat(temporary.resolve("ledger.sock")).doesNotExist();
        assertThat(Files.list(temporary).map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "ledger.db",
                        "ledger.head",
                        "ledger.key",
                        "ledger.lock",
                        "log.keys",
                        "log.skey",
                        "log.state",
                        "salts.db");
    }

    @Test
    void worksInAFolderWithAVeryLongName() throws Exception {
        var deep = Files.createDirectories(temporary.resolve("d".repeat(120)).resolve("e".repeat(120)));
        try (var ledger = Ledger.open(deep, Sample.SETTINGS)) {
            Ledger.administrate(deep, EXPORTED);
            assertThat(ledger.head().size()).isEqualTo(1);
        }
    }

    @Test
    void manyCommandsAtOnceAreAllWrittenDown() throws Exception {
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                each.submit(() -> Ledger.administrate(temporary, EXPORTED));
            }
        }
        assertThat(Records.of(temporary)).hasSize(8);
    }

    @Test
    void goesOnAfterAGatewayThatWasKilled() throws Exception {
        var process = Child.start(java.util.List.of(), ChildWriter.class, temporary.toString(), "1");
        assertThat(process.getInputStream().read()).isPositive();
        process.toHandle().destroyForcibly();
        process.waitFor();
        Ledger.administrate(temporary, EXPORTED);
        assertThat(Records.of(temporary)).last().asString().contains("\"act\":\"export\"");
    }

    @Test
    void refusesWhatIsNoAct() throws Exception {
        try (var ledger = Ledger.open(temporary, Sample.SETTINGS)) {
            assertThat(SocketLine.proved(temporary, "nonsense")).contains("error");
            assertThat(SocketLine.proved(
                            temporary, "{\"act\":\"view\",\"subject\":\"two words\",\"person\":\"m.roe\"}"))
                    .contains("subject");
            assertThat(SocketLine.proved(temporary, "{\"act\":\"Not An Act\",\"subject\":\"x\",\"person\":\"m.roe\"}"))
                    .contains("error");
            assertThat(SocketLine.raw(temporary, "x".repeat(5000))).isEmpty();
            assertThat(ledger.head().size()).isZero();
        }
        assertThatThrownBy(() -> Ledger.administrate(temporary, new Administrative("view", "", "m.roe", Sample.NOW)))
                .isInstanceOf(Fault.LedgerDown.class);
    }
}
