package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repairs of the rows that gateways share beside their registry, inside the transaction that repairs it. */
final class SharedResourceRepair {
    private SharedResourceRepair() {}

    /**
     * Seals the rows under a new key.
     *
     * @throws Unusable if a row does not verify
     */
    static void seal(Connection connection, SecretCipher old, SecretCipher next, ChangeJournal journal)
            throws SQLException {
        for (var kind : SharedStore.values()) {
            var policy = policy(journal, kind, old);
            var list = list(kind, old, policy);
            if (kind.isPresent(connection) && !list.isNew(connection)) {
                var coming = new SharedRowList(next.rows(), kind, policy, list.root());
                if (kind == SharedStore.GALLERIES) {
                    GallerySealRotation.seal(connection, old, next, list, coming);
                } else {
                    sealAgain(connection, new Rotation(kind, policy, old, next), new Lists(list, coming), journal);
                }
                recordRotation(kind, policy, next, journal);
            }
        }
    }

    private record Rotation(SharedStore kind, SealOptions policy, SecretCipher old, SecretCipher next) {}

    private record Lists(SharedRowList old, SharedRowList next) {}

    /** One moment is read and only this transaction writes, so the rows are those that were verified. */
    private static void sealAgain(Connection connection, Rotation keys, Lists lists, ChangeJournal journal)
            throws SQLException {
        var seal = keys.kind.seal(keys.old.rows(), lists.old, keys.policy);
        seal.refresh(connection);
        seal.requireAll(connection, keys.kind.what());
        // Rows that somebody else inserted stay foreign.
        var sound = seal.verifiedRows(connection);
        var before = PostgresHeldResponses.reviewersRoot(lists.old);
        var sealing = keys.kind.seal(keys.next.rows(), lists.next, keys.policy);
        sealing.begin(connection);
        switch (keys.kind) {
            case HELD -> HeldResponseRows.encryptAgain(connection, keys.old::open, keys.next::seal);
            case SALTS -> SaltTable.encryptAgain(connection, keys.old, keys.next);
            case RESOURCES, GALLERIES -> {}
        }
        for (var row : sound) {
            sealing.seal(connection, row);
        }
        if (keys.kind == SharedStore.HELD) {
            var after = PostgresHeldResponses.reviewersRoot(lists.next);
            recordReviewers("registry_key_rotate", keys.next, new Roots(before, after), journal);
        }
    }

    private record Roots(@Nullable String before, String after) {}

    /** The root of the reviewers, under the name that those with the key look for. */
    private static void recordReviewers(String act, SecretCipher key, Roots roots, ChangeJournal journal) {
        var name = PostgresHeldResponses.reviewersName(key);
        if (!roots.after.equals(roots.before) && !roots.after.equals(RegistryRoots.EMPTY)) {
            journal.write(new Change(act, name, null, new RegistryRoots(name, roots.before, roots.after)));
        }
    }

    private static void recordRotation(SharedStore kind, SealOptions policy, SecretCipher next, ChangeJournal journal) {
        var root = policy.onRecord();
        if (root != null) {
            var name = kind.recordName(next.id());
            journal.write(new Change("registry_key_rotate", name, null, RegistryRoots.unchanged(name, root)));
        }
    }

    /** Seals the rows that verify, each by its own HMAC at least, and deletes the others; restarts no gateway. */
    static void accept(Connection connection, SecretCipher key, ChangeJournal journal, Instant now)
            throws SQLException {
        for (var kind : SharedStore.values()) {
            var known = policy(journal, kind, key);
            var list = list(kind, key, known);
            if (kind.isPresent(connection) && (!list.isNew(connection) || kind.hasRows(connection))) {
                if (kind == SharedStore.GALLERIES) {
                    GallerySealRotation.accept(connection, key, list);
                } else if (kind == SharedStore.SALTS) {
                    acceptErasures(connection, kind.seal(key.rows(), list, known), list, journal, now);
                    SaltTable.deleteAltered(connection, key);
                } else {
                    accept(connection, kind.seal(key.rows(), list, known), now);
                }
                if (kind == SharedStore.HELD) {
                    var newest = journal.roots().newest(PostgresHeldResponses.reviewersName(key));
                    var before = newest == null ? null : newest.after();
                    var after = PostgresHeldResponses.reviewersRoot(list);
                    recordReviewers("registry_accept", key, new Roots(before, after), journal);
                }
                recordAcceptance(kind.recordName(key.id()), journal);
            }
        }
    }

    /**
     * Seals a note of every erasure that the list has or, if that is not the newest one, that is on record. A note that
     * somebody inserted stands as well: its record has no salts any more.
     */
    private static void acceptErasures(
            Connection connection, RowSeal seal, SharedRowList list, ChangeJournal journal, Instant now)
            throws SQLException {
        list.refresh(connection);
        var erased = list.problem() == null
                ? SaltTable.records(list)
                : journal.roots().erasedRecords();
        seal.accept(connection, List.of());
        for (var record : erased) {
            SaltTable.insertErased(connection, record, now);
        }
        for (var key : SealedTable.SALT_ERASED.keys(connection)) {
            if (!seal.isVerified(connection, SealedTable.SALT_ERASED, key)) {
                seal.seal(connection, SealedTable.SALT_ERASED, key);
            }
        }
    }

    /** A reviewer whose row does not verify is removed; the other rows are deleted, or count for the caller's worst. */
    private static void accept(Connection connection, RowSeal seal, Instant now) throws SQLException {
        seal.accept(connection, List.of(SealedTable.HANDLE, SealedTable.HELD, SealedTable.HELD_KEY));
        if (!seal.tables().contains(SealedTable.REVIEWER)) {
            return;
        }
        for (var reviewer : HeldResponseRows.reviewers(connection)) {
            if (!seal.isVerified(connection, SealedTable.REVIEWER, reviewer.organisation(), reviewer.id())) {
                var removed = reviewer.removed() == null ? now : reviewer.removed();
                HeldResponseRows.write(
                        connection, new Reviewer(reviewer.organisation(), reviewer.id(), reviewer.added(), removed));
                seal.seal(connection, SealedTable.REVIEWER, reviewer.organisation(), reviewer.id());
            }
        }
    }

    private static void recordAcceptance(String name, ChangeJournal journal) {
        var newest = journal.roots().newest(name);
        var roots = new RegistryRoots(name, newest == null ? null : newest.after(), SealOptions.ACCEPTED);
        journal.write(new Change("registry_accept", name, null, roots));
    }

    private static SharedRowList list(SharedStore kind, SecretCipher key, SealOptions policy) {
        return new SharedRowList(key.rows(), kind, policy, null);
    }

    private static SealOptions policy(ChangeJournal journal, SharedStore kind, SecretCipher key) {
        var newest = journal.roots().newest(kind.recordName(key.id()));
        return new SealOptions(TamperAlarm.NONE, true, newest == null ? null : newest.after());
    }
}
