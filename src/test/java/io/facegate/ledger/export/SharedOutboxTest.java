package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.reading.VerifiedRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several gateways of one database, one sends to a sink, and another goes on where it ended. */
class SharedOutboxTest {
    @TempDir
    private Path folder;

    /** Keeps the indexes of what it was handed. */
    private static final class KeepingSink implements RecordSink {
        private final List<Long> indexes = new CopyOnWriteArrayList<>();

        @Override
        public int most() {
            return 10;
        }

        @Override
        public long send(List<VerifiedRecord> records) {
            records.forEach(record -> indexes.add(record.index()));
            return records.isEmpty() ? 0 : records.getLast().index() + 1;
        }

        @Override
        public void close() {
            // Nothing stays open.
        }
    }

    private LedgerAddress gateway(String name, LedgerDatabase database) throws Exception {
        var data = Files.createDirectories(folder.resolve(name));
        var first = folder.resolve("a").resolve("ledger.key");
        if (!name.equals("a")) {
            Files.copy(first, data.resolve("ledger.key"));
        }
        return LedgerAddress.ofFolder(data, database);
    }

    private static Outbox start(LedgerAddress ledger, RecordSink sink) {
        return Outbox.start(ledger, Outbox.Scope.ALL_RECORDS, "siem", "sink-siem", sink);
    }

    private static void refuse(Ledger ledger, int count) {
        for (int number = 0; number < count; number++) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    @Test
    void oneSendsAndTheOtherTakesOver() throws Exception {
        var database = Server.shared().ledger();
        var first = new KeepingSink();
        var second = new KeepingSink();
        var a = gateway("a", database);
        try (var ledger = Ledger.open(a, Sample.SETTINGS)) {
            refuse(ledger, 25);
            var sending = start(a, first);
            Await.until(() -> sending.state().position() == 25);
            try (var waiting = start(gateway("b", database), second)) {
                Await.until(() -> waiting.state().isWaiting());
                refuse(ledger, 5);
                Await.until(() ->
                        sending.state().position() == 30 && waiting.state().position() == 30);
                assertThat(second.indexes).isEmpty();
                sending.close();
                refuse(ledger, 5);
                Await.until(() -> waiting.state().position() == 35);
                assertThat(waiting.state().isWaiting()).isFalse();
                assertThat(waiting.state().problem()).isNull();
            }
        }
        assertThat(first.indexes).hasSize(30).isSorted().doesNotHaveDuplicates();
        assertThat(second.indexes).containsExactly(30L, 31L, 32L, 33L, 34L);
        assertThat(Server.shared().ask(database, "SELECT next FROM facegate.outbox WHERE name = 'sink-siem'"))
                .isEqualTo("35");
    }

    /** The session that has the lock is asked for, so the database does not end it while nothing is sent. */
    @Test
    void whoSendsAsksWhetherItStillLeads() throws Exception {
        var database = Server.shared().ledger();
        var a = gateway("a", database);
        try (var ledger = Ledger.open(a, Sample.SETTINGS);
                var outbox = start(a, new KeepingSink())) {
            refuse(ledger, 1);
            Await.until(() -> outbox.state().position() == 1);
            var asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'facegate outbox'"
                    + " AND query = 'SELECT 1' AND datname = current_database()";
            Await.until(() -> Server.shared().ask(database, asked).equals("1"));
            Server.shared()
                    .ask(
                            database,
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                                    + " 'facegate outbox' AND datname = current_database()");
            Await.until(() -> outbox.state().problem() != null);
            refuse(ledger, 1);
            Await.until(() -> outbox.state().position() == 2);
        }
    }

    /** A ledger that moved to a database is not sent again, and a database without the table is sent from a file. */
    @Test
    void thePositionOfTheFolderIsGoneOnFrom() throws Exception {
        var database = Server.shared().ledger();
        var owner = Server.shared().superuser(database);
        var a = gateway("a", database);
        try (var ledger = Ledger.open(a, Sample.SETTINGS);
                owner;
                var change = owner.createStatement()) {
            change.execute("ALTER TABLE facegate.outbox RENAME TO outbox_away");
            refuse(ledger, 10);
            try (var outbox = start(a, new KeepingSink())) {
                Await.until(() -> outbox.state().position() == 10);
            }
            assertThat(Files.readString(a.data().resolve("sink-siem.position"))).startsWith("10 ");
            change.execute("ALTER TABLE facegate.outbox_away RENAME TO outbox");
            refuse(ledger, 2);
            var sink = new KeepingSink();
            try (var outbox = start(a, sink)) {
                Await.until(() -> outbox.state().position() == 12);
            }
            assertThat(sink.indexes).containsExactly(10L, 11L);
        }
    }
}
