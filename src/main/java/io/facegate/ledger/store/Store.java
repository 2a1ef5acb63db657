package io.facegate.ledger.store;

import io.facegate.call.Fault;
import io.facegate.ledger.record.Glance;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ledger's file, open for writing; one thread at a time. After any exception nothing more may be written. */
final class Store implements AutoCloseable {
    private static final String TABLES = """
            CREATE TABLE batch (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, root BLOB NOT NULL,
                leaves BLOB NOT NULL, lines BLOB NOT NULL) STRICT;
            CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
                range BLOB NOT NULL, oldest_open INTEGER NOT NULL) STRICT;
            CREATE TABLE verified (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
                range BLOB NOT NULL) STRICT;
            INSERT INTO head VALUES (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', x'', 0);
            INSERT INTO verified VALUES (1, 0, x'');
            PRAGMA application_id = %d;
            PRAGMA user_version = %d""".formatted(Sqlite.APPLICATION, Sqlite.LAYOUT);

    private final Claim claim;
    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement insert;
    private final PreparedStatement advance;
    private final CompactRange range;
    private final Map<String, Long> open = new LinkedHashMap<>();

    private Store(Claim claim, Connection connection) throws SQLException {
        this.claim = claim;
        this.connection = connection;
        this.range = recheck();
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        insert =
                connection.prepareStatement("INSERT INTO batch (first, count, root, leaves, lines) VALUES (?,?,?,?,?)");
        advance = connection.prepareStatement(
                "UPDATE head SET size = ?, root = ?, range = ?, oldest_open = ? WHERE one = 1 AND size = ?");
    }

    /**
     * Opens the ledger of a folder, creating it where there is none, and checks what was written since it was last
     * checked.
     *
     * @throws Fault.LedgerDown when somebody else writes there or a record was changed
     */
    static Store open(Path folder) throws IOException, SQLException {
        var claim = Claim.of(folder);
        try {
            var file = folder.resolve(LedgerFile.NAME);
            Sqlite.createPrivate(file);
            syncFolder(folder);
            var connection = Sqlite.writer(file);
            try {
                create(connection);
                var store = new Store(claim, connection);
                claim.watch(file);
                claim.watch(folder.resolve(LedgerFile.NAME + "-wal"));
                return store;
            } catch (SQLException | IOException | Fault unfit) {
                connection.close();
                throw unfit;
            }
        } catch (SQLException | IOException | Fault unfit) {
            claim.close();
            throw unfit;
        }
    }

    private static void create(Connection connection) throws SQLException {
        var application = Sqlite.ask(connection, "PRAGMA application_id");
        var tables = Sqlite.ask(connection, "SELECT count(*) FROM sqlite_schema");
        if (application.equals("0") && tables.equals("0")) {
            Sqlite.run(connection, "BEGIN IMMEDIATE");
            for (var statement : TABLES.split(";\n", -1)) {
                Sqlite.run(connection, statement);
            }
            Sqlite.run(connection, "COMMIT");
        } else if (!application.equals(Integer.toString(Sqlite.APPLICATION))
                || !Sqlite.ask(connection, "PRAGMA user_version").equals(Integer.toString(Sqlite.LAYOUT))) {
            throw new SQLException("The file ledger.db is not a ledger of this version of Facegate.");
        }
    }

    /** Without it, a power cut can forget that the file was ever made. */
    private static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Hashes again every record since the last checked one, and remembers how far that went. */
    private CompactRange recheck() throws SQLException {
        var file = LedgerFile.on(connection);
        var head = file.head();
        var check = new TreeCheck(verified());
        var damage = new TreeCheck.@Nullable Damage[1];
        file.each(check.range().size(), batch -> {
            if (batch.first() >= check.range().size()) {
                damage[0] = check.take(batch);
            }
            return damage[0] == null;
        });
        var found = damage[0] == null ? check.end(head) : damage[0];
        if (found != null) {
            throw new Fault.LedgerDown("The ledger was changed at record " + found.index() + ": " + found.what()
                    + ". Run: facegate ledger verify");
        }
        collectOpen(file, head.oldestOpen());
        var update = "UPDATE verified SET size = " + head.size() + ", range = (SELECT range FROM head)";
        Sqlite.run(connection, update);
        return check.range();
    }

    private CompactRange verified() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT size, range FROM verified");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("The ledger does not say how far it was checked.");
            }
            return new CompactRange(rows.getLong(1), LedgerFile.bytes(rows, 2));
        } catch (IllegalArgumentException changed) {
            throw new SQLException("The ledger's own mark of how far it was checked was changed.", changed);
        }
    }

    private void collectOpen(LedgerFile file, long from) throws SQLException {
        var glance = new Glance();
        file.each(from, batch -> {
            batch.each((place, start, end) -> {
                glance.at(batch.lines(), start, end);
                var id = glance.id();
                var ref = glance.ref();
                if (glance.permit() && id != null) {
                    open.put(id, batch.first() + place);
                } else if (ref != null) {
                    open.remove(ref);
                }
                return true;
            });
            return true;
        });
    }

    /** Ids of the permits without an outcome. */
    Set<String> open() {
        return Set.copyOf(open.keySet());
    }

    /** Writes one batch; on return it is on disk, in the file that stands under the ledger's name. */
    Head append(List<Line> lines) throws SQLException, IOException {
        long first = range.size();
        var leaves = new byte[lines.size() * Rfc6962.HASH];
        for (int place = 0; place < lines.size(); place++) {
            var line = lines.get(place);
            System.arraycopy(line.leaf(), 0, leaves, place * Rfc6962.HASH, Rfc6962.HASH);
            range.append(line.leaf());
            keepOpen(line, first + place);
        }
        var root = range.root();
        begin.execute();
        insert.setLong(1, first);
        insert.setInt(2, lines.size());
        insert.setBytes(3, root);
        insert.setBytes(4, leaves);
        insert.setBytes(5, joined(lines));
        insert.executeUpdate();
        advance(first, root);
        commit.execute();
        claim.look();
        return new Head(range.size(), root, new byte[0], 0);
    }

    private void keepOpen(Line line, long index) {
        if (line.opens() != null) {
            open.put(line.opens(), index);
        } else if (line.closes() != null) {
            open.remove(line.closes());
        }
    }

    private void advance(long first, byte[] root) throws SQLException {
        var oldest = open.entrySet().iterator();
        advance.setLong(1, range.size());
        advance.setBytes(2, root);
        advance.setBytes(3, range.stored());
        advance.setLong(4, oldest.hasNext() ? oldest.next().getValue() : range.size());
        advance.setLong(5, first);
        if (advance.executeUpdate() != 1) {
            throw new SQLException("Somebody else wrote to the ledger.");
        }
    }

    private static byte[] joined(List<Line> lines) {
        int size = lines.size() - 1;
        for (var line : lines) {
            size += line.json().length;
        }
        var joined = new byte[size];
        int at = 0;
        for (var line : lines) {
            if (at > 0) {
                joined[at++] = '\n';
            }
            System.arraycopy(line.json(), 0, joined, at, line.json().length);
            at += line.json().length;
        }
        return joined;
    }

    /** Moves everything from the write-ahead log into the file; false when somebody was reading, so that some is left. */
    boolean settle() throws SQLException, IOException {
        Sqlite.set(connection, "busy_timeout", "0");
        var busy = Sqlite.ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Sqlite.set(connection, "busy_timeout", "60000");
        claim.look();
        return busy.equals("0");
    }

    Head head() {
        return new Head(range.size(), range.root(), range.stored(), 0);
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            claim.close();
        }
    }
}
