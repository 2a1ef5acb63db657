package io.facegate.registry;

import io.facegate.integrity.MultisetHash;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.integrity.RowInventory.Opening;
import io.facegate.integrity.RowList;
import io.facegate.integrity.SealOptions;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticated list of sealed rows in a database that several gateways change. Each gateway keeps the verified list in
 * memory. In each transaction it reads what others changed since, and compares the whole with the head, which is under
 * an HMAC. So an older row, an older list and an older head are told from the newest ones, whoever wrote them.
 */
final class SharedRowList implements RowList {
    /** Removed rows stay listed for this many changes; a gateway that is further behind reads the whole list. */
    private static final int KEPT_REMOVALS = 10_000;

    private static final int DIGITS = 16;

    private final RowAuthenticator authenticator;
    private final MultisetHash hash;
    private final SharedStore kind;
    private final String list;
    private final String table;
    private final SealOptions policy;
    private final Map<String, byte[]> known = new HashMap<>();
    private final Map<String, byte @Nullable []> pending = new HashMap<>();
    private @Nullable Head head;
    private @Nullable Head written;
    private @Nullable String floor;
    private @Nullable String trouble;
    private boolean opened;

    /**
     * The list of one kind of rows.
     *
     * @param policy with the newest root on record, under the name of the kind's store
     * @param floor the newest root that this gateway has seen, or null
     */
    SharedRowList(RowAuthenticator authenticator, SharedStore kind, SealOptions policy, @Nullable String floor) {
        this.authenticator = authenticator;
        this.kind = kind;
        this.list = kind.store() + "_list";
        this.table = kind.store() + "_head";
        this.hash = new MultisetHash(authenticator, list);
        this.policy = policy;
        this.floor = newer(floor, policy.root(kind.store()));
    }

    private record Head(long version, long count, BigInteger sum, String root) {}

    private static @Nullable String newer(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return version(one) >= version(other) ? one : other;
    }

    private static long version(String root) {
        return Long.parseUnsignedLong(root, 0, DIGITS, DIGITS);
    }

    @Override
    public Opening open(Connection connection) throws SQLException {
        refresh(connection);
        return Opening.COMPARE;
    }

    /** True if the tables were never used: there is no head, no row is listed, and no root is on record. */
    boolean isNew(Connection connection) throws SQLException {
        return floor == null
                && SqlStatements.number(connection, "SELECT count(*) FROM " + table) == 0
                && SqlStatements.number(connection, "SELECT count(*) FROM " + list) == 0;
    }

    @Override
    public boolean refresh(Connection connection) throws SQLException {
        pending.clear();
        written = null;
        var there = readHead(connection);
        var found = findProblem(there);
        boolean whole = false;
        if (found == null && there != null && (head == null || !head.root.equals(there.root))) {
            whole = !catchUp(connection, there);
            if (whole && !readAll(connection, there)) {
                found = "The list of the " + kind.what()
                        + " in the database is not the one that Facegate wrote: rows were" + " removed or put back.";
            }
        }
        conclude(there, found);
        return whole && found == null;
    }

    /** A list that verified before may be under a new key by now: see {@link #mayHaveNewKey}. */
    private void conclude(@Nullable Head there, @Nullable String found) {
        if (found != null && !found.equals(trouble) && !opened) {
            policy.alarm().reportAlteredRow(kind.alarm(), "all");
        }
        trouble = found;
        if (found == null && there != null) {
            head = there;
            floor = there.root;
            if (!opened) {
                opened = true;
                policy.alarm().reportVerifiedList(kind.alarm());
            }
        }
    }

    /**
     * True if the list verified under this key before and does not now. No alarm was raised: the list is to be opened
     * again with the key that the registry has now, which tells a rotation from an alteration.
     */
    boolean mayHaveNewKey() {
        return opened && trouble != null;
    }

    private @Nullable String findProblem(@Nullable Head there) {
        if (there == null) {
            return "The head of the " + kind.what()
                    + " in the database is missing, or was not written with this folder's" + " registry.key.";
        }
        boolean older = floor != null
                && (there.version < version(floor) || (there.version == version(floor) && !there.root.equals(floor)));
        return older
                ? "An older state of the " + kind.what()
                        + " was put into the database: this gateway or the ledger knows a" + " newer one."
                : null;
    }

    /** Reads what others changed since; false if that does not lead to the head. */
    private boolean catchUp(Connection connection, Head there) throws SQLException {
        var before = head;
        if (before == null) {
            return false;
        }
        var sum = before.sum;
        for (var change : changes(connection, "WHERE version > ?", before.version)) {
            var ref = change.ref;
            var old = change.mac == null ? known.remove(ref) : known.put(ref, change.mac);
            sum = old == null ? sum : hash.minus(sum, List.of(ref, old));
            sum = change.mac == null ? sum : hash.plus(sum, List.of(ref, change.mac));
        }
        head = null; // until it is confirmed
        return known.size() == there.count && sum.equals(there.sum);
    }

    /** Reads the whole list; false if it is not the head's. */
    private boolean readAll(Connection connection, Head there) throws SQLException {
        known.clear();
        head = null;
        var sum = MultisetHash.emptyHash();
        for (var row : changes(connection, "WHERE mac IS NOT NULL AND version > ?", -1L)) {
            if (row.mac != null) {
                known.put(row.ref, row.mac);
                sum = hash.plus(sum, List.of(row.ref, row.mac));
            }
        }
        return known.size() == there.count && sum.equals(there.sum);
    }

    private record Change(String ref, byte @Nullable [] mac) {}

