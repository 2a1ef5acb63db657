package io.facegate.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.cli.Ran;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.tree.CompactRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody without any secret takes the end of a ledger away, and everything that remembers it. */
class RollbackTest {
    @TempDir
    private Path folder = Path.of("");

    private Path data = Path.of("");

    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        Filled.with(data, 6);
        assertThat(Filled.signed(data).checkpoint().size()).isEqualTo(6);
    }

    /** As it was done: the ledger is cut, its head made to fit, and the checkpoint deleted. */
    @Test
    void aCutLedgerWithoutItsCheckpointIsNotOpenedNorSigned() throws Exception {
        cut(2);
        Files.delete(data.resolve("log.checkpoint"));
        assertMissing("log.checkpoint is missing: the log signed 6 records");
    }

    @Test
    void norWithAnOlderCheckpoint() throws Exception {
        var older = folder.resolve("older");
        Files.copy(data.resolve("log.checkpoint"), older);
        Filled.with(data, 2);
        Filled.signed(data);
        cut(6);
        Files.copy(older, data.resolve("log.checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        assertMissing(
                "log.checkpoint is not the newest: it signs 6 records, and log.state remembers that the log signed 8");
    }

    @Test
    void norWhenTheMemoryIsDeletedToo() throws Exception {
        cut(2);
        Files.delete(data.resolve("log.checkpoint"));
        Files.delete(data.resolve("log.state"));
        assertMissing("log.state is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed 6|signed 2", "since 0|since 9", "mac |mac 0", "/1|/2"})
    void norWhenTheMemoryIsRewritten(String change) throws Exception {
        cut(2);
        Files.delete(data.resolve("log.checkpoint"));
        var state = data.resolve("log.state");
        var from = change.split("\\|")[0];
        var to = change.split("\\|")[1];
        Files.writeString(state, Files.readString(state).replace(from, to));
        assertMissing("log.state was changed");
    }

    /** The control: nothing was taken away. */
    @Test
    void aSoundFolderOpensAndVerifies() {
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Ran.ledger(data, "verify")).returns(0, Ran::code);
        Filled.with(data, 1);
        assertThat(Filled.signed(data).checkpoint().size()).isEqualTo(7);
    }

    /** The control: where nobody remembers, as in a folder of an earlier version, the same attack is not found. */
    @Test
    void aFolderOfAnEarlierVersionOpensAsItIsAndRemembersFromThenOn() throws Exception {
        asOfAnEarlierVersion();
        assertThat(Ran.ledger(data, "verify")).returns(0, Ran::code);
        assertThat(data.resolve("log.state")).doesNotExist();
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Files.readString(data.resolve("log.state"))).contains("since 6\nsigned 6 ");
        cut(2);
        Files.delete(data.resolve("log.checkpoint"));
        assertMissing("log.checkpoint is missing");
    }

    /** Between any two steps of a commit, a checkpoint and the memory of it, a sound ledger starts. */
    @Test
    void aCrashBetweenAnyTwoStepsLeavesAFolderThatOpens() throws Exception {
        var before = Filled.copy(data, folder.resolve("before"));
        Filled.with(data, 3);
        Filled.signed(data);
        var names = List.of("ledger.db", "ledger.head", "log.checkpoint", "log.state");
        // The files in the order in which they are written: of each crash, the first ones are new.
        for (int written = 0; written <= names.size(); written++) {
            for (boolean headed : new boolean[] {true, false}) {
                var crashed = Filled.copy(data, folder.resolve("crash" + written + headed));
                for (var name : names.subList(written, names.size())) {
                    Files.copy(before.resolve(name), crashed.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
                if (!headed) {
                    // Never synced: after a power cut it may lag behind.
                    Files.copy(
                            before.resolve("ledger.head"),
                            crashed.resolve("ledger.head"),
                            StandardCopyOption.REPLACE_EXISTING);
                }
                Ledger.open(crashed, Sample.SETTINGS).close();
                assertThat(Ran.ledger(crashed, "verify")).returns(0, Ran::code);
                Filled.with(crashed, 1);
                Filled.signed(crashed);
                assertThat(LedgerVerification.verify(crashed).damage()).isNull();
            }
        }
    }

    /** Between any two steps of the first start of this version. */
    @Test
    void aCrashWhileAnOlderFolderIsAdoptedLeavesOneThatOpens() throws Exception {
        var state = Files.readString(data.resolve("log.state"));
        asOfAnEarlierVersion();
        Files.writeString(data.resolve("log.state"), state);
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Files.readString(data.resolve("log.skey")).lines()).hasSize(2);
    }

    @Test
    void theMemoryOutlivesARotationOfTheKey() throws Exception {
        LogKeyRotation.rotate(data, Instant.now());
        assertThat(Files.readString(data.resolve("log.skey")).lines()).hasSize(2);
        Filled.with(data, 1);
        Filled.signed(data);
        cut(2);
        Files.delete(data.resolve("log.checkpoint"));
        Files.delete(data.resolve("log.state"));
        assertMissing("log.state is missing");
    }

    private void assertMissing(String what) {
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining(what);
        assertThatThrownBy(() -> Filled.signed(data))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining(what);
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains(what));
    }

    private void asOfAnEarlierVersion() throws Exception {
        Files.deleteIfExists(data.resolve("log.state"));
        var secret = data.resolve("log.skey");
        Files.writeString(secret, Files.readString(secret).lines().findFirst().orElseThrow() + '\n');
    }

    /** Leaves the first records, with a head that fits and nothing in the log. */
    private void cut(int records) throws Exception {
        var range = new CompactRange();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(LedgerFile.NAME))) {
            try (var statement = file.createStatement();
                    var rows = statement.executeQuery("SELECT leaves FROM batch WHERE first < " + records)) {
                while (rows.next()) {
                    var leaves = rows.getBytes(1);
                    for (int at = 0; at < leaves.length; at += 32) {
                        range.append(java.util.Arrays.copyOfRange(leaves, at, at + 32));
                    }
                }
            }
            rewrite(file, range, records);
        }
        Files.writeString(
                data.resolve("ledger.head"), records + " " + HexFormat.of().formatHex(range.root()) + '\n');
        Files.deleteIfExists(data.resolve("tree.db"));
    }

    private static void rewrite(Connection file, CompactRange range, int records) throws Exception {
        try (var delete = file.prepareStatement("DELETE FROM batch WHERE first >= " + records);
                var head = file.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ?");
                var mark = file.prepareStatement("UPDATE verified SET size = 0, range = x''")) {
            delete.executeUpdate();
            head.setLong(1, records);
            head.setBytes(2, range.root());
            head.setBytes(3, range.subtreeRoots());
            head.setLong(4, records);
            head.executeUpdate();
            mark.executeUpdate();
        }
    }
}
