package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.AesGcmCipher;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operator repairs of a registry's seal: key rotation, and acceptance of altered rows. */
public final class SealRepair {
    private final RegistryAddress address;
    private final ChangeJournal journal;

    public SealRepair(RegistryAddress address, ChangeJournal journal) {
        this.address = address;
        this.journal = journal;
    }

    /** Seals everything under a new data key, kept as the present one is. */
    public void rotate() {
        rotate(DataKeyRotation.SAME_PLACE);
    }

    /**
     * Rotates the key: seals everything under a new data key, or only wraps the present one by another master key.
     *
     * @throws Unusable if a row does not verify, or the master key cannot be used
     */
    public void rotate(DataKeyRotation asked) {
        RegistryRoots old;
        NextDataKey next;
        try (var store = RegistryDatabase.openExisting(address)) {
            store.adopt(journal);
            var present = store.wrappedKey();
            var reference = present == null ? null : present.reference();
            var master = asked.master() == null && reference != null ? reference.master() : asked.master();
            if (present != null && !asked.newDataKey()) {
                rewrap(store, present, Objects.requireNonNull(master));
                return;
            }
            next = master == null ? new NextDataKey.InFile(address) : wrapNew(master, reference);
            old = store.runExclusiveOnAll(connection -> rotateKeys(connection, store, next));
        }
        next.activate();
        if (address.isShared()) {
            endOldKey(old);
        }
    }

    private NextDataKey wrapNew(String master, @Nullable MasterKeyReference present) {
        long generation = present == null ? 1 : present.generation() + 1;
        // Outside of the transaction: the master key's place may take long to answer.
        var wrapped = WrappedVault.wrap(address.data(), master, generation, AesGcmCipher.newKey());
        return new NextDataKey.Wrapped(address, wrapped, present);
    }

    private void endOldKey(RegistryRoots old) {
        try {
            retire(old);
        } catch (Fault failed) {
            throw new Incomplete(
                    "Everything is sealed under a new key, which is on record; that the rows under the old key"
                            + " count no more could not be recorded: " + failed.getMessage()
                            + " Keep every copy of the old key secret.",
                    failed);
        }
    }

