package io.facegate.ledger.tiles;

import io.facegate.call.Fault;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.tree.CompactRange;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cache of a log's upper tiles in an SQLite file. It is disposable: it is rebuilt from the leaf hashes, and catches up
 * by itself. Not thread-safe.
 */
public final class UpperTileCache implements TileSource, AutoCloseable {
    /** The file's name in the data folder. */
    public static final String NAME = "tree.db";

    private static final int LAYOUT = 1;
    private static final int BLOCKS = 1024;
    /** Cached full tiles, 8 KiB each: those of 16 million records. */
    private static final int KEPT = 256;

    private static final List<String> TABLES = List.of(
            "DROP TABLE IF EXISTS tile",
            "DROP TABLE IF EXISTS progress",
            "CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), blocks INTEGER NOT NULL)",
            "INSERT INTO progress VALUES (1, 0)",
            "CREATE TABLE tile (level INTEGER, number INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, number))",
            "PRAGMA user_version = " + LAYOUT);

    private final Path file;
    private final LogSource log;
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Connection connection;

    /** Creates the cache of a log; opens nothing before it is needed. */
    public UpperTileCache(Path folder, LogSource log) {
        this.file = folder.resolve(NAME);
        this.log = log;
    }

    /** The tree of the first {@code size} records, at most as many as the log holds. */
    public TiledTree tree(long size) {
        try {
            catchUp(size);
        } catch (SQLException | IOException damaged) {
            delete();
            try {
                catchUp(size);
            } catch (SQLException | IOException still) {
                throw new Fault.LedgerDown(NAME + " cannot be used: " + still.getMessage());
            }
        }
        return new TiledTree(this, size);
    }

    @Override
    public byte[] hashes(TilePath tile) {
        if (tile.level() == 0) {
            long from = tile.number() * TilePath.FULL;
            return log.leaves(from, from + tile.width());
        }
        var known = kept.get(tile);
        if (known != null) {
            return known;
        }
        try {
            var found = row(openCache(), tile.level(), tile.number());
            if (found.length >= tile.bytes()) {
                return cache(tile, Arrays.copyOf(found, tile.bytes()));
            }
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown(NAME + " cannot be read: " + unreadable.getMessage());
        }
        throw new Fault.LedgerDown("The log has no " + tile + " yet.");
    }

    /** Caches full tiles only, since they never change. */
    private byte[] cache(TilePath tile, byte[] hashes) {
        if (tile.isFull()) {
            kept.put(tile, hashes);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return hashes;
    }

    private void catchUp(long size) throws SQLException, IOException {
        var to = openCache();
        requireSameLog(to, size);
        long done = blocks(to);
        while (done < size / TilePath.FULL) {
            SqliteSettings.run(to, "BEGIN IMMEDIATE");
            boolean whole = false;
            try {
                // Another process may have added blocks meanwhile.
                done = blocks(to);
                long until = Math.min(size / TilePath.FULL, done + BLOCKS);
                for (; done < until; done++) {
                    long from = done * TilePath.FULL;
                    put(to, 1, done, root(log.leaves(from, from + TilePath.FULL)));
                }
                SqliteSettings.run(to, "UPDATE progress SET blocks = " + done);
                whole = true;
            } finally {
                SqliteSettings.run(to, whole ? "COMMIT" : "ROLLBACK");
            }
        }
    }

    /** Requires that the newest cached block belongs to this log. */
    private void requireSameLog(Connection to, long size) throws SQLException {
        long done = blocks(to);
        if (done > 0 && done * TilePath.FULL <= size) {
            long last = (done - 1) % TilePath.FULL;
            var known = row(to, 1, (done - 1) / TilePath.FULL);
            var leaves = log.leaves((done - 1) * TilePath.FULL, done * TilePath.FULL);
            int at = (int) last * Rfc6962.HASH;
            if (known.length < at + Rfc6962.HASH
                    || !Arrays.equals(Arrays.copyOfRange(known, at, at + Rfc6962.HASH), root(leaves))) {
                throw new SQLException("it is of another log");
            }
        } else if (done * TilePath.FULL > log.size()) {
            throw new SQLException("it is of a longer log");
        }
    }

    private static void put(Connection to, int level, long place, byte[] hash) throws SQLException {
        try (var statement = to.prepareStatement("INSERT INTO tile VALUES (?,?,?) ON CONFLICT (level, number)"
                + " DO UPDATE SET hashes = CAST(hashes || excluded.hashes AS BLOB)")) {
            statement.setInt(1, level);
            statement.setLong(2, place / TilePath.FULL);
            statement.setBytes(3, hash);
            statement.executeUpdate();
        }
        if ((place + 1) % TilePath.FULL == 0) {
            put(to, level + 1, place / TilePath.FULL, root(row(to, level, place / TilePath.FULL)));
        }
    }

    private static byte[] row(Connection from, int level, long number) throws SQLException {
        try (var statement = from.prepareStatement("SELECT hashes FROM tile WHERE level = ? AND number = ?")) {
            statement.setInt(1, level);
            statement.setLong(2, number);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : new byte[0];
            }
        }
    }

    private static long blocks(Connection from) throws SQLException {
        return Long.parseLong(SqliteSettings.queryText(from, "SELECT blocks FROM progress"));
    }

    /** The root over the hashes of a tile. */
    static byte[] root(byte[] hashes) {
        var range = new CompactRange();
        for (int at = 0; at < hashes.length; at += Rfc6962.HASH) {
            range.append(Arrays.copyOfRange(hashes, at, at + Rfc6962.HASH));
        }
        return range.root();
    }

    private Connection openCache() throws SQLException, IOException {
        var open = connection;
        if (open == null) {
            SqliteSettings.createPrivate(file);
            open = SqliteSettings.connect("jdbc:sqlite:" + file);
            connection = open;
            SqliteSettings.set(open, "busy_timeout", "10000");
            SqliteSettings.set(open, "journal_mode", "wal");
            SqliteSettings.set(open, "synchronous", "1");
            if (!SqliteSettings.queryText(open, "PRAGMA user_version").equals(String.valueOf(LAYOUT))) {
                SqliteSettings.run(open, "BEGIN IMMEDIATE");
                for (var statement : TABLES) {
                    SqliteSettings.run(open, statement);
                }
                SqliteSettings.run(open, "COMMIT");
            }
        }
        return open;
    }

    /** Deletes the file. */
    public void delete() {
        close();
        kept.clear();
        try {
            for (var tail : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(file + tail));
            }
        } catch (IOException stays) {
            throw new Fault.LedgerDown(NAME + " is damaged and cannot be deleted: " + stays.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        } catch (SQLException broken) {
            throw new Fault.LedgerDown(NAME + " did not close: " + broken.getMessage());
        }
    }
}
