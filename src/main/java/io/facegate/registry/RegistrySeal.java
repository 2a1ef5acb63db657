package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates the administered rows of a database: each row by its HMAC, their list by the head, and the head by its
 * root in the ledger. Used inside the caller's transactions.
 *
 * @param name the registry's kind and id in the ledger
 */
record RegistrySeal(
        String name, RowAuthenticator authenticator, List<SealedTable> tables, RegistrySchemaCheck dialect) {
    static final String ADOPT = "registry_adopt";
    static final String ACCEPT = "registry_accept";
    static final String ROTATE = "registry_key_rotate";
    private static final String HEAD = "seal_head";
    private static final int COLUMNS_BEFORE = 5;

    /**
     * Result of a verification.
     *
     * @param altered rows that do not verify, are not listed or are missing, such as {@code organisation/hope}
     * @param sound the rows that verify, by table; nothing is read a second time
     */
    record State(String root, Set<String> altered, Map<String, List<RowColumns>> sound) {
        State {
            altered = Set.copyOf(altered);
            sound = Map.copyOf(sound);
        }

        List<RowColumns> rows(SealedTable table) {
            return sound.getOrDefault(table.name(), List.of());
        }
    }

    /**
     * Head of the rows.
     *
     * @param signed the log's signed tree head, or null if not kept here
     */
    private record Head(
            long version,
            String root,
            byte[] manifest,
            @Nullable String signed) {}

    /** True if other gateways may change the rows too. */
    boolean isShared() {
        return dialect.isShared();
    }

    /** True if the rows were ever sealed. */
    boolean exists(Connection connection) throws SQLException {
        return SqlStatements.number(connection, "SELECT count(*) FROM " + HEAD) > 0;
    }

    /** The root in the verified head. */
    String root(Connection connection) throws SQLException {
        return head(connection).root;
    }

    /** Reads and verifies the head. */
    private Head head(Connection connection) throws SQLException {
        dialect.requirePlainTables(connection);
        var heads = SqlStatements.rows(
                connection,
                row -> {
                    var head = new Head(
                            row.getLong("version"),
                            row.getString("root"),
                            row.getBytes("manifest"),
                            hasSigned(row.getMetaData()) ? row.getString("signed") : null);
                    boolean holds = authenticator.verify(row.getBytes("mac"), HEAD, values(head))
                            && SealManifest.root(head.manifest).equals(head.root);
                    return holds ? head : new Head(-1, "", new byte[0], null);
                },
                "SELECT * FROM " + HEAD);
        if (heads.isEmpty() || heads.getFirst().version < 0) {
            throw new Unusable(
                    "The head of the registry's rows is missing, or was not written with this registry's key."
                            + WHAT_TO_DO);
        }
        return heads.getFirst();
    }

    static final String WHAT_TO_DO =
            " Somebody changed the registry, or an older copy was restored. Restore the newest backup of the registry"
                    + " and of registry.key, or review the rows and run: facegate registry accept.";

    /** Every row of an older state verifies, so an acceptance suspends none of them. */
    static final String OLDER_STATE =
            " If the database was set back to an older state, its rows verify, and registry accept would take all of"
                    + " them: keys, evidence and exemptions that were revoked since would be valid again, organisations"
                    + " that were suspended or closed served again, purposes that were removed or ended registered"
                    + " again, people and reviewers who were removed would have their roles again, stops that were set"
                    + " would be lifted, and policies, quotas, approvals and token issuers would be as they were. Compare the"
                    + " registry with facegate registry history first, and undo each of these right after it.";

    private static List<Object> values(Head head) {
        return head.signed == null
                ? List.of(head.version, head.root, head.manifest)
                : List.of(head.version, head.root, head.manifest, head.signed);
    }

    /** False for a file of the previous schema, which is possible when it is only read. */
    private static boolean hasSigned(ResultSetMetaData columns) throws SQLException {
        return columns.getColumnCount() > COLUMNS_BEFORE;
    }

    /** The log's signed tree head stored in the head, or null. */
    @Nullable
    String signed(Connection connection) throws SQLException {
        return head(connection).signed;
    }

    /** Stores the log's signed tree head in the head; the root is unchanged. */
    void remember(Connection connection, String signed) throws SQLException {
        var head = head(connection);
        write(connection, new Head(head.version, head.root, head.manifest, signed));
    }

    /** Verifies every row. */
    State check(Connection connection) throws SQLException {
        var head = head(connection);
        var manifest = SealManifest.parse(head.manifest);
        var altered = new HashSet<String>();
        var seen = new HashSet<String>();
        var sound = new HashMap<String, List<RowColumns>>();
        for (var table : tables) {
            for (var row : table.readAll(connection)) {
                if (!seen.add(row.ref()) || !verifies(table, row, manifest)) {
                    altered.add(row.ref());
                } else {
                    sound.computeIfAbsent(table.name(), none -> new ArrayList<>())
                            .add(RowColumns.of(row));
                }
            }
        }
        for (var listed : manifest.refs()) {
            if (!seen.contains(listed)) {
                altered.add(listed);
            }
        }
        return new State(head.root, altered, sound);
    }

    /** Verifies the rows of one table. */
    State checkTable(Connection connection, SealedTable table) throws SQLException {
        var head = head(connection);
        var manifest = SealManifest.parse(head.manifest);
        var missing = new HashSet<String>();
        manifest.refs().forEach(ref -> {
            if (ref.startsWith(table.ref(""))) {
                missing.add(ref);
            }
        });
        var altered = new HashSet<String>();
        var sound = new ArrayList<RowColumns>();
        for (var row : table.readAll(connection)) {
            if (missing.remove(row.ref()) && verifies(table, row, manifest)) {
                sound.add(RowColumns.of(row));
            } else {
                altered.add(row.ref());
            }
        }
        altered.addAll(missing);
        return new State(head.root, altered, Map.of(table.name(), List.copyOf(sound)));
    }

    /** The names of all rows that were ever sealed: none is ever deleted. */
    Set<String> refs(Connection connection) throws SQLException {
        var refs = new HashSet<String>();
        SealManifest.parse(head(connection).manifest).refs().forEach(refs::add);
        return refs;
    }

    /** Verifies every row; if the head does not verify, by each row's own HMAC. */
    State findAltered(Connection connection) throws SQLException {
        try {
            return check(connection);
        } catch (Unusable noHead) {
            var altered = new HashSet<String>();
            var sound = new HashMap<String, List<RowColumns>>();
            for (var table : tables) {
                for (var row : table.readAll(connection)) {
                    if (authenticator.verify(row.mac(), table.name(), row.values())) {
                        sound.computeIfAbsent(table.name(), none -> new ArrayList<>())
                                .add(RowColumns.of(row));
                    } else {
                        altered.add(row.ref());
                    }
                }
            }
            return new State("", altered, sound);
        }
    }

    private boolean verifies(SealedTable table, SealedRow row, SealManifest manifest) {
        var mac = row.mac();
        return mac != null && authenticator.verify(mac, table.name(), row.values()) && manifest.lists(row.ref(), mac);
    }

    /**
     * Requires that an existing row on which a change is based verifies, and returns it; null if there never was one. No
     * row is ever deleted by Facegate, so one that is listed and gone is not made anew.
     */
    @Nullable
    RowColumns requireVerified(Connection connection, SealedTable table, Object... key) throws SQLException {
        var manifest = SealManifest.parse(head(connection).manifest);
        var row = table.find(connection, key);
        if (row != null && !verifies(table, row, manifest)) {
            throw changedOutside(row.ref());
        }
        if (row == null && manifest.lists(table.ref(key))) {
            throw new Unusable(
                    "The row " + table.ref(key) + " was removed outside Facegate, so nothing takes its place."
                            + " Restore the registry from a backup, or accept its rows without it: facegate registry accept.");
        }
        return row == null ? null : RowColumns.of(row);
    }

    static Unusable changedOutside(String ref) {
        return new Unusable("The row " + ref + " was changed outside Facegate, so it is not used. Restore"
                + " the registry from a backup, or accept its rows as they are, suspended: facegate registry"
                + " accept.");
    }

    /**
     * Seals the rows written in this transaction and journals the change. The registry keeps what was changed, and the
     * ledger the hash of it.
     *
     * @param before the rows that were read before they were written
     */
    RegistryRoots record(
            Connection connection,
            ChangeJournal journal,
            Change change,
            List<WrittenRow> written,
            Map<String, RowColumns> before)
            throws SQLException {
        var head = head(connection);
        var manifest = SealManifest.parse(head.manifest);
        var rows = RowSealing.seal(connection, authenticator, manifest, head.version + 1, written);
        var after = write(connection, head.version + 1, manifest, head.signed);
        var roots = new RegistryRoots(name, head.root, after, head.version + 1);
        var digest = ChangeContent.keep(connection, rows, before);
        journal.write(new Change(change.act(), change.subject(), change.person(), roots, digest));
        return roots;
    }

    /**
     * Records that a committed change is what the database holds: the state before it does not count from then on.
     *
     * @throws Unusable if the database holds another state
     */
    String recordApplied(Connection connection, ChangeJournal journal, RegistryRoots change) throws SQLException {
        var head = head(connection);
        if (head.root.equals(change.after())) {
            var applied = RegistryRoots.unchanged(name, head.root, head.version);
            journal.write(new Change("registry_applied", name, null, applied));
            return head.root;
        }
        if (head.version > change.version()) {
            // Another change has continued from this one.
            return head.root;
        }
        throw new Unusable("The change is on record and was committed, and the database does not hold it any more:"
                + " somebody set it back. Gateways may still use the state before it. Find out who writes to the"
                + " registry's database, and make the change again.");
    }

    private String write(Connection connection, long version, SealManifest manifest, @Nullable String signed)
            throws SQLException {
        var bytes = manifest.bytes();
        return write(connection, new Head(version, SealManifest.root(bytes), bytes, signed));
    }

    private String write(Connection connection, Head head) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO " + HEAD
                        + " (\"only\", version, root, manifest, mac, signed) VALUES (1, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (\"only\") DO UPDATE SET version = excluded.version, root = excluded.root,"
                        + " manifest = excluded.manifest, mac = excluded.mac, signed = excluded.signed",
                head.version,
                head.root,
                head.manifest,
                authenticator.computeMac(HEAD, values(head)),
                head.signed);
        return head.root;
    }

    /** Seals all rows as they are; deterministic, the same rows give the same root. */
    String sealAll(Connection connection, long version, @Nullable String signed) throws SQLException {
        dialect.requirePlainTables(connection);
        var manifest = new SealManifest();
        var written = new ArrayList<WrittenRow>();
        for (var table : tables) {
            for (var key : table.keys(connection)) {
                written.add(WrittenRow.of(table, key));
            }
        }
        RowSealing.seal(connection, authenticator, manifest, version, written);
        return write(connection, version, manifest, signed);
    }

    /** Seals all rows as they are and records it, regardless of the ledger's earlier root. */
    String accept(Connection connection, ChangeJournal journal, State found) throws SQLException {
        var newest = journal.roots().newest(name);
        // A restored head is older than what the ledger knows; versions never go back.
        long known = Math.max(version(connection), newest == null ? 0 : newest.version());
        var root = sealAll(connection, known + 1, signedIfSound(connection));
        SealedRowComparison.requireSame(found, check(connection));
        var roots = new RegistryRoots(name, newest == null ? null : newest.after(), root, known + 1);
        journal.write(new Change(ACCEPT, name, null, roots));
        return root;
    }

    /** The log's signed tree head stored in the head; null if the head does not verify. */
    private @Nullable String signedIfSound(Connection connection) throws SQLException {
        try {
            return exists(connection) ? signed(connection) : null;
        } catch (Unusable altered) {
            return null;
        }
    }

    /** Records the current root. */
    String recordRoot(Connection connection, ChangeJournal journal) throws SQLException {
        var head = head(connection);
        journal.write(
                new Change("registry_verify", name, null, RegistryRoots.unchanged(name, head.root, head.version)));
        return head.root;
    }

    private boolean hasRows(Connection connection) throws SQLException {
        for (var table : tables) {
            if (SqlStatements.number(connection, "SELECT count(*) FROM " + table.name()) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Version of the stored head, verified or not. */
    long version(Connection connection) throws SQLException {
        return SqlStatements.number(connection, "SELECT coalesce(max(version), 0) FROM " + HEAD);
    }

    /**
     * Seals the rows of an earlier version, once. Fails if the ledger already knows a root: unsealed rows are then
     * foreign.
     *
     * @return the recorded root; null if there was nothing to adopt
     */
    @Nullable
    String adopt(Connection connection, ChangeJournal journal) throws SQLException {
        if (exists(connection)) {
            return null;
        }
        if (dialect.isShared() && hasRows(connection)) {
            // No earlier version shared a registry: nobody has rows to adopt.
            throw new Unusable(
                    "The registry in the database has rows and no head, so nothing authenticates them. Nothing is"
                            + " adopted: restore the newest backup of the database, or remove what somebody put there.");
        }
        var newest = journal.roots().newest(name);
        var root = sealAll(connection, 1, null);
        boolean empty = root.equals(SealManifest.root(new byte[0]));
        if (newest == null && empty) {
            return null;
        }
        if (newest == null) {
            journal.write(new Change(ADOPT, name, null, new RegistryRoots(name, null, root, 1)));
            return root;
        }
        // Allowed after a crash during adoption: the record exists and the rows are the same.
        if (newest.before() != null || !newest.after().equals(root)) {
            throw new Unusable("The rows of the registry are not sealed, although the ledger has their root on record."
                    + WHAT_TO_DO);
        }
        return null;
    }
}
