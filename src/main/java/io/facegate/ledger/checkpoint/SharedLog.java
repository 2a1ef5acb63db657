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
 * What the gateways of one database agree on: the keys of their log, and what was signed last. One of them signs at a time,
 * and what it signs stands here before anybody sees it, in place of what it had seen here and of nothing else.
 */
public final class SharedLog implements AutoCloseable {
    /** The lock of the one who signs. */
    private static final long ROLE = 0x46474c31_00000003L;

    /** The lock of the one who makes the first key. */
    private static final long FIRST = 0x46474c31_00000004L;

    private static final int SILENT_SECONDS = 20;

    /** A process that hangs loses the role with its connection. */
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
     * How it stands.
     *
     * @param keys the first public key, and the proof of each that followed
     * @param note the checkpoint that was signed last; no bytes when none was
     */
    public record State(String keys, byte[] note) {}

    /** Something that is asked of the database. */
    @FunctionalInterface
    private interface Asking<T> {
        T of(Connection connection) throws SQLException, IOException;
    }

    SharedLog(LedgerDatabase database) {
        this.database = database;
    }

    /** What the gateways of a database agree on; empty when none was started yet. */
    public static Optional<State> in(LedgerDatabase database) throws IOException {
        try (var shared = new SharedLog(database)) {
            return shared.ask(SharedLog::read);
        }
    }

    /** The keys of the log; the first gateway makes the first, and brings along what its folder has signed. */
    String join(Path folder, @Nullable String origin) throws IOException {
        return ask(open -> {
            open.setAutoCommit(false);
            try {
                run(open, "SELECT pg_advisory_xact_lock(" + FIRST + ')');
                var there = read(open);
                if (there.isPresent()) {
                    return there.get().keys;
                }
                new LogKey(folder).prepare(origin);
                var first = bring(open, folder);
                open.commit();
                return first.keys;
            } finally {
                open.rollback();
                open.setAutoCommit(true);
            }
        });
    }

    /** Puts what a folder has signed, and its keys, where all gateways see them; the caller commits. */
    public static State bring(Connection open, Path folder) throws SQLException, IOException {
        var signed = SignedCheckpoint.in(folder);
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

    /** How it stands now. */
    State state() throws IOException {
        var state = ask(SharedLog::read)
                .orElseThrow(() -> new Fault.LedgerDown(
                        "The database has forgotten the keys of its log: an older copy was put back."));
        seen = state;
        return state;
    }

    /** Whether this one signs, from now on until its connection is lost. */
    boolean lead() throws IOException {
        return ask(open -> {
            leads = leads || number(open, "SELECT pg_try_advisory_lock(" + ROLE + ")::int") == 1;
            return leads;
        });
    }

    /**
     * Puts a checkpoint in place of what was seen here last.
     *
     * @throws IOException when something else stands there now, or the ledger is damaged, was moved, or is shorter
     */
    void replace(String keys, byte[] note, Checkpoint checkpoint) throws IOException {
        var before = seen;
        if (before == null || !ask(open -> replaced(open, before, new State(keys, note), checkpoint))) {
            throw new IOException("another gateway signed, or the ledger takes nothing more");
        }
        seen = new State(keys, note);
    }

    private static boolean replaced(Connection open, State before, State now, Checkpoint checkpoint)
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

    private <T> T ask(Asking<T> asking) throws IOException {
        try {
            var open = connection;
            if (open == null) {
                open = database.connect("facegate signer", SILENT_SECONDS);
                connection = open;
                run(open, HURRY);
            }
            return asking.of(open);
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
            // The server let go of it before.
        } finally {
            connection = null;
        }
    }
}
