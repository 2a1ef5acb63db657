package io.facegate.registry;

import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Repairs of the vendors' resources that gateways share, inside the transaction that repairs their registry. */
final class SharedResourceRepair {
    private SharedResourceRepair() {}

    /**
     * Seals the rows under a new key.
     *
     * @throws Unusable if a row does not verify
     */
    static void seal(Connection connection, SecretCipher old, SecretCipher next, ChangeJournal journal)
            throws SQLException {
        var policy = policy(journal, old);
        var list = list(old, policy);
        if (list.isNew(connection)) {
            return;
        }
        var seal = PostgresResourceTable.seal(old.rows(), list, policy);
        seal.refresh(connection);
        var rows = ResourceRows.all(connection, seal);
        if (rows.size() != list.refs(connection).size()) {
            throw new Unusable("Some owners of vendors' resources do not verify, so nothing was sealed again. Run:"
                    + " facegate registry accept.");
        }
        var coming = new SharedRowList(next.rows(), PostgresResourceTable.STORE, policy, list.root());
        var sealing = PostgresResourceTable.seal(next.rows(), coming, policy);
        sealing.begin(connection);
        for (var owned : rows) {
            ResourceRows.write(connection, sealing, owned);
        }
        var root = policy.onRecord();
        if (root != null) {
            var name = RegistryAddress.sharedStoresName(next.id());
            journal.write(new Change("registry_key_rotate", name, null, RegistryRoots.unchanged(name, root)));
        }
    }

    /** Seals the rows that verify, each by its own HMAC at least, and deletes the others; restarts no gateway. */
    static void accept(Connection connection, SecretCipher key, ChangeJournal journal) throws SQLException {
        var known = policy(journal, key);
        var list = list(key, known);
        if (list.isNew(connection) && SqlStatements.number(connection, "SELECT count(*) FROM handle") == 0) {
            return;
        }
        PostgresResourceTable.seal(key.rows(), list, known).accept(connection, List.of(SealedTable.HANDLE));
        var name = RegistryAddress.sharedStoresName(key.id());
        var newest = journal.roots().newest(name);
        var roots = new RegistryRoots(name, newest == null ? null : newest.after(), SealOptions.ACCEPTED);
        journal.write(new Change("registry_accept", name, null, roots));
    }

    private static SharedRowList list(SecretCipher key, SealOptions policy) {
        return new SharedRowList(key.rows(), PostgresResourceTable.STORE, policy, null);
    }

    private static SealOptions policy(ChangeJournal journal, SecretCipher key) {
        var newest = journal.roots().newest(RegistryAddress.sharedStoresName(key.id()));
        return new SealOptions(TamperAlarm.NONE, true, newest == null ? null : newest.after());
    }
}
