package io.facegate.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerVerificationTest {
    @TempDir
    Path data;

    private Path file;

    @BeforeEach
    void write() {
        file = data.resolve("ledger.db");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 3; i++) {
                ledger.close(ledger.recordPermit(Sample.asked(), Sample.permit()), new Ending("ok", "", 1, 1000));
                ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            }
        }
        assertThat(LedgerVerification.verify(data))
                .matches(LedgerVerification::isIntact)
                .returns(9L, LedgerVerification::size);
    }

    @Test
    void namesTheRecordOfEveryFlippedByte() throws Exception {
        var bytes = Files.readAllBytes(file);
        var records = Records.of(data);
        var whole = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int index = 0; index < records.size(); index++) {
            var record = records.get(index).getBytes(StandardCharsets.UTF_8);
            int start = whole.indexOf(new String(record, StandardCharsets.ISO_8859_1));
            assertThat(start)
                    .isPositive()
                    .isEqualTo(whole.lastIndexOf(new String(record, StandardCharsets.ISO_8859_1)));
            for (int at = start; at < start + record.length; at++) {
                byte before = bytes[at];
                bytes[at] ^= (byte) (1 << at % 8);
                write(at, bytes[at]);
                var found = LedgerVerification.verify(data).damage();
                assertThat(found)
                        .as("byte " + (at - start) + " of record " + index)
                        .isNotNull();
                assertThat(found.index()).isEqualTo(index);
                bytes[at] = before;
                write(at, before);
            }
        }
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    private void write(int at, byte b) throws Exception {
        try (var open = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            open.write(java.nio.ByteBuffer.wrap(new byte[] {b}), at);
        }
    }

    @Test
    void namesTheIdOfAVerdictThatWasTurned() throws Exception {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\"verdict\":\"refuse\"");
        Files.writeString(
                file,
                text.substring(0, at) + "\"verdict\":\"permit\"" + text.substring(at + 18),
                StandardCharsets.ISO_8859_1);
        var damage = LedgerVerification.verify(file).damage();
        assertThat(damage).isNotNull();
        var id = Records.of(data).get((int) damage.index()).replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1");
        assertThat(damage.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM batch WHERE first = 0",
                "DELETE FROM batch WHERE first = (SELECT max(first) FROM batch)",
                "DELETE FROM batch WHERE first = (SELECT min(first) FROM batch WHERE first > 2)",
                "DELETE FROM batch",
                "DELETE FROM head",
                "INSERT INTO batch SELECT 9, count, root, leaves, lines FROM batch WHERE first = 0",
                "INSERT INTO batch SELECT -1, count, root, leaves, lines FROM batch WHERE first = 0",
                "UPDATE batch SET lines = CAST(lines || x'0a' || lines AS BLOB) WHERE first = 0",
                "UPDATE batch SET lines = CAST(lines || x'0a' || lines AS BLOB), count = 2 * count WHERE first = 0",
                "UPDATE batch SET lines = substr(lines, 1, length(lines) - 1) WHERE first = 0",
                "UPDATE batch SET lines = x'' WHERE first = 0",
                "UPDATE batch SET leaves = zeroblob(length(leaves)) WHERE first = 0",
                "UPDATE batch SET leaves = CAST(leaves || leaves AS BLOB) WHERE first = 0",
                "UPDATE batch SET root = zeroblob(32) WHERE first = 0",
                "UPDATE batch SET count = count + 1 WHERE first = 0",
                "UPDATE batch SET count = 0 WHERE first = 0",
                "UPDATE batch SET count = -1 WHERE first = 0",
                "UPDATE batch SET first = 77 WHERE first = 0",
                "UPDATE head SET size = 8",
                "UPDATE head SET size = 10",
                "UPDATE head SET root = zeroblob(32)",
                "UPDATE head SET range = zeroblob(length(range))",
                "PRAGMA application_id = 7",
                "DROP TABLE head",
            })
    void noticesWhatWasDoneToTheTables(String sql) throws SQLException {
        run(sql);
        assertThat(LedgerVerification.verify(data).damage()).as(sql).isNotNull();
    }

    @Test
    void noticesTwoBatchesThatChangedPlaces() throws SQLException {
        run("UPDATE batch SET first = -5 WHERE first = 0");
        run("UPDATE batch SET first = 0 WHERE first = (SELECT min(first) FROM batch WHERE first > 0)");
        run("UPDATE batch SET first = 1 WHERE first = -5");
        assertThat(LedgerVerification.verify(data).damage()).isNotNull().returns(0L, damage -> damage.index());
    }

    @Test
    void namesTheBatchWhenRecordAndHashWereChangedTogether() throws Exception {
        var record = Records.of(data).getFirst();
        var changed = record.replace("missing_child", "missing_adult").getBytes(StandardCharsets.UTF_8);
        var leaf = new io.facegate.ledger.tree.Rfc6962().leaf(changed);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.prepareStatement("UPDATE batch SET lines = ?, leaves = ? WHERE first = 0")) {
            statement.setBytes(1, changed);
            statement.setBytes(2, leaf);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        var damage = LedgerVerification.verify(data).damage();
        assertThat(damage).isNotNull();
        assertThat(damage.index()).isZero();
    }

    @Test
    void namesAnOpenPermitThatARestartWouldOverlook() throws SQLException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordPermit(Sample.asked(), Sample.permit());
        }
        assertThat(LedgerVerification.verify(data)).matches(LedgerVerification::isIntact);
        run("UPDATE head SET oldest_open = 1000");
        assertThat(LedgerVerification.verify(data).damage()).isNotNull().returns(9L, damage -> damage.index());
    }

    @Test
    void aFileThatIsNoLedgerDoesNotVerify() throws Exception {
        var letter = Files.writeString(data.resolve("letter"), "Dear Sir");
        assertThat(LedgerVerification.verify(letter).isIntact()).isFalse();
        assertThat(LedgerVerification.verify(data.resolve("nothing")).isIntact())
                .isFalse();
        var empty = Files.createFile(data.resolve("empty"));
        assertThat(LedgerVerification.verify(empty).isIntact()).isFalse();
        Files.write(data.resolve("cut"), java.util.Arrays.copyOf(Files.readAllBytes(file), 5000));
        assertThat(LedgerVerification.verify(data.resolve("cut")).isIntact()).isFalse();
    }

    @Test
    void verifiesWhileAGatewayWrites() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 20; i++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
                assertThat(LedgerVerification.verify(data))
                        .returns(10L + i, LedgerVerification::size)
                        .matches(LedgerVerification::isIntact);
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
