package io.facegate.registry;

import io.facegate.call.Digests;
import io.facegate.integrity.AesGcmCipher;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The held responses of gateways that share a registry, in its database: held, approved and released at any of them.
 * Contents are encrypted under {@code registry.key}, and reviewers are sealed with the responses.
 */
final class PostgresHeldResponses implements HeldResponseTable {
    private final PostgresSealedRows rows;

    private PostgresHeldResponses(PostgresSealedRows rows) {
        this.rows = rows;
    }

    /**
     * Opens the tables.
     *
     * @param policies the seal policy by the name that the list has in records
     */
    static PostgresHeldResponses open(RegistryAddress address, Function<String, SealOptions> policies) {
        var held = new PostgresHeldResponses(PostgresSealedRows.open(SharedStore.HELD, address, policies));
        boolean done = false;
        try {
            held.runExclusive(held::makeFirstKey);
            done = true;
            return held;
        } finally {
            if (!done) {
                held.close();
            }
        }
    }

    /** Requests and cases are known by commitments under a key of their own, which outlives the registry's. */
    private int makeFirstKey(Connection connection) throws SQLException {
        int there = SqlStatements.number(connection, "SELECT count(*) FROM held_key");
        if (there == 0) {
            var id = HexFormat.of().formatHex(AesGcmCipher.newKey(), 0, 8);
            HeldResponseMove.addKey(connection, this, id, AesGcmCipher.newKey());
        }
        return there;
    }

    @Override
    public RowSeal seal() {
        return rows.seal();
    }

    @Override
    public byte[] seal(String purpose, byte[] plain) {
        return rows.vault().seal(purpose, plain);
    }

    @Override
    public byte[] unseal(String purpose, byte[] sealed) {
        return rows.vault().open(purpose, sealed);
    }

    @Override
    public List<Mac> commitmentMacs(Connection connection) throws SQLException {
        var all = new ArrayList<Mac>();
        for (var key : keys(connection).values()) {
            all.add(Digests.newHmacSha256(key));
        }
        if (all.isEmpty()) {
            throw new SQLException("the keys of the commitments to requests were removed or changed");
        }
        return all;
    }

    /** The commitment keys by their ids, oldest first. */
    Map<String, byte[]> keys(Connection connection) throws SQLException {
        return HeldResponseRows.keys(connection, seal(), this::unseal);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return run(() -> rows.read(work));
    }

    @Override
    public <T extends @Nullable Object> T runExclusive(Work<T> work) {
        return run(() -> rows.write(work));
    }

    private <T extends @Nullable Object> T run(RegistryDatabase.Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failed) {
            throw new Unusable(rows + " could not be read or written: " + failed.getMessage(), failed);
        }
    }

    /** Root over the reviewers as they are listed; none is ever deleted. */
    static String reviewersRoot(SharedRowList list) {
        var manifest = new SealManifest();
        list.macs(SealedTable.REVIEWER.ref("")).forEach(manifest::put);
        return SealManifest.root(manifest.bytes());
    }

    /** Name of the reviewers in records. */
    static String reviewersName(SecretCipher vault) {
        return RegistryRoots.REVIEWERS + vault.id();
    }

    @Override
    public Set<String> alteredReviewers(Connection connection, ChangeJournal journal) throws SQLException {
        var recorded = LedgerRootCheck.begin(journal.roots(), reviewersName(rows.vault()), true);
        if (!recorded.isOnRecord(reviewersRoot(rows.list()))) {
            throw new Unusable(
                    "The reviewers in the database are not those that the ledger knows." + RegistryDatabase.WHAT_TO_DO);
        }
        return alteredReviewers(connection, seal());
    }

    static Set<String> alteredReviewers(Connection connection, RowSeal seal) throws SQLException {
        var altered = new HashSet<String>();
        for (var reviewer : HeldResponseRows.reviewers(connection)) {
            if (!seal.isVerified(connection, SealedTable.REVIEWER, reviewer.organisation(), reviewer.id())) {
                altered.add(SealedTable.REVIEWER.ref(reviewer.organisation(), reviewer.id()));
            }
        }
        return altered;
    }

    @Override
    public Reviewer writeReviewer(ChangeJournal journal, String act, Work<Reviewer> work) {
        return runExclusive(connection -> {
            var altered = alteredReviewers(connection, journal);
            var before = reviewersRoot(rows.list());
            var reviewer = work.run(connection);
            var ref = SealedTable.REVIEWER.ref(reviewer.organisation(), reviewer.id());
            // A removal only stops somebody, whatever the row says.
            if (altered.contains(ref) && reviewer.removed() == null) {
                throw RegistrySeal.changedOutside(ref);
            }
            var digest = write(connection, reviewer);
            var roots = new RegistryRoots(reviewersName(rows.vault()), before, reviewersRoot(rows.list()));
            journal.write(new Change(act, reviewer.organisation(), reviewer.id(), roots, digest));
            return reviewer;
        });
    }

    /** Writes and seals a reviewer's row, and keeps what that made of it; returns the hash of this. */
    private @Nullable String write(Connection connection, Reviewer reviewer) throws SQLException {
        var key = new Object[] {reviewer.organisation(), reviewer.id()};
        var before = seal().findVerified(connection, SealedTable.REVIEWER, key);
        HeldResponseRows.write(connection, reviewer);
        seal().seal(connection, SealedTable.REVIEWER, key);
        var after = RowColumns.of(Objects.requireNonNull(SealedTable.REVIEWER.find(connection, key)));
        var ref = SealedTable.REVIEWER.ref(key);
        return ChangeContent.keep(
                connection,
                List.of(new RowSealing.Sealed(ref, List.of(), after)),
                before == null ? Map.of() : Map.of(ref, before));
    }

    @Override
    public void recordRoot(ChangeJournal journal) {
        run(() -> {
            rows.recordRoot(journal);
            return journal;
        });
        var name = read(_ -> reviewersName(rows.vault()));
        journal.roots().refresh(name);
        if (!isNear(journal, name)) {
            runExclusive(connection -> recordReviewers(connection, journal));
        }
    }

    /** Reviewers seldom change, if there are any: their root on record is repeated, so that a start finds it soon. */
    private String recordReviewers(Connection connection, ChangeJournal journal) throws SQLException {
        alteredReviewers(connection, journal);
        var name = reviewersName(rows.vault());
        var root = reviewersRoot(rows.list());
        var newest = journal.roots().newest(name);
        boolean isKnown = root.equals(newest == null ? RegistryRoots.EMPTY : newest.after());
        if (isKnown && !isNear(journal, name)) {
            journal.write(new Change("registry_verify", name, null, RegistryRoots.unchanged(name, root)));
        }
        return root;
    }

    private static boolean isNear(ChangeJournal journal, String name) {
        return journal.roots().newest(name) != null
                && journal.roots().recordsAfter(name) <= PostgresSealedRows.ROOT_RECORD_DISTANCE;
    }

    @Override
    public @Nullable String root() {
        return null;
    }

    /** Deleted rows are in the database's files until its own maintenance, encrypted. */
    @Override
    public void flush() {
        runExclusive(connection -> {
            rows.list().deleteOldRemovals(connection);
            return connection;
        });
    }

    @Override
    public void close() {
        rows.close();
    }
}
