package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.postgres.LedgerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shared signing state of the gateways of one database: the keys of their log and the newest checkpoint. One gateway
 * signs at a time. It stores a checkpoint here before anybody sees it, by compare-and-swap with the one it read.
 */
public final class SharedSigningState implements AutoCloseable {
    /** Advisory lock of the signing gateway. */
    private static final long ROLE = 0x46474c31_00000003L;

    /** Advisory lock for creating the first key. */
    private static final long FIRST = 0x46474c31_00000004L;

    private static final int SILENT_SECONDS = 20;

    /** A hanging process loses its lock with its connection. */
    private static final String HURRY = "SET idle_session_timeout = '10s'";

    private static final String STATE = "SELECT keys, note FROM facegate.log";

    private static final String REPLACE =
            "UPDATE facegate.log SET keys = ?, note = ?, size = ?, root = ? WHERE keys = ? AND note = ?"
                    + " AND (SELECT size FROM facegate.head) >= ? AND NOT EXISTS (SELECT FROM facegate.damage)"
                    + " AND NOT EXISTS (SELECT FROM facegate.moved)";

    private final LedgerDatabase database;
    private @Nullable Connection connection;
    private @Nullable State seen;
    private boolean leads;

    /**
     * The shared state.
     *
     * @param keys the first public key, and the proof of each later one
     * @param note the newest signed checkpoint; empty if there is none
     */
    public record State(String keys, byte[] note) {}

    /** A database operation. */
    @FunctionalInterface
    private interface DatabaseWork<T> {
        T run(Connection connection) throws SQLException, IOException;
    }

    SharedSigningState(LedgerDatabase database) {
        this.database = database;
    }

    /** Reads the shared state of a database; empty if no gateway has started yet. */
    public static Optional<State> readFrom(LedgerDatabase database) throws IOException {
        try (var shared = new SharedSigningState(database)) {
            return shared.query(SharedSigningState::read);
        }
    }

    /** Returns the keys of the log. The first gateway creates the first key, and stores what its folder has signed. */
    String join(Path folder, @Nullable String origin) throws IOException {
        return query(open -> {
            open.setAutoCommit(false);
            try {
                run(open, "SELECT pg_advisory_xact_lock(" + FIRST + ')');
                var there = read(open);
                if (there.isPresent()) {
                    return there.get().keys;
                }
                new LogKey(folder).prepare(origin);
                var first = store(open, folder);
                open.commit();
                return first.keys;
            } finally {
                open.rollback();
                open.setAutoCommit(true);
            }
        });
    }

    /** Stores a folder's keys and newest checkpoint in the database; the caller commits. */
    public static State store(Connection open, Path folder) throws SQLException, IOException {
        var signed = SignedCheckpoint.readFrom(folder);
        var state = new State(
                Files.readString(folder.resolve(LogKey.CHAIN)),
                signed == null ? new byte[0] : signed.note().bytes());
        try (var insert = open.prepareStatement("INSERT INTO facegate.log (keys, note, size, root) VALUES (?,?,?,?)")) {
            insert.setString(1, state.keys);
            insert.setBytes(2, state.note);
            insert.setLong(3, signed == null ? 0 : signed.checkpoint().size());
            insert.setBytes(
                    4, signed == null ? new byte[0] : signed.checkpoint().root());
            if (insert.executeUpdate() != 1) {
                throw new SQLException("the database did not take the log's keys");
            }
        }
        return state;
    }

    /** Reads and remembers the state. */
    State state() throws IOException {
        var state = query(SharedSigningState::read)
                .orElseThrow(() -> new Fault.LedgerDown(
                        "The database has forgotten the keys of its log: an older copy was put back."));
        seen = state;
        return state;
    }

    /** True if this gateway is the signer, from now on until its connection is lost. */
    boolean tryLead() throws IOException {
        return query(open -> {
            leads = leads || number(open, "SELECT pg_try_advisory_lock(" + ROLE + ")::int") == 1;
            return leads;
        });
    }

    /**
     * Replaces the checkpoint that was last read here.
     *
     * @throws IOException if it has changed since, or the ledger is damaged, was moved or is shorter
     */
    void replace(String keys, byte[] note, Checkpoint checkpoint) throws IOException {
        var before = seen;
        if (before == null || !query(open -> tryReplace(open, before, new State(keys, note), checkpoint))) {
            throw new IOException("another gateway signed, or the ledger accepts no more records");
        }
        seen = new State(keys, note);
    }

    private static boolean tryReplace(Connection open, State before, State now, Checkpoint checkpoint)
            throws SQLException {
        try (var update = open.prepareStatement(REPLACE)) {
            update.setString(1, now.keys);
            update.setBytes(2, now.note);
            update.setLong(3, checkpoint.size());
            update.setBytes(4, checkpoint.root());
            update.setString(5, before.keys);
            update.setBytes(6, before.note);
            update.setLong(7, checkpoint.size());
            return update.executeUpdate() == 1;
        }
    }

    private static Optional<State> read(Connection open) throws SQLException {
        try (var statement = open.createStatement();
                var rows = statement.executeQuery(STATE)) {
            return rows.next() ? Optional.of(new State(rows.getString(1), rows.getBytes(2))) : Optional.empty();
        }
    }

    private static void run(Connection open, String sql) throws SQLException {
        try (var statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection open, String sql) throws SQLException {
        try (var statement = open.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private <T> T query(DatabaseWork<T> asking) throws IOException {
        try {
            var open = connection;
            if (open == null) {
                open = database.connect("facegate signer", SILENT_SECONDS);
                connection = open;
                run(open, HURRY);
            }
            return asking.run(open);
        } catch (SQLException gone) {
            close();
            throw new IOException("the database does not answer: " + gone.getMessage(), gone);
        }
    }

    @Override
    public void close() {
        leads = false;
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException already) {
            // The server closed it already.
        } finally {
            connection = null;
        }
    }
}