    private List<Change> changes(Connection connection, String which, long version) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Change(row.getString(1), row.getBytes(2)),
                "SELECT ref, mac FROM " + list + ' ' + which + " ORDER BY version",
                version);
    }

    private @Nullable Head readHead(Connection connection) throws SQLException {
        var heads = SqlStatements.rows(
                connection,
                row -> {
                    var kept = row.getBytes(3);
                    var mac = row.getBytes(4);
                    boolean holds = authenticator.verify(mac, table, List.of(row.getLong(1), row.getLong(2), kept));
                    var sum = hash.fromMaskedBytes(kept);
                    return new Head(holds ? row.getLong(1) : -1, row.getLong(2), sum, root(row.getLong(1), mac));
                },
                "SELECT version, count, sum, mac FROM " + table);
        return heads.size() != 1 || heads.getFirst().version < 0 ? null : heads.getFirst();
    }

    static String root(long version, byte[] mac) {
        return HexFormat.of().toHexDigits(version) + HexFormat.of().formatHex(mac, 0, DIGITS / 2);
    }

    @Override
    public void markCommitted() {
        if (written != null) {
            pending.forEach((ref, mac) -> {
                if (mac == null) {
                    known.remove(ref);
                } else {
                    known.put(ref, mac);
                }
            });
            head = written;
            floor = written.root;
            written = null;
        }
        pending.clear();
    }

    @Override
    public @Nullable String problem() {
        return trouble;
    }

    @Override
    public @Nullable String root() {
        return floor;
    }

    @Override
    public boolean isIntact(Connection connection) throws SQLException {
        var there = readHead(connection);
        return there != null && readAll(connection, there);
    }

    /** The version is far beyond what running gateways may know of a state that was put aside. */
    @Override
    public void reset(Connection connection) throws SQLException {
        long there = SqlStatements.rows(
                        connection, row -> row.getLong(1), "SELECT coalesce(max(version), 0) FROM " + table)
                .getFirst();
        long newest = Math.max(there, floor == null ? 0 : version(floor));
        boolean first = newest == 0;
        SqlStatements.run(connection, "DELETE FROM " + list);
        known.clear();
        head = null;
        trouble = null;
        write(connection, newest + (first ? 1 : 1L << 32), 0, MultisetHash.emptyHash());
    }

    @Override
    public long next(Connection connection) throws SQLException {
        return current().version + 1;
    }

    private Head current() throws SQLException {
        var now = written == null ? head : written;
        if (now == null) {
            throw new SQLException("the head of the " + kind.what() + " is missing or does not verify");
        }
        return now;
    }

    @Override
    public void put(Connection connection, String ref, byte[] mac) throws SQLException {
        change(connection, ref, mac);
    }

    @Override
    public void remove(Connection connection, String ref) throws SQLException {
        if (mac(ref) != null) {
            change(connection, ref, null);
        }
    }

    private void change(Connection connection, String ref, byte @Nullable [] mac) throws SQLException {
        var now = current();
        var before = mac(ref);
        SqlStatements.run(
                connection,
                "INSERT INTO " + list + " (ref, version, mac) VALUES (?, ?, ?) ON CONFLICT (ref) DO UPDATE SET version"
                        + " = excluded.version, mac = excluded.mac",
                ref,
                now.version + 1,
                mac);
        pending.put(ref, mac);
        var sum = before == null ? now.sum : hash.minus(now.sum, List.of(ref, before));
        long count = now.count + (mac == null ? 0 : 1) - (before == null ? 0 : 1);
        write(connection, now.version + 1, count, mac == null ? sum : hash.plus(sum, List.of(ref, mac)));
    }

    private void write(Connection connection, long version, long count, BigInteger sum) throws SQLException {
        var kept = hash.toMaskedBytes(sum);
        var mac = authenticator.computeMac(table, List.of(version, count, kept));
        SqlStatements.run(
                connection,
                "INSERT INTO " + table + " (\"only\", version, count, sum, mac) VALUES (1, ?, ?, ?, ?) ON CONFLICT"
                        + " (\"only\") DO UPDATE SET version = excluded.version, count = excluded.count, sum ="
                        + " excluded.sum, mac = excluded.mac",
                version,
                count,
                kept,
                mac);
        written = new Head(version, count, sum, root(version, mac));
    }

    /** Forgets rows that were removed long ago. */
    void deleteOldRemovals(Connection connection) throws SQLException {
        SqlStatements.run(
                connection,
                "DELETE FROM " + list + " WHERE mac IS NULL AND version < ?",
                current().version - KEPT_REMOVALS);
    }

    @Override
    public boolean lists(Connection connection, String ref, byte @Nullable [] mac) {
        return mac != null && Arrays.equals(mac, mac(ref));
    }

    @Override
    public boolean lists(Connection connection, String ref) {
        return mac(ref) != null;
    }

    private byte @Nullable [] mac(String ref) {
        return pending.containsKey(ref) ? pending.get(ref) : known.get(ref);
    }

    @Override
    public Set<String> refs(Connection connection) {
        var all = new HashSet<>(known.keySet());
        pending.forEach((ref, mac) -> {
            if (mac == null) {
                all.remove(ref);
            } else {
                all.add(ref);
            }
        });
        return all;
    }

    /** The HMACs of the listed rows whose names begin so. */
    Map<String, byte[]> macs(String prefix) {
        var all = new HashMap<String, byte[]>();
        for (var source : List.of(known, pending)) {
            source.forEach((ref, mac) -> {
                if (mac == null) {
                    all.remove(ref);
                } else if (ref.startsWith(prefix)) {
                    all.put(ref, mac);
                }
            });
        }
        return all;
    }

    /** Rows have no rowid here; each change of a row has a version of its own. */
    @Override
    public String rowNumber() {
        return "version";
    }
}
