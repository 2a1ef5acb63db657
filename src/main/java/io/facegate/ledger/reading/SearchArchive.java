package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.Sqlite;
import io.facegate.ledger.tree.AuditPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches in a projection of the ledger that stands in a file of its own; one caller at a time. */
final class SearchArchive implements Archive {
    private static final String NAME = "search.db";
    private static final int BATCHES = 16;

    private final LedgerAddress address;
    private final Path folder;
    private @Nullable Connection search;

    SearchArchive(LedgerAddress address) {
        this.address = address;
        this.folder = address.data();
    }

    /** Something to do with the two files. */
    @FunctionalInterface
    private interface Work<T> {
        T in(LedgerReader ledger, Connection search) throws SQLException;
    }

    @Override
    public synchronized List<Entry> find(Query query) {
        var filter = new Filter(query);
        return with((ledger, search) -> {
            var found = new ArrayList<Entry>();
            for (long index : Cells.numbers(search, filter.sql(), filter.values())) {
                found.add(entry(ledger, index));
            }
            return found;
        });
    }

    @Override
    public synchronized Optional<Dossier> dossier(String decision) {
        return with((ledger, search) -> {
            var found = Cells.numbers(
                    search,
                    "SELECT idx FROM entry WHERE id = ? AND kind IN ('DECISION', 'EVALUATION')",
                    List.of(decision));
            return found.isEmpty() ? Optional.empty() : Optional.of(dossier(ledger, search, found.getFirst()));
        });
    }

    private static Dossier dossier(LedgerReader ledger, Connection search, long index) throws SQLException {
        var decision = entry(ledger, index);
        var id = Cells.numbers(
                search,
                "SELECT o.idx FROM entry o JOIN entry d ON o.ref = d.id WHERE d.idx = ? AND o.kind = 'OUTCOME'",
                List.of(index));
        var outcome = id.isEmpty() ? null : entry(ledger, id.getFirst());
        long size = Long.parseLong(Sqlite.ask(search, "SELECT next FROM progress"));
        var tree = new Leaves(ledger, search);
        var path = new AuditPath(tree::leaf, tree::known);
        return new Dossier(decision, outcome, size, path.root(0, size), path.of(index, size));
    }

    private static Entry entry(LedgerReader ledger, long index) throws SQLException {
        for (var batch : ledger.around(index, 1)) {
            var found = new ArrayList<Entry>(1);
            batch.each((place, from, to) -> {
                if (batch.first() + place == index) {
                    var json = java.util.Arrays.copyOfRange(batch.lines(), from, to);
                    found.add(new Entry(index, json, batch.leaf(place)));
                }
                return found.isEmpty();
            });
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        throw new SQLException("The ledger has no record " + index + '.');
    }

    /** Does the work on a projection that is up to date, making it anew when it turns out to be damaged. */
    private <T> T with(Work<T> work) {
        try (var ledger = address.reader()) {
            try {
                return upToDate(ledger, work);
            } catch (SQLException damaged) {
                forget();
                return upToDate(ledger, work);
            }
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private <T> T upToDate(LedgerReader ledger, Work<T> work) throws SQLException, IOException {
        if (search == null) {
            search = open();
        }
        catchUp(ledger, search);
        return work.in(ledger, search);
    }

    private Connection open() throws SQLException, IOException {
        var file = folder.resolve(NAME);
        Sqlite.createPrivate(file);
        var opened = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            Sqlite.set(opened, "busy_timeout", "10000");
            Sqlite.set(opened, "journal_mode", "wal");
            Sqlite.set(opened, "synchronous", "1");
            Sqlite.set(opened, "mmap_size", "0");
            if (!Sqlite.ask(opened, "PRAGMA user_version").equals(Integer.toString(Projection.LAYOUT))) {
                create(opened);
            }
            return opened;
        } catch (SQLException unfit) {
            opened.close();
            throw unfit;
        }
    }

    /** Drops whatever stands there and makes the tables, unless another process just did. */
    private static void create(Connection search) throws SQLException {
        Sqlite.run(search, "BEGIN IMMEDIATE");
        for (var name : Sqlite.ask(
                        search,
                        "SELECT group_concat(name, ',') FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
                .split(",", -1)) {
            Sqlite.run(search, "DROP TABLE IF EXISTS \"" + name.replace("\"", "") + '"');
        }
        for (var statement : Projection.TABLES) {
            Sqlite.run(search, statement);
        }
        Sqlite.run(search, "COMMIT");
    }

    private static void catchUp(LedgerReader ledger, Connection search) throws SQLException {
        boolean more = true;
        while (more) {
            Sqlite.run(search, "BEGIN IMMEDIATE");
            boolean done = false;
            try (var projection = new Projection(search)) {
                more = step(ledger, projection);
                done = true;
            } finally {
                Sqlite.run(search, done ? "COMMIT" : "ROLLBACK");
            }
        }
    }

    /** Takes over some batches; false when there were none. */
    private static boolean step(LedgerReader ledger, Projection projection) throws SQLException {
        long next = projection.next();
        if (next > 0 && !projection.follows(last(ledger, next - 1))) {
            throw new SQLException("The projection is of another ledger.");
        }
        var seen = ledger.from(next, BATCHES);
        for (var batch : seen.batches()) {
            if (batch.first() != next || batch.count() < 1) {
                throw new Fault.LedgerDown("Records are missing at " + next + ". Run: facegate ledger verify");
            }
            projection.take(batch);
            next += batch.count();
        }
        if (!seen.batches().isEmpty()) {
            var batch = seen.batches().getLast();
            projection.advance(next, batch.leaf(batch.count() - 1));
        }
        return !seen.batches().isEmpty();
    }

    private static byte[] last(LedgerReader ledger, long index) throws SQLException {
        for (Batch batch : ledger.around(index, 1)) {
            return batch.leaf((int) (index - batch.first()));
        }
        return new byte[0];
    }

    /** Throws the projection away. */
    private void forget() throws SQLException, IOException {
        if (search != null) {
            search.close();
            search = null;
        }
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(NAME + tail));
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (search != null) {
                search.close();
                search = null;
            }
        } catch (SQLException broken) {
            throw new Fault.LedgerDown("The search file did not close: " + broken.getMessage());
        }
    }
}
