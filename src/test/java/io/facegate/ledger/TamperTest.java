package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.audit.LedgerVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody with access to the disk does to the folder of a gateway that was killed. */
class TamperTest {
    private static final int RECORDS = 6;
    private static final int HEADER = 32;
    private static final int FRAME = 24 + 4096;

    @TempDir
    Path temporary;

    private Path data;
    private Path wal;
    private Path head;

    /** Six acknowledged records that stand in the write-ahead log alone, because somebody was reading. */
    @BeforeEach
    void kill() throws IOException, SQLException {
        var running = temporary.resolve("running");
        data = Files.createDirectory(temporary.resolve("data"));
        wal = data.resolve("ledger.db-wal");
        head = data.resolve("ledger.head");
        try (var ledger = Ledger.open(running, Sample.SETTINGS);
                var other = DriverManager.getConnection("jdbc:sqlite:" + running.resolve("ledger.db"));
                var reading = other.createStatement()) {
            reading.execute("BEGIN");
            reading.executeQuery("SELECT size FROM head").close();
            for (int i = 0; i < RECORDS; i++) {
                ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            }
            for (var name : List.of("ledger.db", "ledger.db-wal", "ledger.key", "ledger.head")) {
                Files.copy(running.resolve(name), data.resolve(name));
            }
        }
    }

