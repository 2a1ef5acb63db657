package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.Sqlite;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts records into the tables that are searched. */
final class Projection implements AutoCloseable {
    /** The layout of the tables; another one is thrown away and made again. */
    static final int LAYOUT = 2;

    /** Records under one remembered hash. */
    static final int BLOCK = 256;

    static final int BLOCK_LEVEL = 8;

    static final List<String> TABLES = List.of(
            "CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), next INTEGER NOT NULL, leaf BLOB NOT NULL,"
                    + " unfinished BLOB NOT NULL)",
            "INSERT INTO progress VALUES (1, 0, x'', x'')",
            "CREATE TABLE entry (idx INTEGER PRIMARY KEY, kind TEXT, id TEXT, ref TEXT, time INTEGER,"
                    + " organisation TEXT, purpose TEXT, verdict TEXT, rule TEXT)",
            "CREATE INDEX by_id ON entry (id)",
            "CREATE INDEX by_ref ON entry (ref) WHERE ref IS NOT NULL",
            "CREATE INDEX by_time ON entry (time)",
            "CREATE INDEX by_organisation ON entry (organisation) WHERE organisation IS NOT NULL",
            "CREATE INDEX by_purpose ON entry (purpose) WHERE purpose IS NOT NULL",
            "CREATE INDEX by_verdict ON entry (verdict) WHERE verdict IS NOT NULL",
            "CREATE INDEX by_rule ON entry (rule) WHERE rule IS NOT NULL",
            "CREATE TABLE capability (code TEXT, idx INTEGER, PRIMARY KEY (code, idx)) WITHOUT ROWID",
            "CREATE TABLE block (level INTEGER, number INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, number))"
                    + " WITHOUT ROWID",
            "PRAGMA user_version = " + LAYOUT);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final PreparedStatement entry;
    private final PreparedStatement capability;
    private final Rfc6962 hashes = new Rfc6962();
    private final List<byte[]> unfinished = new ArrayList<>();

    Projection(Connection connection) throws SQLException {
        this.connection = connection;
        entry = connection.prepareStatement("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)");
        capability = connection.prepareStatement("INSERT OR IGNORE INTO capability VALUES (?,?)");
        var joined = Cells.all(connection, "SELECT unfinished FROM progress").getFirst();
        for (int from = 0; from < joined.length; from += Rfc6962.HASH) {
            unfinished.add(Arrays.copyOfRange(joined, from, from + Rfc6962.HASH));
        }
    }

    /** Puts in the records of a batch. */
    void take(Batch batch) throws SQLException {
        var spans = new ArrayList<int[]>();
        batch.each((_, from, to) -> spans.add(new int[] {from, to}));
        for (int place = 0; place < spans.size(); place++) {
            put(batch.first() + place, read(batch.lines(), spans.get(place)));
            remember(batch.first() + place, batch.leaf(place));
        }
    }

    /** A record that cannot be read is kept by its place alone; finding out why is the work of verify. */
    private static JsonNode read(byte[] lines, int[] span) {
        try {
            return JSON.readTree(lines, span[0], span[1] - span[0]);
        } catch (IOException damaged) {
            return JSON.createObjectNode();
        }
    }

    private void put(long index, JsonNode record) throws SQLException {
        entry.setLong(1, index);
        entry.setString(2, text(record.path("kind")));
        entry.setString(3, text(record.path("id")));
        entry.setString(4, text(record.path("decision_ref")));
        entry.setLong(5, millis(record.path("time").asText()));
        entry.setString(6, text(record.path("organisation").path("id")));
        entry.setString(7, text(record.path("purpose")));
        entry.setString(8, text(record.path("verdict")));
        entry.setString(9, text(record.path("rule")));
        entry.executeUpdate();
        for (var code : withAncestors(record.path("capabilities"))) {
            capability.setString(1, code);
            capability.setLong(2, index);
            capability.executeUpdate();
        }
    }

    private static Set<String> withAncestors(JsonNode codes) {
        var all = new HashSet<String>();
        for (var code : codes) {
            all.add(code.asText());
            for (var at = Capability.of(code.asText()); at != null; at = at.parent()) {
                all.add(at.code());
            }
        }
        return all;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static long millis(String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException damaged) {
            return 0;
        }
    }

    /** Keeps the leaves of the unfinished block, and one hash for each finished one. */
    private void remember(long index, byte[] leaf) throws SQLException {
        unfinished.add(leaf);
        if ((index + 1) % BLOCK == 0) {
            store(BLOCK_LEVEL, index / BLOCK, root(unfinished));
            unfinished.clear();
        }
    }

    private void store(int level, long number, byte[] hash) throws SQLException {
        Cells.put(connection, "INSERT OR REPLACE INTO block VALUES (?,?,?)", hash, level, number);
        if ((number + 1) % BLOCK == 0) {
            var below = Cells.all(
                    connection,
                    "SELECT hash FROM block WHERE level = ? AND number > ? ORDER BY number",
                    level,
                    number - BLOCK);
            store(level + BLOCK_LEVEL, number / BLOCK, root(below));
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

    /** The first record that is not in yet. */
    long next() throws SQLException {
        return Long.parseLong(Sqlite.ask(connection, "SELECT next FROM progress"));
    }

    /** Whether the last record that was put in is the one that the ledger has there. */
    boolean follows(byte[] leaf) throws SQLException {
        return Arrays.equals(Cells.all(connection, "SELECT leaf FROM progress").getFirst(), leaf);
    }

    void advance(long next, byte[] leaf) throws SQLException {
        var joined = new byte[unfinished.size() * Rfc6962.HASH];
        for (int i = 0; i < unfinished.size(); i++) {
            System.arraycopy(unfinished.get(i), 0, joined, i * Rfc6962.HASH, Rfc6962.HASH);
        }
        Cells.put(connection, "UPDATE progress SET next = ?, leaf = ?", leaf, next);
        Cells.put(connection, "UPDATE progress SET unfinished = ?", joined);
    }

    @Override
    public void close() throws SQLException {
        entry.close();
        capability.close();
    }
}
