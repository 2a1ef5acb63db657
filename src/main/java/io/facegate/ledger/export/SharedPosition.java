package io.facegate.ledger.export;

import io.facegate.call.Digests;
import io.facegate.ledger.postgres.LedgerDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Position of an outbox in the database that several gateways share. The gateway that holds the outbox's lock sends, and
 * loses the lock with its connection.
 */
final class SharedPosition implements PositionStore {
    private static final int SILENT_SECONDS = 20;

    /** A hanging process loses its lock with its connection; longer than the slowest delivery. */
    private static final String HURRY = "SET idle_session_timeout = '120s'";

    /** How long the lock is taken to be held without asking; asking keeps the session. */
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

    private final Connection connection;
    private final String outbox;
    private final PositionFile earlier;
    private boolean leads;
    private long asked = System.nanoTime();

    private SharedPosition(Connection connection, String outbox, PositionFile earlier) {
        this.connection = connection;
        this.outbox = outbox;
        this.earlier = earlier;
    }

    /**
     * Opens the position in the database, or the earlier file while the database has no table for it.
     *
     * @param earlier the position of a gateway whose ledger moved to the database
     */
    static PositionStore open(LedgerDatabase database, String outbox, PositionFile earlier) throws IOException {
        try {
            var connection = database.connect("facegate outbox", SILENT_SECONDS);
            try (var statement = connection.createStatement()) {
                statement.execute(HURRY);
                try (var table = statement.executeQuery("SELECT to_regclass('facegate.outbox')")) {
                    if (table.next() && table.getString(1) != null) {
                        return new SharedPosition(connection, outbox, earlier);
                    }
                }
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
            connection.close();
            return earlier;
        } catch (SQLException gone) {
            throw unreachable(gone);
        }
    }

    private static IOException unreachable(SQLException gone) {
        return new IOException("the database does not answer: " + gone.getMessage(), gone);
    }

    @Override
    public boolean tryLead() throws IOException {
        if (leads) {
            return true;
        }
        var digest = Digests.sha256(("facegate outbox " + outbox).getBytes(StandardCharsets.UTF_8));
        try (var lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, ByteBuffer.wrap(digest).getLong());
            try (var rows = lock.executeQuery()) {
                leads = rows.next() && rows.getBoolean(1);
                return leads;
            }
        } catch (SQLException gone) {
            throw unreachable(gone);
        }
    }

    /** A connection that answers is still the session that has the lock. */
    @Override
    public void requireLead() throws IOException {
        if (System.nanoTime() - asked < ASKED_AGAIN.toNanos()) {
            return;
        }
        try (var question = connection.createStatement()) {
            question.execute("SELECT 1");
            asked = System.nanoTime();
        } catch (SQLException gone) {
            throw unreachable(gone);
        }
    }

    @Override
    public @Nullable Mark read() throws IOException {
        try (var query = connection.prepareStatement("SELECT next, leaf FROM facegate.outbox WHERE name = ?")) {
            query.setString(1, outbox);
            try (var rows = query.executeQuery()) {
                return rows.next()
                        ? new Mark(rows.getLong(1), HexFormat.of().formatHex(rows.getBytes(2)))
                        : earlier.read();
            }
        } catch (SQLException gone) {
            throw unreachable(gone);
        }
    }

    @Override
    public void write(Mark mark) throws IOException {
        try (var update = connection.prepareStatement("INSERT INTO facegate.outbox (name, next, leaf) VALUES (?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET next = excluded.next, leaf = excluded.leaf")) {
            update.setString(1, outbox);
            update.setLong(2, mark.next());
            update.setBytes(3, HexFormat.of().parseHex(mark.leaf()));
            if (!leads || update.executeUpdate() != 1) {
                throw new IOException("the database did not take the position");
            }
        } catch (SQLException gone) {
            throw unreachable(gone);
        }
    }

    @Override
    public String describe() {
        return "The row " + outbox + " of the table outbox";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException already) {
            // The server closed it already.
        }
    }
}
