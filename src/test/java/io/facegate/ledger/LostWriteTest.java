package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.cli.Ran;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that takes a write and does not keep it: no pass is given for a decision that is not there. */
class LostWriteTest {
    private static final String IGNORES = "CREATE TRIGGER lose BEFORE INSERT ON batch BEGIN SELECT RAISE(IGNORE); END";

    @TempDir
    private Path data = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                IGNORES,
                "CREATE TRIGGER lose AFTER INSERT ON batch BEGIN DELETE FROM batch WHERE first = new.first; END",
                "CREATE TRIGGER lose AFTER INSERT ON batch BEGIN UPDATE batch SET lines = x'' WHERE first = new.first;"
                        + " END",
                "CREATE TRIGGER lose BEFORE UPDATE ON head BEGIN SELECT RAISE(IGNORE); END",
                "CREATE TABLE notes (text TEXT)",
                "CREATE INDEX slow ON batch (count)"
            })
    void aFileWithMoreThanItsTablesIsNotOpened(String change) throws Exception {
        fill();
        sql(change);
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("does not belong");
        assertThat(LedgerVerification.verify(data).isIntact()).isFalse();
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("does not belong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IGNORES,
                "CREATE TRIGGER lose AFTER INSERT ON batch BEGIN DELETE FROM batch WHERE first = new.first; END",
                "CREATE TRIGGER lose AFTER INSERT ON batch BEGIN UPDATE batch SET lines = x'' WHERE first = new.first;"
                        + " END",
                "CREATE TRIGGER lose BEFORE UPDATE ON head BEGIN SELECT RAISE(IGNORE); END",
                "CREATE TRIGGER lose AFTER UPDATE ON head WHEN new.size > 2 BEGIN UPDATE head SET root = x'00'; END",
                "UPDATE batch SET lines = x'' WHERE first = 0",
                "CREATE TABLE notes (text TEXT)"
            })
    void aRunningGatewayGivesNoPassAfterSomebodyElseWrote(String change) throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            sql(change);
            for (int call = 0; call < 25; call++) {
                assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                        .isInstanceOf(Fault.LedgerDown.class);
            }
            assertThatThrownBy(ledger::head).isInstanceOf(Fault.LedgerDown.class);
        }
    }

    /** Health asks for the head; it is down before the next call. */
    @Test
    void anIdleGatewayIsDownSoonAfterSomebodyElseWrote() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            Thread.sleep(700);
            sql(IGNORES);
            Await.until(() -> {
                try {
                    return ledger.head().size() < 0;
                } catch (Fault.LedgerDown down) {
                    return down.getMessage().contains("does not belong");
                }
            });
        }
    }

    /** The control: who reads beside it, and what the ledger itself does, stops nothing. */
    @Test
    void whoReadsStopsNothing() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"))) {
            for (int round = 0; round < 6; round++) {
                ledger.recordPermit(Sample.asked(), Sample.permit()).consume();
                read(other);
                LedgerVerification.verify(data);
                Ledger.administrate(data, new Ledger.Administrative("view", "hope", "m.roe", Instant.now()));
                Thread.sleep(round % 2 == 0 ? 400 : 0);
            }
            assertThat(ledger.head().size()).isEqualTo(12);
        }
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }

    /** Before a record, its salts: a file that loses them loses nothing silently. */
    @Test
    void saltsThatAreNotKeptStopTheRecord() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            salts("CREATE TRIGGER lose BEFORE INSERT ON salt BEGIN SELECT RAISE(IGNORE); END");
            assertThatThrownBy(() -> ledger.refuse(Sample.askedByPolice(), Sample.refuse()))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void saltsThatAreNotErasedAreNotCalledErased() throws Exception {
        String id;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            id = ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id();
        }
        salts("CREATE TRIGGER keep BEFORE DELETE ON salt BEGIN SELECT RAISE(IGNORE); END");
        assertThat(Ran.ledger(data, "erase", id, "--by", "m.roe")).returns(1, Ran::code);
    }

    private void fill() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    private void sql(String statement) throws SQLException {
        run("ledger.db", statement);
    }

    private void salts(String statement) throws SQLException {
        run("salts.db", statement);
    }

    private void run(String name, String statement) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(name));
                var run = file.createStatement()) {
            run.execute(statement);
        }
    }

    private static void read(Connection other) throws SQLException {
        try (var statement = other.createStatement();
                var rows = statement.executeQuery("SELECT size FROM head")) {
            assertThat(rows.next()).isTrue();
        }
    }
}
