package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationTest {
    private static final Administrative MINTED = new Administrative("key_mint", "AKIAFACEGATE0000001", Sample.NOW);

    @TempDir
    Path temporary;

    @Test
    void writesByItselfWhereNoGatewayRuns() {
        Ledger.administrate(temporary, MINTED);
        Ledger.administrate(temporary, new Administrative("org_add", "hope", Sample.NOW));
        assertThat(Records.of(temporary)).hasSize(2).first().asString().contains("\"act\":\"key_mint\"");
    }

    @Test
    void handsItsRecordToTheGatewayThatRuns() throws Exception {
        try (var ledger = Ledger.open(temporary, Sample.SETTINGS)) {
            Ledger.administrate(temporary, MINTED);
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
            Ledger.administrate(deep, MINTED);
            assertThat(ledger.head().size()).isEqualTo(1);
        }
    }

    @Test
    void manyCommandsAtOnceAreAllWrittenDown() throws Exception {
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                each.submit(() -> Ledger.administrate(temporary, MINTED));
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
        Ledger.administrate(temporary, MINTED);
        assertThat(Records.of(temporary)).last().asString().contains("key_mint");
    }

    @Test
    void refusesWhatIsNoAct() throws Exception {
        try (var ledger = Ledger.open(temporary, Sample.SETTINGS)) {
            assertThat(say("nonsense")).contains("error");
            assertThat(say("{\"act\":\"org_add\",\"subject\":\"two words\",\"time\":\"2026-11-24T22:51:07Z\"}"))
                    .contains("subject");
            assertThat(say("{\"act\":\"Not An Act\",\"subject\":\"x\",\"time\":\"2026-11-24T22:51:07Z\"}"))
                    .contains("error");
            assertThat(say("{\"act\":\"x\",\"subject\":\"x\",\"time\":\"noon\"}"))
                    .contains("error");
            assertThat(say("x".repeat(5000))).isEmpty();
            assertThat(ledger.head().size()).isZero();
        }
        assertThatThrownBy(() -> Ledger.administrate(temporary, new Administrative("org_add", "", Sample.NOW)))
                .isInstanceOf(Fault.LedgerDown.class);
    }

    private String say(String line) throws Exception {
        try (var address = SocketPath.of(temporary);
                var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address.to("ledger.sock"));
            channel.write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)));
            var answer = ByteBuffer.allocate(1000);
            try {
                while (channel.read(answer) > 0) {}
            } catch (java.net.SocketException hungUp) {
                return "";
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
