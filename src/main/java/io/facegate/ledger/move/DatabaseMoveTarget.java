package io.facegate.ledger.move;

import io.facegate.call.Fault;
import io.facegate.ledger.checkpoint.SharedSigningState;
import io.facegate.ledger.checkpoint.SignerState;
import io.facegate.ledger.postgres.GatewayId;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.PostgresLedger;
import io.facegate.ledger.postgres.SharedLedgerKey;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.store.StoredHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Move destination in an empty database, written in one transaction. Each batch goes to the partition of its last
 * record's day.
 */
final class DatabaseMoveTarget implements MoveTarget {
    private static final Pattern DAY = Pattern.compile("\"time\":\"(\\d{4}-\\d{2}-\\d{2})T");

    private final Connection connection;
    private final Path folder;
    private final UUID gateway;
    private final PreparedStatement insert;
    private LocalDate day = LocalDate.MIN;
    private long number;

    private DatabaseMoveTarget(Connection connection, Path folder, UUID gateway) throws SQLException {
        this.connection = connection;
        this.folder = folder;
        this.gateway = gateway;
        insert = connection.prepareStatement(
                "INSERT INTO facegate.entry (day, first, count, root, leaves, lines, gateway,"
                        + " number) VALUES (?,?,?,?,?,?,?,?)");
    }

    /** Opens the destination; the records become batches of the gateway of that data folder. */
    static DatabaseMoveTarget open(LedgerDatabase database, Path folder) throws SQLException, IOException {
        var connection = database.connectExclusively("facegate move");
        try {
            connection.setAutoCommit(false);
            var held = SqliteSettings.queryText(
                    connection, "SELECT size + (SELECT count(*) FROM facegate.pending) FROM facegate.head FOR UPDATE");
            if (!held.equals("0")) {
                throw new Fault.LedgerDown("There is a ledger in this database: it holds " + held + " records.");
            }
            SharedLedgerKey.requireSameKey(connection, folder);
            return new DatabaseMoveTarget(connection, folder, GatewayId.readOrCreate(folder));
        } catch (SQLException | IOException | Fault unfit) {
            connection.close();
            throw unfit;
        }
    }

    @Override
    public void write(RecordBatch batch) throws SQLException {
        var written = dayOf(batch);
        if (written.isAfter(day)) {
            day = written;
            run("SELECT facegate.make_partitions(?, ?)", day, day);
            run("INSERT INTO facegate.span VALUES (?, ?)", day, batch.first());
        }
        insert.setObject(1, day);
        insert.setLong(2, batch.first());
        insert.setInt(3, batch.count());
        insert.setBytes(4, batch.root());
        insert.setBytes(5, batch.leaves());
        insert.setBytes(6, batch.lines());
        insert.setObject(7, gateway);
        insert.setLong(8, ++number);
        if (insert.executeUpdate() != 1) {
            throw new SQLException("the database did not take what was written");
        }
    }

    private LocalDate dayOf(RecordBatch batch) {
        var lines = new String(batch.lines(), StandardCharsets.ISO_8859_1);
        var found = DAY.matcher(lines.substring(lines.lastIndexOf('\n') + 1));
        return found.find() ? LocalDate.parse(found.group(1)) : day.equals(LocalDate.MIN) ? LocalDate.EPOCH : day;
    }

    @Override
    public void finish(StoredHead head) throws SQLException, IOException {
        run(
                "UPDATE facegate.head SET size = ?, root = ?, range = ?, day = ?",
                head.size(),
                head.root(),
                head.range(),
                day);
        run(
                "INSERT INTO facegate.gateway VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET written ="
                        + " excluded.written, oldest_open = excluded.oldest_open",
                gateway,
                number,
                number + 1);
        run(
                "INSERT INTO facegate.taken VALUES (?, ?) ON CONFLICT (gateway) DO UPDATE SET number = excluded.number",
                gateway,
                number);
        SharedSigningState.store(connection, folder);
    }

    private void run(String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (!statement.execute() && statement.getUpdateCount() != 1) {
                throw new SQLException("the database did not take what was written");
            }
        }
    }

    @Override
    public LedgerReader reader() {
        return PostgresLedger.withConnection(connection);
    }

    @Override
    public void activate() throws SQLException, IOException {
        connection.commit();
        SignerState.bind(folder);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
