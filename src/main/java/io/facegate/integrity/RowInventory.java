package io.facegate.integrity;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticated list of a database's sealed rows with their HMACs; detects removed rows and rolled-back rows. Its head
 * holds a version, the row count and a multiset hash of the list, under an HMAC of its own, and changes in the same
 * transaction as a row. Used inside the caller's transactions, by one thread at a time.
 */
public final class RowInventory implements RowList {
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
    private final SealOptions policy;
    private long floor;
    private @Nullable String floorRoot;
    private @Nullable Head written;
    private OptionalInt dataVersion = OptionalInt.empty();
    private @Nullable String trouble;

    /**
     * The inventory of one database.
     *
     * @param store name of the database in the log and in records, such as {@code handles}
     */
    public RowInventory(RowAuthenticator authenticator, String store, SealOptions policy) {
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

    /** What the owner does with existing rows when the database is opened. */
    public enum Opening {
        /** There was no inventory: rows that verify are added to it. */
        ADOPT,
        /** An operator accepted the rows as they are: {@link #reset} the inventory and add the rows to keep. */
        ACCEPT,
        /** An inventory exists, or should: rows are compared with it. */
        COMPARE
    }

    @Override
    public Opening open(Connection connection) throws SQLException {
        if (policy.isAcceptedByOperator()) {
            return Opening.ACCEPT;
        }
        if (!exists(connection) && floorRoot == null) {
            reset(connection);
            return Opening.ADOPT;
        }
        refresh(connection);
        return Opening.COMPARE;
    }

    @Override
    public boolean refresh(Connection connection) throws SQLException {
        var now = OptionalInt.of((int) number(connection, "PRAGMA data_version"));
        var head = head(connection);
        boolean changed = !now.equals(dataVersion);
        if (changed || trouble == null) {
            var found = changed ? check(connection, head) : checkVersion(head);
            dataVersion = now;
            if (found != null && !found.equals(trouble)) {
                policy.alarm().reportAlteredRow(store, "all");
            }
            trouble = found;
        }
        written = trouble == null ? head : null;
        markCommitted();
        return changed;
    }

    @Override
    public void markCommitted() {
        if (written != null) {
            floor = written.version;
            floorRoot = written.root();
            written = null;
        }
    }

    @Override
    public @Nullable String problem() {
        return trouble;
    }

    @Override
    public @Nullable String root() {
        return floorRoot;
    }

    @Override
    public boolean isIntact(Connection connection) throws SQLException {
        var head = head(connection);
        return head != null && matchesRows(connection, head);
    }

    private @Nullable String check(Connection connection, @Nullable Head head) throws SQLException {
        var found = checkVersion(head);
        return found != null || head == null || matchesRows(connection, head)
                ? found
                : "The list of rows in " + store
                        + ".db is not the one that Facegate wrote: rows were removed or put back.";
    }

    private @Nullable String checkVersion(@Nullable Head head) {
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

    private boolean matchesRows(Connection connection, Head head) throws SQLException {
        long count = 0;
        var sum = MultisetHash.emptyHash();
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

    @Override
    public void reset(Connection connection) throws SQLException {
        long version = Math.max(floor, number(connection, "SELECT coalesce(max(version), 0) FROM row_head"));
        run(connection, "DELETE FROM row_list");
        write(connection, version + 1, 0, MultisetHash.emptyHash());
        trouble = null;
    }

    @Override
    public long next(Connection connection) throws SQLException {
        return number(connection, "SELECT version FROM row_head") + 1;
    }

    @Override
    public void put(Connection connection, String ref, byte[] mac) throws SQLException {
        var head = requireHead(connection);
        var before = mac(connection, ref);
        var sum = before == null ? head.sum : hash.minus(head.sum, List.of(ref, before));
        run(connection, "INSERT OR REPLACE INTO row_list (ref, mac) VALUES (?, ?)", ref, mac);
        write(connection, head.version + 1, head.count + (before == null ? 1 : 0), hash.plus(sum, List.of(ref, mac)));
    }

    @Override
    public void remove(Connection connection, String ref) throws SQLException {
        var before = mac(connection, ref);
        if (before != null) {
            var head = requireHead(connection);
            run(connection, "DELETE FROM row_list WHERE ref = ?", ref);
            write(connection, head.version + 1, head.count - 1, hash.minus(head.sum, List.of(ref, before)));
        }
    }

    private Head requireHead(Connection connection) throws SQLException {
        var head = head(connection);
        if (head == null) {
            throw new SQLException("the head of its rows is missing or does not verify");
        }
        return head;
    }

    @Override
    public boolean lists(Connection connection, String ref, byte @Nullable [] mac) throws SQLException {
        return mac != null && Arrays.equals(mac, mac(connection, ref));
    }

    @Override
    public boolean lists(Connection connection, String ref) throws SQLException {
        return mac(connection, ref) != null;
    }

    @Override
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

    @Override
    public String rowNumber() {
        return "rowid";
    }

    private static byte @Nullable [] mac(Connection connection, String ref) throws SQLException {
        try (var statement = prepare(connection, "SELECT mac FROM row_list WHERE ref = ?", ref);
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
            boolean holds = authenticator.verify(mac, HEAD, List.of(rows.getLong(1), rows.getLong(2), kept));
            return holds ? new Head(rows.getLong(1), rows.getLong(2), hash.fromMaskedBytes(kept), mac) : null;
        }
    }

    private void write(Connection connection, long version, long count, BigInteger sum) throws SQLException {
        var kept = hash.toMaskedBytes(sum);
        var mac = authenticator.computeMac(HEAD, List.of(version, count, kept));
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
        try (var statement = prepare(connection, sql, values)) {
            if (statement.executeUpdate() == 0 && sql.startsWith("INSERT")) {
                throw new SQLException("the database did not take a row");
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int at = 0; at < values.length; at++) {
            statement.setObject(at + 1, values[at]);
        }
        return statement;
    }
}
