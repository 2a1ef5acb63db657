package io.facegate.storage;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the sealed rows of one database, each with its HMAC, so that a row which was removed, or put back as it once was,
 * is found. A head holds a version, the number of rows and a hash over the list, with an HMAC of its own; it changes in the
 * transaction that changes a row. Used inside transactions of the caller's, by one thread at a time.
 */
public final class RowInventory {
    /** Its tables. */
    public static final List<String> TABLES =
            List.of("CREATE TABLE row_list (ref TEXT PRIMARY KEY, mac BLOB NOT NULL) STRICT, WITHOUT ROWID", """
                CREATE TABLE row_head (
                  only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL, count INTEGER NOT NULL,
                  sum BLOB NOT NULL, mac BLOB NOT NULL) STRICT\
                """);

    private static final String HEAD = "row_head";

    private final RowAuthenticator authenticator;
    private final MultisetHash hash;
    private final String store;
    private final SealPolicy policy;
    private long floor;
    private @Nullable String floorRoot;
    private @Nullable Head written;
    private int changes = -1;
    private @Nullable String trouble;

    /**
     * That of one database.
     *
     * @param store what it is called in the log and on record, such as {@code handles}
     */
    public RowInventory(RowAuthenticator authenticator, String store, SealPolicy policy) {
        this.authenticator = authenticator;
        this.hash = new MultisetHash(authenticator, "row_list");
        this.store = store;
        this.policy = policy;
        var known = policy.root(store);
        if (known != null) {
            this.floor = Long.parseUnsignedLong(known.substring(0, 16), 16);
            this.floorRoot = known;
        }
    }

    private record Head(long version, long count, BigInteger sum, byte[] mac) {
        String root() {
            return HexFormat.of().toHexDigits(version) + HexFormat.of().formatHex(mac, 0, 8);
        }
    }

    /** What its owner does with the rows that are there when it is opened. */
    public enum Opening {
        /** There was no list: rows that verify are listed. */
        ADOPT,
        /** A person said that they are taken as they are: {@link #reset}, and what is to stay is listed. */
        ACCEPT,
        /** There is a list, or should be one, and rows are compared with it. */
        COMPARE
    }

    /** Begins: finds out whether the list is as it was written, and no older than the ledger knows. */
    public Opening open(Connection connection) throws SQLException {
        if (policy.accepts()) {
            return Opening.ACCEPT;
        }
        if (!exists(connection) && floorRoot == null) {
            reset(connection);
            return Opening.ADOPT;
        }
        refresh(connection);
        return Opening.COMPARE;
    }

    /**
     * Looks whether somebody else changed the database; called at the beginning of each transaction.
     *
     * @return whether somebody did, so that all rows are worth a look
     */
    public boolean refresh(Connection connection) throws SQLException {
        int now = (int) number(connection, "PRAGMA data_version");
        var head = head(connection);
        boolean changed = now != changes;
        if (changed || trouble == null) {
            var found = changed ? check(connection, head) : older(head);
            changes = now;
            if (found != null && !found.equals(trouble)) {
                policy.alarm().altered(store, "all");
            }
            trouble = found;
        }
        written = trouble == null ? head : null;
        committed();
        return changed;
    }

    /** What was written in the transaction is on disk: from now on nothing older is believed. */
    public void committed() {
        if (written != null) {
            floor = written.version;
            floorRoot = written.root();
            written = null;
        }
    }

    /** Why none of these rows may be believed, or null. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** The version and the beginning of the HMAC of the newest head that was believed; null where none was. */
    public @Nullable String root() {
        return floorRoot;
    }

    /** Whether the list is as it was written, whatever the ledger knows. */
    public boolean verifies(Connection connection) throws SQLException {
        var head = head(connection);
        return head != null && fits(connection, head);
    }

    private @Nullable String check(Connection connection, @Nullable Head head) throws SQLException {
        var found = older(head);
        return found != null || head == null || fits(connection, head)
                ? found
                : "The list of rows in " + store
                        + ".db is not the one that Facegate wrote: rows were removed or put back.";
    }

    private @Nullable String older(@Nullable Head head) {
        if (head == null) {
            return "The head of the rows in " + store + ".db is missing, or was not written with this folder's key.";
        }
        boolean older =
                head.version < floor || (head.version == floor && !head.root().equals(rootOr(head)));
        return older ? "An older copy of " + store + ".db was put in place: the ledger knows a newer one." : null;
    }

