package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.RecordedDecision;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.replay.ReplayObstacle;
import io.facegate.ledger.store.BatchStore;
import io.facegate.ledger.store.LedgerInitializer;
import io.facegate.ledger.store.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger of gateways in a database. */
class PostgresLedgerTest {
    private static final Ending OK = new Ending("ok", "", 1, 5000);

    @TempDir
    Path temporary;

    private LedgerDatabase database;
    private LedgerAddress address;

    @BeforeEach
    void make() throws SQLException {
        database = Server.shared().ledger();
        address = LedgerAddress.ofFolder(temporary.resolve("one"), database);
    }

    @Test
    void writesTheDecisionBeforeThePassAndTheOutcomeAfter() {
        String id;
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            id = cleared.decision();
            assertThat(durable(id)).isTrue();
            ledger.close(cleared, OK);
        }
        assertThat(Records.of(address))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"decision_ref\":\"" + id, "\"status\":\"ok\"");
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(2L, LedgerVerification::size);
        try (var archive = RecordSearch.open(address)) {
            assertThat(archive.details(id)).hasValueSatisfying(found -> {
                assertThat(found.treeSize()).isEqualTo(2);
                assertThat(found.path()).hasSize(1);
            });
        }
    }

    @Test
    void judgementsAreReadFromItInTheirOrder() throws Exception {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            for (int i = 0; i < 40; i++) {
                ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            }
        }
        var read = new ArrayList<String>();
        new RecordedDecisions(address, null, null).forEach(new RecordedDecisions.Visitor() {
            @Override
            public void visit(RecordedDecision recorded, byte[] lines, int from, int to) {
                read.add(new String(lines, from, to - from, StandardCharsets.UTF_8));
            }

            @Override
            public void skipped(ReplayObstacle why, long judgements) {
                throw new AssertionError(why);
            }
        });
        assertThat(read).hasSize(40).isEqualTo(Records.of(address));
    }

    /** The database keeps the plan that it made while the day's table was empty. */
    @Test
    void theCostOfATransactionDoesNotGrowWithTheDay() throws Exception {
        int batches = 1200;
        var folder = Files.createDirectory(temporary.resolve("long"));
        SharedLedgerKey.getOrCreate(database, folder);
        try (BatchStore store = PostgresStore.open(database, folder, false)) {
            for (int number = 0; number < batches; number++) {
                store.append(Lines.some(number, 1));
            }
        }
        var others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()";
        Await.until(() -> Server.shared().ask(database, others).equals("0"));
        var read = Server.shared()
                .ask(
                        database,
                        "SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname LIKE 'entry%')"
                                + " + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname LIKE 'entry%')");
        assertThat(Long.parseLong(read)).isBetween((long) batches, 20L * batches);
    }

    /** In an entry, or waiting for its place. */
    private boolean durable(String id) {
        return Server.shared()
                .ask(
                        database,
                        "SELECT count(*) FROM (SELECT lines FROM facegate.entry UNION ALL SELECT lines FROM"
                                + " facegate.pending) b WHERE position('" + id + "'::bytea IN lines) > 0")
                .equals("1");
    }

    @Test
    void theSameRecordsHaveTheSameBytesAndTheSameRootsInBothStores() throws Exception {
        var folder = Files.createDirectory(temporary.resolve("sqlite"));
        var other = Files.createDirectory(temporary.resolve("postgres"));
        LedgerInitializer.getOrCreateKey(folder);
        SharedLedgerKey.getOrCreate(database, other);
        try (BatchStore one = SqliteStore.open(folder);
                BatchStore two = PostgresStore.open(database, other, false)) {
            for (int size = 1; size < 40; size++) {
                var lines = Lines.some(size, size);
                one.append(lines);
                two.append(lines);
            }
        }
        var file = LedgerAddress.ofFolder(folder);
        var table = LedgerAddress.ofFolder(other, database);
        assertThat(LedgerVerification.verify(table)).isEqualTo(LedgerVerification.verify(file));
        assertThat(LedgerVerification.verify(table).size()).isEqualTo(780);
        try (var left = file.reader();
                var right = table.reader()) {
            assertThat(right.head())
                    .usingRecursiveComparison()
                    .ignoringFields("oldestOpen")
                    .isEqualTo(left.head());
            assertThat(right.readFrom(0, 100).batches())
                    .usingRecursiveComparison()
                    .isEqualTo(left.readFrom(0, 100).batches());
            for (long index : new long[] {0, 1, 2, 3, 388, 389, 779, 780}) {
                assertThat(right.readAround(index, 2))
                        .usingRecursiveComparison()
                        .isEqualTo(left.readAround(index, 2));
            }
            assertThat(right.readFrom(780, 1).rows()).hasValue(39);
        }
    }

    @Test
    void aStartingGatewayClosesOnlyItsOwnOpenDecisions() throws Exception {
        var other = second();
        var running = Ledger.open(other, Sample.SETTINGS);
        var held = running.recordPermit(Sample.asked(), Sample.permit());
        var killed = ChildGateway.permitAndDie(address);
        try (var again = Ledger.open(address, Sample.SETTINGS)) {
            again.recordAct(new Ledger.Administrative("start", "x", Sample.NOW));
        }
        Server.await(() -> outcomes().size() == 1);
        assertThat(outcomes())
                .singleElement()
                .asString()
                .contains(killed, "\"status\":\"unknown\"", "\"code\":\"restart\"");
        running.close(held, OK);
        running.close();
        assertThat(outcomes()).hasSize(2).last().asString().contains(held.decision(), "\"status\":\"ok\"");
        Ledger.open(address, Sample.SETTINGS).close();
        Ledger.open(other, Sample.SETTINGS).close();
        assertThat(outcomes()).hasSize(2);
        assertThat(LedgerVerification.verify(address).damage()).isNull();
    }

    private List<String> outcomes() {
        return Records.of(address).stream()
                .filter(line -> line.contains("\"kind\":\"OUTCOME\""))
                .toList();
    }

    /** Another gateway's folder, with the key of the first. */
    private LedgerAddress second() throws Exception {
        Ledger.open(address, Sample.SETTINGS).close();
        var folder = Files.createDirectory(temporary.resolve("two"));
        Files.copy(address.data().resolve("ledger.key"), folder.resolve("ledger.key"));
        return LedgerAddress.ofFolder(folder, database);
    }

    @Test
    void aGatewayWithoutTheSharedKeyIsRefused() throws Exception {
        Ledger.open(address, Sample.SETTINGS).close();
        var other = LedgerAddress.ofFolder(Files.createDirectory(temporary.resolve("two")), database);
        assertRefused(other, "has no ledger.key", "Copy it from one of their data folders");
        assertThat(other.data().resolve("ledger.key")).doesNotExist();
        Files.write(other.data().resolve("ledger.key"), new byte[32]);
        assertRefused(other, "is not the one that the other gateways of this ledger have");
    }

    @Test
    void aCopiedDataFolderIsNotASecondGateway() throws Exception {
        var other = second();
        try (var running = Ledger.open(address, Sample.SETTINGS)) {
            Files.copy(address.data().resolve("ledger.gateway"), other.data().resolve("ledger.gateway"));
            assertRefused(other, "remove its ledger.gateway");
            Files.delete(other.data().resolve("ledger.gateway"));
            Ledger.open(other, Sample.SETTINGS).close();
            assertRefused(address, "Another gateway or command is writing");
            running.refuse(Sample.asked(), Sample.refuse());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE facegate.entry SET lines = lines",
                "DELETE FROM facegate.entry",
                "TRUNCATE facegate.entry",
                "DROP TABLE facegate.entry",
                "ALTER TABLE facegate.entry DISABLE TRIGGER ALL",
                "DELETE FROM facegate.damage",
                "UPDATE facegate.ledger_key SET print = ''",
                "UPDATE facegate.pending SET lines = lines",
                "DELETE FROM facegate.head",
                "CREATE TABLE facegate.mine (x int)"
            })
    void theGatewaysRoleHasNoRightTo(String sql) throws Exception {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        var partition = Server.shared().ask(database, "SELECT max(tableoid::regclass::text) FROM facegate.entry");
        assertThat(partition).startsWith("facegate.entry_2");
        try (var connection = database.connect("test", 10);
                var statement = connection.createStatement()) {
            for (var each : List.of(sql, sql.replace("facegate.entry", partition))) {
                assertThatThrownBy(() -> statement.execute(each))
                        .isInstanceOf(SQLException.class)
                        .extracting(failed -> ((SQLException) failed).getSQLState())
                        .isEqualTo("42501");
            }
        }
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(1L, LedgerVerification::size);
    }

    @Test
    void aRoleThatCouldChangeEntriesIsRefused() {
        var name = database.url().replaceAll(".*/(\\w+)\\?.*", "$1");
        assertRefused(
                LedgerAddress.ofFolder(address.data(), Server.shared().asOwner(name)),
                "has the right to UPDATE entries");
    }

    @Test
    void aDatabaseWithoutTheTablesIsRefused() {
        var empty = Server.shared().asGateway(Server.shared().empty());
        assertRefused(LedgerAddress.ofFolder(address.data(), empty), "holds no ledger", "facegate ledger migrate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "local", "remote_write"})
    void aServerThatMayForgetIsRefused(String setting) {
        var name = database.url().replaceAll(".*/(\\w+)\\?.*", "$1");
        Server.shared().tamper(database, "ALTER DATABASE " + name + " SET synchronous_commit = " + setting);
        assertRefused(address, "synchronous_commit = " + setting, "may forget what it acknowledged");
    }

    @Test
    void anOlderDatabaseInItsPlaceIsNoticed() throws Exception {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        Ledger.open(address, Sample.SETTINGS).close();
        Server.shared()
                .tamper(
                        database,
                        "DELETE FROM facegate.entry; DELETE FROM facegate.span; DELETE FROM facegate.gateway; DELETE"
                                + " FROM facegate.taken; UPDATE facegate.verified SET size = 0, range = ''; UPDATE"
                                + " facegate.head SET size = 0, range = '', root ="
                                + " '\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'");
        assertRefused(address, "ledger.head remembers 1 records, and 0 are there");
        assertThat(LedgerVerification.verify(address).damage()).isNotNull();
    }

    @Test
    void aFolderWithALedgerOfItsOwnIsNotMixedUp() {
        Ledger.open(address.data(), Sample.SETTINGS).close();
        assertRefused(address, "has a ledger of its own", "facegate ledger move");
        var other = LedgerAddress.ofFolder(temporary.resolve("two"), database);
        Ledger.open(other, Sample.SETTINGS).close();
        assertRefused(LedgerAddress.ofFolder(other.data()), "writes to a database", "--ledger URL");
    }

    private static void assertRefused(LedgerAddress address, String... words) {
        assertThatThrownBy(() -> Ledger.open(address, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContainingAll(words);
    }
}
