package io.facegate.ledger.moving;

import io.facegate.call.Fault;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.postgres.Database;
import io.facegate.ledger.reading.LedgerReader;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.Beginning;
import io.facegate.ledger.store.Claim;
import io.facegate.ledger.store.Head;
import io.facegate.ledger.store.KeyFile;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A ledger's file beside its place, which it takes when all of it has arrived. */
final class FileArrival implements Arrival {
    private static final String NAME = LedgerFile.NAME + ".moving";

    private final Path folder;
    private final Database from;
    private final Claim claim;
    private final Connection connection;
    private final PreparedStatement insert;

    private FileArrival(Path folder, Database from, Claim claim, Connection connection) throws SQLException {
        this.folder = folder;
        this.from = from;
        this.claim = claim;
        this.connection = connection;
        insert =
                connection.prepareStatement("INSERT INTO batch (first, count, root, leaves, lines) VALUES (?,?,?,?,?)");
    }

    /** What is in that database arrives in a folder, which needs the keys of the ledger and of its log. */
    static FileArrival in(Path folder, Database from) throws SQLException, IOException {
        if (Files.exists(folder.resolve(LedgerFile.NAME))) {
            throw new Fault.LedgerDown(
                    "There is a ledger in " + folder + ". Move it away first, or name another folder.");
        }
        if (!KeyFile.in(folder)) {
            throw new Fault.LedgerDown("The folder " + folder + " has no " + KeyFile.NAME
                    + ". Copy it there from a data folder of one of the ledger's gateways.");
        }
        new LogKey(folder).demandNewest(from);
        var claim = Claim.of(folder);
        try {
            discard(folder);
            Sqlite.createPrivate(folder.resolve(NAME));
            var connection = Sqlite.writer(folder.resolve(NAME));
            Beginning.create(connection);
            Sqlite.run(connection, "BEGIN IMMEDIATE");
            return new FileArrival(folder, from, claim, connection);
        } catch (SQLException | IOException unfit) {
            claim.close();
            throw unfit;
        }
    }

    @Override
    public void take(Batch batch) throws SQLException {
        insert.setLong(1, batch.first());
        insert.setInt(2, batch.count());
        insert.setBytes(3, batch.root());
        insert.setBytes(4, batch.leaves());
        insert.setBytes(5, batch.lines());
        demandOne(insert);
    }

    @Override
    public void end(Head head) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ?")) {
            update.setLong(1, head.size());
            update.setBytes(2, head.root());
            update.setBytes(3, head.range());
            update.setLong(4, head.size());
            demandOne(update);
        }
        Sqlite.run(connection, "COMMIT");
    }

    private static void demandOne(PreparedStatement change) throws SQLException {
        if (change.executeUpdate() != 1) {
            throw new SQLException("the file did not take what was written");
        }
    }

    @Override
    public LedgerReader reader() {
        return LedgerFile.on(connection);
    }

    /** The log is emptied into the file, and both are on disk, before the file takes its name. */
    @Override
    public void goOn() throws SQLException, IOException {
        if (!Sqlite.ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)").equals("0")) {
            throw new SQLException("somebody reads the file that has just been made");
        }
        connection.close();
        SignedCheckpoint.bring(from, folder);
        Files.move(folder.resolve(NAME), folder.resolve(LedgerFile.NAME), StandardCopyOption.ATOMIC_MOVE);
        Beginning.sync(folder);
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