    /** Wraps the present data key by another master key. No row but the one that names the master key changes. */
    private void rewrap(RegistryDatabase store, WrappedDataKey present, String master) {
        var vault = store.vault();
        var wrapped =
                WrappedVault.wrap(address.data(), master, present.reference().generation() + 1, vault.key());
        var next = new NextDataKey.Wrapped(address, wrapped, present.reference());
        store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, RegistrySeal.ROTATE);
            rows.requireVerified(SealedTable.SETTING, MasterKeySetting.ID);
            next.prepare(connection);
            next.store(connection, vault, vault);
            rows.recordDecided(RegistrySeal.ROTATE, store.name(), null, MasterKeySetting.written(wrapped.reference()));
            return wrapped;
        });
        next.activate();
    }

    /** Rotates in one transaction; returns the root under the old key. */
    private RegistryRoots rotateKeys(Connection connection, RegistryDatabase store, NextDataKey next)
            throws SQLException {
        var old = RegistryDatabase.seal(store.vault(), store.dialect());
        PersonAuthorization.read(connection, old).require(journal, RegistrySeal.ROTATE);
        var state = old.check(connection);
        if (!state.altered().isEmpty()) {
            throw new Unusable(
                    "These rows do not verify, so nothing was sealed again: " + String.join(", ", state.altered())
                            + ". Restore them, or suspend and revoke them: facegate registry accept.");
        }
        var vault = next.prepare(connection);
        sealSecrets(connection, store.vault(), vault);
        next.store(connection, store.vault(), vault);
        if (address.isShared()) {
            SharedResourceRepair.seal(connection, store.vault(), vault, journal);
        }
        var seal = RegistryDatabase.seal(vault, store.dialect());
        long version = seal.version(connection) + 1;
        var root = seal.sealAll(connection, version, old.signed(connection));
        SealedRowComparison.requireSame(state, seal.check(connection));
        MasterKeySetting.requireMatch(connection, seal);
        journal.write(new Change(
                RegistrySeal.ROTATE, seal.name(), null, new RegistryRoots(seal.name(), state.root(), root, version)));
        renameStores(address.storesName(old.name()), address.storesName(seal.name()));
        return RegistryRoots.unchanged(old.name(), state.root(), version);
    }

    private static void sealSecrets(Connection connection, SecretCipher old, SecretCipher next) throws SQLException {
        var secrets = SqlStatements.rows(
                connection,
                row -> {
                    var id = row.getString("id");
                    return new Secret(id, next.seal(id, old.open(id, row.getBytes("sealed_secret"))));
                },
                "SELECT id, sealed_secret FROM access_key WHERE revoked IS NULL");
        for (var secret : secrets) {
            SqlStatements.run(
                    connection, "UPDATE access_key SET sealed_secret = ? WHERE id = ?", secret.bytes, secret.id);
        }
    }

    /** Ends the history under the old key's name, so that rows from before the rotation are no registry any more. */
    private void retire(RegistryRoots old) {
        var ended = new RegistryRoots(old.registry(), old.after(), RegistryRoots.RETIRED, old.version() + 1);
        journal.write(new Change(RegistrySeal.ROTATE, old.registry(), null, ended));
    }

    /** Copies the stores' recorded roots to their new name, which is derived from the registry's. */
    private void renameStores(String before, String name) {
        var stores = journal.roots().newest(before);
        if (stores != null) {
            var roots = new RegistryRoots(name, stores.after(), stores.after());
            journal.write(new Change(RegistrySeal.ROTATE, name, null, roots));
        }
    }

    private record Secret(String id, byte[] bytes) {}

    /**
     * Seals the rows as they are, on record. Rows that did not verify are suspended or revoked, so that nothing takes
     * effect unreviewed. If the key is lost, no row verifies.
     *
     * @return the rows that did not verify
     */
    public Set<String> accept(Instant now) {
        var all = new HashSet<>(registered(now));
        if (HeldResponseFile.isIn(address.data())) {
            try (var held = HeldResponseFile.open(address.data(), SealOptions.ALONE)) {
                all.addAll(held.accept(journal, now));
            } catch (Fault | RegistryException failed) {
                throw new Incomplete(
                        "The rows of the registry are accepted, which is on record; the reviewers are not: "
                                + failed.getMessage() + " Accept again: facegate registry accept.",
                        failed);
            }
        }
        return all;
    }

    /** Records that the next gateway start accepts vendor resources, galleries and held responses as they are. */
    private void acceptStores(String registry) {
        var name = address.storesName(registry);
        var newest = journal.roots().newest(name);
        var roots = new RegistryRoots(name, newest == null ? null : newest.after(), SealOptions.ACCEPTED);
        journal.write(new Change(RegistrySeal.ACCEPT, name, null, roots));
    }

    private Set<String> registered(Instant now) {
        return RegistryDatabase.repair(address, (connection, vault) -> {
            if (vault != null) {
                return registered(
                        connection,
                        vault,
                        RegistryDatabase.seal(vault, dialect()).findAltered(connection),
                        now);
            }
            var made = SecretCipher.create(address.data(), Guard.REGISTRY);
            boolean done = false;
            try {
                var all = registered(connection, made, new RegistrySeal.State("", allRows(connection), Map.of()), now);
                done = true;
                return all;
            } finally {
                if (!done) {
                    // Delete the new key, so that the next attempt does not take the rows for sealed under it.
                    Guard.REGISTRY.keyFile(address.data()).toFile().delete();
                }
            }
        });
    }

    private Set<String> registered(Connection connection, SecretCipher key, RegistrySeal.State found, Instant now)
            throws SQLException {
        var people = PersonAuthorization.ofFound(found, address.isShared());
        people.require(journal, RegistrySeal.ACCEPT);
        for (var ref : found.altered()) {
            suspend(connection, ref, now);
        }
        var wrapped = WrappedDataKey.find(connection);
        if (wrapped != null && wrapped.reference().dataKey().equals(key.id())) {
            MasterKeySetting.write(connection, wrapped.reference());
        } else {
            RegistryVault.prove(connection, key);
        }
        var seal = RegistryDatabase.seal(key, dialect());
        seal.accept(connection, journal, found);
        MasterKeySetting.requireMatch(connection, seal);
        if (address.isShared()) {
            SharedResourceRepair.accept(connection, key, journal, now);
        }
        acceptStores(seal.name());
        return found.altered();
    }

    private RegistrySchemaCheck dialect() {
        return address.isShared() ? PostgresRegistryConnection.DIALECT : SqliteRegistryConnection.DIALECT;
    }

    private static Set<String> allRows(Connection connection) throws SQLException {
        var all = new HashSet<String>();
        for (var table : RegistryDatabase.TABLES) {
            table.readAll(connection).forEach(row -> all.add(row.ref()));
        }
        return all;
    }

    private static void suspend(Connection connection, String ref, Instant now) throws SQLException {
        var id = ref.substring(ref.indexOf('/') + 1);
        var table = ref.substring(0, ref.indexOf('/'));
        switch (table) {
            case "organisation" ->
                SqlStatements.run(connection, "UPDATE organisation SET suspended = 1 WHERE id = ?", id);
            case "access_key" ->
                SqlStatements.run(
                        connection,
                        "UPDATE access_key SET revoked = coalesce(revoked, ?), sealed_secret = ?,"
                                + " api_key_sha256 = ? WHERE id = ?",
                        now.getEpochSecond(),
                        KeyRows.WIPED,
                        KeyRows.WIPED,
                        id);
            case "issuer", "person" -> end(connection, table, "removed", id, now);
            case "registry_setting" -> endSetting(connection, id, now);
            case "proposal" -> SqlStatements.run(connection, "UPDATE proposal SET state = 'rejected' WHERE id = ?", id);
            case "exemption" -> end(connection, table, "revoked", id, now);
            case "stop" -> StopRows.stopAll(connection, id, now);
            case "policy_activation" -> PolicyActivationRows.forget(connection, id, now);
            default -> end(connection, "evidence", "revoked", id, now);
        }
    }

    /** A setting that was changed or deleted stays as one that ended: approvals fall to one by an approved change only. */
    private static void endSetting(Connection connection, String id, Instant now) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO registry_setting (id, value, removed) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                        + " SET removed = coalesce(registry_setting.removed, excluded.removed)",
                id,
                Approvals.TWO.word(),
                now.getEpochSecond());
    }

    private static void end(Connection connection, String table, String column, String id, Instant now)
            throws SQLException {
        SqlStatements.run(
                connection,
                "UPDATE " + table + " SET " + column + " = coalesce(" + column + ", ?) WHERE id = ?",
                now.getEpochSecond(),
                id);
    }
}