    @Test
    void whatAKilledGatewayLeftIsWhole() {
        assertThat(LedgerVerification.verify(data))
                .returns((long) RECORDS, LedgerVerification::size)
                .returns(List.of(), LedgerVerification::notes)
                .matches(LedgerVerification::isIntact);
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data))
                .returns((long) RECORDS, LedgerVerification::size)
                .matches(LedgerVerification::isIntact);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void namesTheRecordOfABitFlippedInTheLog(int index) throws IOException {
        flip(placeOf(index));
        assertDamaged(index);
    }

    /** Without what ledger.head remembers, the log alone tells of all but its last transaction. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void namesItFromTheLogAlone(int index) throws IOException {
        int at = placeOf(index);
        Files.delete(head);
        flip(at);
        assertDamaged(index);
    }

    /** The first batch behind the mark of the last start: emptied, it must not pass for one that was pruned. */
    @Test
    void aBatchThatWasEmptiedBehindTheMarkIsNotTakenForPruned() throws Exception {
        Ledger.open(data, Sample.SETTINGS).close();
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
        }
        assertThat(LedgerVerification.verify(data)).matches(LedgerVerification::isIntact);
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            assertThat(change.executeUpdate("UPDATE batch SET lines = x'' WHERE first = " + RECORDS))
                    .isEqualTo(1);
        }
        assertDamaged(RECORDS);
    }

    @Test
    void aTornLastTransactionIsANoteAndTheGatewayStarts() throws IOException {
        Files.delete(head);
        cut(100);
        assertThat(LedgerVerification.verify(data))
                .returns(RECORDS - 1L, LedgerVerification::size)
                .matches(LedgerVerification::isIntact)
                .matches(found -> found.notes().getFirst().contains("unfinished transaction"));
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data))
                .matches(LedgerVerification::isIntact)
                .matches(found -> found.notes().isEmpty());
    }

    @Test
    void aLastTransactionThatWasAcknowledgedIsNotTorn() throws IOException {
        cut(100);
        assertDamaged(RECORDS - 1);
    }

    @Test
    void noticesAHeaderThatWasChanged() throws IOException {
        Files.delete(head);
        for (int at : new int[] {0, 4, 8, 11, 16, 23, 24, 31}) {
            flip(at);
            assertDamaged(0);
            flip(at);
        }
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void noticesALogThatWasRemovedOrEmptied() throws IOException {
        var bytes = Files.readAllBytes(wal);
        Files.delete(wal);
        assertDamaged(0);
        Files.write(wal, new byte[0]);
        assertDamaged(0);
        Files.write(wal, Arrays.copyOf(bytes, HEADER + FRAME));
        assertDamaged(0);
        Files.write(wal, bytes);
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void noticesAnotherOrAnOlderLedgerUnderTheSameName() throws IOException, SQLException {
        Ledger.open(data, Sample.SETTINGS).close();
        var older = Files.readAllBytes(data.resolve("ledger.db"));
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        Files.write(data.resolve("ledger.db"), older);
        assertDamaged(RECORDS);
        var another = temporary.resolve("another");
        try (var ledger = Ledger.open(another, Sample.SETTINGS)) {
            for (int i = 0; i < RECORDS + 3; i++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
            }
        }
        Files.write(data.resolve("ledger.db"), Files.readAllBytes(another.resolve("ledger.db")));
        assertDamaged(0);
        Files.delete(head);
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void aHeadThatIsNonsenseIsDamageAndAnEmptyOneIsNone() throws IOException {
        Files.writeString(head, "many abc\n");
        assertThat(LedgerVerification.verify(data).isIntact()).isFalse();
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS)).hasMessageContaining("ledger.head is damaged");
        Files.write(head, new byte[72]);
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void aLedgerThatWasRemovedIsNotBegunAnew() throws IOException {
        var bytes = Files.readAllBytes(data.resolve("ledger.db"));
        Files.delete(data.resolve("ledger.db"));
        Files.delete(wal);
        assertRefused("no ledger.db", "move the whole data folder away");
        assertThat(data.resolve("ledger.db")).doesNotExist();
        Files.createFile(data.resolve("ledger.db"));
        assertRefused("no ledger.db", "move the whole data folder away");
        Files.delete(head);
        Files.write(data.resolve("ledger.db"), bytes);
        Ledger.open(data, Sample.SETTINGS).close();
    }

    @Test
    void aKeyThatWasRemovedIsNotMadeAnew() throws IOException {
        var key = Files.readAllBytes(data.resolve("ledger.key"));
        Files.delete(data.resolve("ledger.key"));
        assertRefused("no ledger.key", "Put ledger.key back");
        Files.move(head, temporary.resolve("aside"));
        assertRefused("no ledger.key", "the ledger holds 6 records");
        assertThat(data.resolve("ledger.key")).doesNotExist();
        assertThat(LedgerVerification.verify(data).notes()).anyMatch(note -> note.contains("no ledger.key"));
        Files.write(data.resolve("ledger.key"), key);
        Ledger.open(data, Sample.SETTINGS).close();
    }

    @Test
    void bothRemovedAreMissedByTheHead() throws IOException {
        for (var name : List.of("ledger.db", "ledger.db-wal", "ledger.key")) {
            Files.delete(data.resolve(name));
        }
        assertRefused("no ledger.key", "remembers 6 records");
        Files.delete(head);
        Ledger.open(data, Sample.SETTINGS).close();
    }

    /** A crash during the first start leaves the file alone, empty or without records. */
    @Test
    void aBeginningThatWasCutShortIsGoneOnWith() throws IOException {
        var fresh = Files.createDirectory(temporary.resolve("fresh"));
        Files.createFile(fresh.resolve("ledger.db"));
        Ledger.open(fresh, Sample.SETTINGS).close();
        for (var later : List.of("ledger.key", "log.keys", "log.skey", "log.state")) {
            Files.delete(fresh.resolve(later));
        }
        try (var ledger = Ledger.open(fresh, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        assertThat(LedgerVerification.verify(fresh))
                .returns(1L, LedgerVerification::size)
                .matches(LedgerVerification::isIntact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE verified SET size = 1000",
                "UPDATE verified SET size = -1",
                "UPDATE verified SET size = 5",
                "UPDATE verified SET range = zeroblob(length(range))",
                "UPDATE verified SET range = x''",
                "DELETE FROM verified",
            })
    void aMarkThatIsNoPlaceInTheTreeIsDamage(String sql) throws SQLException {
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        assertThat(LedgerVerification.verify(data).damage()).as(sql).isNotNull();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContainingAll(words);
    }

    /** Verify names the record, and a start refuses and leaves the evidence as it is. */
    private void assertDamaged(long index) throws IOException {
        var damage = LedgerVerification.verify(data).damage();
        assertThat(damage).isNotNull();
        assertThat(damage.index()).isEqualTo(index);
        var before = Files.exists(wal) ? Files.readAllBytes(wal) : new byte[0];
        assertRefused("record " + (index + 1));
        assertThat(Files.exists(wal) ? Files.readAllBytes(wal) : new byte[0]).isEqualTo(before);
        assertThat(LedgerVerification.verify(data).damage()).isEqualTo(damage);
    }

    /** Where a record stands in the log for the first time. */
    private int placeOf(int index) throws IOException {
        var id = Records.of(data).get(index).replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1");
        int at = Files.readString(wal, StandardCharsets.ISO_8859_1).indexOf(id);
        assertThat(at).isPositive();
        return at;
    }

    private void flip(int at) throws IOException {
        var bytes = Files.readAllBytes(wal);
        bytes[at] ^= 1;
        Files.write(wal, bytes);
    }

    private void cut(int bytes) throws IOException {
        var all = Files.readAllBytes(wal);
        Files.write(wal, Arrays.copyOf(all, all.length - bytes));
    }
}
