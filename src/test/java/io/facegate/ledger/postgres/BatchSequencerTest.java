package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gives records their order, one at a time, and what it does when something is not as it was written. */
class BatchSequencerTest {
    private static final UUID GATEWAY = new UUID(1, 2);

    @TempDir
    Path temporary;

    private LedgerDatabase database;
    private LedgerAddress address;
    private GatewaySession session;
    private Connection one;
    private Connection two;

    @BeforeEach
    void make() throws Exception {
        database = Server.shared().ledger();
        address = LedgerAddress.ofFolder(temporary.resolve("data"), database);
        session = GatewaySession.open(database, new GatewaySession.WriterIdentity(GATEWAY, false), 0);
        one = database.connect("one", 10);
        two = database.connect("two", 10);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        one.close();
        two.close();
    }

    @Test
    void onlyOneHasTheRole() throws Exception {
        var term = LeaderTerm.tryAcquire(one);
        assertThat(term).isNotNull();
        assertThat(LeaderTerm.tryAcquire(two)).isNull();
        one.close();
        Server.await(() -> taken(two));
    }

    private static boolean taken(Connection by) {
        try {
            return LeaderTerm.tryAcquire(by) != null;
        } catch (SQLException | DatabaseTamperedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Its lock is gone and another has taken over, but it was asleep and does not know. */
    @Test
    void aStaleIntegratorChangesNothing() throws Exception {
        var stale = LeaderTerm.tryAcquire(one);
        write(1, 3);
        stale.integrate();
        write(2, 2);
        assertThat(stale.hasWork()).isTrue();
        release(one);
        var next = LeaderTerm.tryAcquire(two);
        assertThat(next.epoch()).isGreaterThan(stale.epoch());
        assertThatThrownBy(stale::integrate)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Another gateway integrates now");
        one.rollback();
        assertThat(size()).isEqualTo(3);
        next.integrate();
        assertThat(size()).isEqualTo(5);
        assertThatThrownBy(stale::integrate).isInstanceOf(SQLException.class);
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(5L, LedgerVerification::size);
    }

    /** Under calls there are always some; only those that were durable before are waited for. */
    @Test
    void whoWaitsForPlacesWaitsForWhatIsDurableNow() throws Exception {
        var term = LeaderTerm.tryAcquire(one);
        write(1, 1);
        var waiting = WaitingBatches.read(two);
        assertThat(waiting.areAnyLeft(two)).as("the first batch has no place").isTrue();
        term.integrate();
        write(2, 1);
        assertThat(waiting()).as("another waits").isOne();
        assertThat(waiting.areAnyLeft(two)).isFalse();
        assertThat(WaitingBatches.read(one).areAnyLeft(two)).isTrue();
        one.rollback();
        try (var reader = address.reader()) {
            term.integrate();
            reader.awaitIntegration(Duration.ofMinutes(10));
        }
    }

    @Test
    void aRoundThatTookAllThatOneMayHaveSaysSo() throws Exception {
        var term = LeaderTerm.tryAcquire(one);
        for (int batch = 1; batch <= 33; batch++) {
            write(batch, 1);
        }
        assertThat(term.integrate()).isTrue();
        assertThat(size()).isEqualTo(32);
        assertThat(term.integrate()).isFalse();
        assertThat(size()).isEqualTo(33);
    }

    /** It holds the tree head; the new one waits, and finds what the stale one committed. */
    @Test
    void aStaleIntegratorInMidCommitIsWaitedFor() throws Exception {
        var stale = LeaderTerm.tryAcquire(one);
        write(1, 1);
        stale.integrate();
        write(2, 3);
        SchemaPreflight.text(one, "SELECT 1 FROM facegate.head FOR UPDATE");
        SchemaPreflight.text(one, "SELECT pg_advisory_unlock_all()");
        var taker = new LeaderTerm[1];
        var waiting = Thread.ofPlatform().start(() -> {
            try {
                taker[0] = LeaderTerm.tryAcquire(two);
            } catch (SQLException | DatabaseTamperedException failed) {
                throw new AssertionError(failed);
            }
        });
        waiting.join(300);
        assertThat(taker[0]).isNull();
        stale.integrate();
        waiting.join();
        write(3, 1);
        taker[0].integrate();
        assertThatThrownBy(stale::integrate).isInstanceOf(SQLException.class);
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(5L, LedgerVerification::size);
    }

    /** The server ends its connection between any two statements; nothing is half done. */
    @Test
    void oneThatIsKilledInMidFlightLeavesAllOrNothing() throws Exception {
        for (int round = 1; round <= 20; round++) {
            write(round, 5);
            try (var connection = database.connect("victim", 10)) {
                Server.await(() -> takenOrFree(connection));
                var term = LeaderTerm.tryAcquire(connection);
                int backend =
                        connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
                int after = round;
                var killer = Thread.ofPlatform().start(() -> {
                    pause(after);
                    Server.shared().ask(database, "SELECT pg_terminate_backend(" + backend + ")");
                });
                try {
                    while (true) {
                        if (term.hasWork()) {
                            term.integrate();
                        }
                    }
                } catch (SQLException killed) {
                    assertThat(killed.getSQLState()).isIn("57P01", "08006", "08003");
                }
                killer.join();
            }
            assertThat(size() % 5).isZero();
            assertThat(size() / 5 + waiting()).isEqualTo(round);
            assertThat(LedgerVerification.verify(address).damage()).isNull();
        }
        LeaderTerm.tryAcquire(one).integrate();
        assertThat(size()).isEqualTo(100);
    }

    private static boolean takenOrFree(Connection by) {
        try {
            return SchemaPreflight.text(
                            by,
                            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND database ="
                                    + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                    == null;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its last look for work began before the write, and ends after the close was asked for. */
    @Test
    void whatIsWrittenDuringTheLastLookHasItsPlaceAfterTheClose() throws Exception {
        write(1, 1);
        var sequencer = BatchSequencer.start(database, "closing");
        Server.await(() -> size() == 1);
        two.setAutoCommit(false);
        SchemaPreflight.run(two, "LOCK TABLE facegate.taken IN ACCESS EXCLUSIVE MODE");
        Server.await(this::looks);
        write(2, 1);
        var closer = Thread.ofPlatform().start(sequencer::close);
        Server.await(() -> closer.getState() != Thread.State.RUNNABLE);
        two.rollback();
        closer.join();
        assertThat(size()).isEqualTo(2);
    }

    /** Whether the integrator waits for the table that it looks into. */
    private boolean looks() {
        return !Server.shared()
                .ask(
                        database,
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'facegate.taken'::regclass")
                .equals("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE facegate.pending SET lines = set_byte(lines, 20, get_byte(lines, 20) # 1)",
                "UPDATE facegate.pending SET leaves = set_byte(leaves, 1, get_byte(leaves, 1) # 1)",
                "UPDATE facegate.pending SET count = count + 1",
                "UPDATE facegate.pending SET lines = ''",
                "DELETE FROM facegate.pending WHERE number = 2",
                "DELETE FROM facegate.pending WHERE number = 3",
                "DELETE FROM facegate.pending",
                "UPDATE facegate.pending SET number = 9 - number",
                "UPDATE facegate.head SET size = size + 1",
                "UPDATE facegate.head SET root = set_byte(root, 0, get_byte(root, 0) # 1)"
            })
    void whatWasChangedWhileItWaitedIsNotGivenAPlace(String sql) throws Exception {
        write(1, 2);
        write(2, 2);
        write(3, 2);
        Server.shared().tamper(database, sql);
        assertThatThrownBy(() -> LeaderTerm.tryAcquire(one).integrate()).isInstanceOf(DatabaseTamperedException.class);
        one.rollback();
        assertThat(Server.shared().ask(database, "SELECT count(*) FROM facegate.entry"))
                .isEqualTo("0");
    }

    @Test
    void noGatewayTakesAnythingOnceOneFoundDamage() throws Exception {
        write(1, 2);
        session.close();
        Server.shared()
                .tamper(database, "UPDATE facegate.pending SET lines = set_byte(lines, 20, get_byte(lines, 20) # 1)");
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            Server.await(() -> !message(ledger).isEmpty());
            assertThat(message(ledger)).contains("A gateway found the ledger changed", "batch 1 of gateway " + GATEWAY);
            assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
        assertThatThrownBy(() -> Ledger.open(address, Sample.SETTINGS))
                .hasMessageContaining("found the ledger changed");
    }

    private static String message(Ledger ledger) {
        try {
            ledger.refuse(Sample.asked(), Sample.refuse());
            return "";
        } catch (Fault.LedgerDown down) {
            return String.valueOf(down.getMessage());
        }
    }

    private void write(long number, int records) throws SQLException {
        session.write(new GatewaySession.Numbered(number, number, Lines.some(number, records)), false);
    }

    private void release(Connection connection) throws SQLException {
        SchemaPreflight.text(connection, "SELECT pg_advisory_unlock_all()");
        connection.commit();
    }

    private long size() {
        return Long.parseLong(Server.shared().ask(database, "SELECT size FROM facegate.head"));
    }

    private long waiting() {
        return Long.parseLong(Server.shared().ask(database, "SELECT count(*) FROM facegate.pending"));
    }
}
