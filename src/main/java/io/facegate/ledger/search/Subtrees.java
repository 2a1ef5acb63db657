package io.facegate.ledger.search;

import io.facegate.ledger.tree.Rfc6962;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembered hashes of the tree, one for 256 below it, so that a path is found without hashing everything. */
final class Subtrees {
    /** Levels of the tree between two that are remembered. */
    static final int LEVEL = 8;

    static final String TABLE = "CREATE TABLE subtree (level INTEGER, number INTEGER, hash BLOB NOT NULL,"
            + " PRIMARY KEY (level, number)) WITHOUT ROWID";

    private static final int WIDTH = 1 << LEVEL;

    private final Connection connection;
    private final Rfc6962 hashes = new Rfc6962();
    private final List<byte[]> unfinished = new ArrayList<>();

    Subtrees(Connection connection) throws SQLException {
        this.connection = connection;
        var joined = Cells.all(connection, "SELECT unfinished FROM progress").getFirst();
        for (int from = 0; from < joined.length; from += Rfc6962.HASH) {
            unfinished.add(Arrays.copyOfRange(joined, from, from + Rfc6962.HASH));
        }
    }

    /** Keeps the leaves of the unfinished subtree, and one hash for each finished one. */
    void add(long index, byte[] leaf) throws SQLException {
        unfinished.add(leaf);
        if ((index + 1) % WIDTH == 0) {
            store(LEVEL, index / WIDTH, root(unfinished));
            unfinished.clear();
        }
    }

    private void store(int level, long number, byte[] hash) throws SQLException {
        Cells.run(connection, "INSERT OR REPLACE INTO subtree VALUES (?,?,?)", level, number, hash);
        if ((number + 1) % WIDTH == 0) {
            var below = Cells.all(
                    connection,
                    "SELECT hash FROM subtree WHERE level = ? AND number > ? ORDER BY number",
                    level,
                    number - WIDTH);
            store(level + LEVEL, number / WIDTH, root(below));
        }
    }

    private byte[] root(List<byte[]> level) {
        var hashesOfLevel = level;
        while (hashesOfLevel.size() > 1) {
            var up = new ArrayList<byte[]>(hashesOfLevel.size() / 2);
            for (int i = 0; i + 1 < hashesOfLevel.size(); i += 2) {
                up.add(hashes.node(hashesOfLevel.get(i), hashesOfLevel.get(i + 1)));
            }
            hashesOfLevel = up;
        }
        return hashesOfLevel.getFirst();
    }

    void flush() throws SQLException {
        var joined = new byte[unfinished.size() * Rfc6962.HASH];
        for (int i = 0; i < unfinished.size(); i++) {
            System.arraycopy(unfinished.get(i), 0, joined, i * Rfc6962.HASH, Rfc6962.HASH);
        }
        Cells.run(connection, "UPDATE progress SET unfinished = ?", joined);
    }
}
