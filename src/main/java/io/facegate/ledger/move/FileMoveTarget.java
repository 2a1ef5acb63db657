package io.facegate.ledger.move;

import io.facegate.call.Fault;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.LedgerInitializer;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.store.StoredHead;
import io.facegate.ledger.store.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Move destination in a file, written beside its final place and renamed once it is complete. */
final class FileMoveTarget implements MoveTarget {
    private static final String NAME = LedgerFile.NAME + ".moving";

    private final Path folder;
    private final LedgerDatabase from;
    private final WriterLock claim;
    private final Connection connection;
    private final PreparedStatement insert;

    private FileMoveTarget(Path folder, LedgerDatabase from, WriterLock claim, Connection connection)
            throws SQLException {
        this.folder = folder;
        this.from = from;
        this.claim = claim;
        this.connection = connection;
        insert =
                connection.prepareStatement("INSERT INTO batch (first, count, root, leaves, lines) VALUES (?,?,?,?,?)");
    }

    /** Opens the destination for a database's ledger; the folder needs the keys of the ledger and of its log. */
    static FileMoveTarget open(Path folder, LedgerDatabase from) throws SQLException, IOException {
        if (Files.exists(folder.resolve(LedgerFile.NAME))) {
            throw new Fault.LedgerDown(
                    "There is a ledger in " + folder + ". Move it away first, or name another folder.");
        }
        if (!LedgerKeyFile.exists(folder)) {
            throw new Fault.LedgerDown("The folder " + folder + " has no " + LedgerKeyFile.NAME
                    + ". Copy it there from a data folder of one of the ledger's gateways.");
        }
        new LogKey(folder).requireNewest(from);
        var claim = WriterLock.acquire(folder);
        try {
            discard(folder);
            SqliteSettings.createPrivate(folder.resolve(NAME));
            var connection = SqliteSettings.writer(folder.resolve(NAME));
            LedgerInitializer.create(connection);
            SqliteSettings.run(connection, "BEGIN IMMEDIATE");
            return new FileMoveTarget(folder, from, claim, connection);
        } catch (SQLException | IOException unfit) {
            claim.close();
            throw unfit;
        }
    }

    @Override
    public void write(RecordBatch batch) throws SQLException {
        insert.setLong(1, batch.first());
        insert.setInt(2, batch.count());
        insert.setBytes(3, batch.root());
        insert.setBytes(4, batch.leaves());
        insert.setBytes(5, batch.lines());
        requireOne(insert);
    }

    @Override
    public void finish(StoredHead head) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ?")) {
            update.setLong(1, head.size());
            update.setBytes(2, head.root());
            update.setBytes(3, head.range());
            update.setLong(4, head.size());
            requireOne(update);
        }
        SqliteSettings.run(connection, "COMMIT");
    }

    private static void requireOne(PreparedStatement change) throws SQLException {
        if (change.executeUpdate() != 1) {
            throw new SQLException("the file did not take what was written");
        }
    }

    @Override
    public LedgerReader reader() {
        return LedgerFile.withConnection(connection);
    }

    /** Writes the WAL into the file and syncs both before the file gets its name. */
    @Override
    public void activate() throws SQLException, IOException {
        if (!SqliteSettings.queryText(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
                .equals("0")) {
            throw new SQLException("somebody reads the file that has just been made");
        }
        connection.close();
        SignedCheckpoint.copy(from, folder);
        Files.move(folder.resolve(NAME), folder.resolve(LedgerFile.NAME), StandardCopyOption.ATOMIC_MOVE);
        LedgerInitializer.sync(folder);
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        discard(folder);
        claim.close();
    }

    private static void discard(Path folder) throws IOException {
        for (var tail : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(NAME + tail));
        }
    }
}