    private String rootOr(Head head) {
        return floorRoot == null ? head.root() : floorRoot;
    }

    private boolean fits(Connection connection, Head head) throws SQLException {
        long count = 0;
        var sum = MultisetHash.none();
        try (var statement = connection.prepareStatement("SELECT ref, mac FROM row_list");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                sum = hash.plus(sum, List.of(rows.getString(1), rows.getBytes(2)));
                count++;
            }
        }
        return count == head.count && sum.equals(head.sum);
    }

    private static boolean exists(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM row_head") + number(connection, "SELECT count(*) FROM row_list")
                > 0;
    }

    /** Begins an empty list, in the place of any other. */
    public void reset(Connection connection) throws SQLException {
        long version = Math.max(floor, number(connection, "SELECT coalesce(max(version), 0) FROM row_head"));
        run(connection, "DELETE FROM row_list");
        write(connection, version + 1, 0, MultisetHash.none());
        trouble = null;
    }

    /** The version that a row gets which is written now. */
    public long next(Connection connection) throws SQLException {
        return number(connection, "SELECT version FROM row_head") + 1;
    }

    /** Lists a row with its HMAC. */
    public void put(Connection connection, String ref, byte[] mac) throws SQLException {
        var head = demanded(connection);
        var before = mac(connection, ref);
        var sum = before == null ? head.sum : hash.minus(head.sum, List.of(ref, before));
        run(connection, "INSERT OR REPLACE INTO row_list (ref, mac) VALUES (?, ?)", ref, mac);
        write(connection, head.version + 1, head.count + (before == null ? 1 : 0), hash.plus(sum, List.of(ref, mac)));
    }

    /** Takes a row off the list. */
    public void remove(Connection connection, String ref) throws SQLException {
        var before = mac(connection, ref);
        if (before != null) {
            var head = demanded(connection);
            run(connection, "DELETE FROM row_list WHERE ref = ?", ref);
            write(connection, head.version + 1, head.count - 1, hash.minus(head.sum, List.of(ref, before)));
        }
    }

    private Head demanded(Connection connection) throws SQLException {
        var head = head(connection);
        if (head == null) {
            throw new SQLException("the head of its rows is missing or does not verify");
        }
        return head;
    }

    /** Whether a row is listed with that HMAC. */
    public boolean lists(Connection connection, String ref, byte @Nullable [] mac) throws SQLException {
        return mac != null && Arrays.equals(mac, mac(connection, ref));
    }

    /** Whether a row is listed. */
    public boolean lists(Connection connection, String ref) throws SQLException {
        return mac(connection, ref) != null;
    }

    /** All that are listed. */
    public Set<String> refs(Connection connection) throws SQLException {
        var found = new HashSet<String>();
        try (var statement = connection.prepareStatement("SELECT ref FROM row_list");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static byte @Nullable [] mac(Connection connection, String ref) throws SQLException {
        try (var statement = prepared(connection, "SELECT mac FROM row_list WHERE ref = ?", ref);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getBytes(1) : null;
        }
    }

    private @Nullable Head head(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT version, count, sum, mac FROM row_head");
                var rows = statement.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            var kept = rows.getBytes(3);
            var mac = rows.getBytes(4);
            boolean holds = authenticator.holds(mac, HEAD, List.of(rows.getLong(1), rows.getLong(2), kept));
            return holds ? new Head(rows.getLong(1), rows.getLong(2), hash.unmasked(kept), mac) : null;
        }
    }

    private void write(Connection connection, long version, long count, BigInteger sum) throws SQLException {
        var kept = hash.masked(sum);
        var mac = authenticator.of(HEAD, List.of(version, count, kept));
        run(
                connection,
                "INSERT OR REPLACE INTO row_head (only, version, count, sum, mac) VALUES (1, ?, ?, ?, ?)",
                version,
                count,
                kept,
                mac);
        written = new Head(version, count, sum, mac);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepared(connection, sql, values)) {
            if (statement.executeUpdate() == 0 && sql.startsWith("INSERT")) {
                throw new SQLException("the database did not take a row");
            }
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
        }
        return statement;
    }
}
