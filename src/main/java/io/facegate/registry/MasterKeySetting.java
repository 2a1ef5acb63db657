package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sealed row that says which wrapped key counts. It is under the registry's root, which the ledger knows: an older
 * wrapped key that somebody puts back beside it is told by it.
 */
final class MasterKeySetting {
    static final String ID = "master_key";
    private static final String VAULT = "vault/1";

    private MasterKeySetting() {}

    static void write(Connection connection, MasterKeyReference reference) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO registry_setting (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE"
                        + " SET value = excluded.value, removed = NULL",
                ID,
                reference.text());
    }

    static boolean holds(RowColumns row, MasterKeyReference reference) {
        return row.text("value").equals(reference.text()) && !row.has("removed");
    }

    /** The row to seal. */
    static WrittenRow written(MasterKeyReference reference) {
        return WrittenRow.of(SealedTable.SETTING, row -> holds(row, reference), ID);
    }

    /** The reference in a state's verified rows; null if there is none. */
    static @Nullable MasterKeyReference find(RegistrySeal.State state) {
        return state.rows(SealedTable.SETTING).stream()
                .filter(row -> row.text("id").equals(ID) && !row.has("removed"))
                .map(row -> MasterKeyReference.parse(row.text("value")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The rows that do not verify, with the wrapped key itself if it is not the one that the rows name. */
    static Set<String> altered(Connection connection, RegistrySeal.State state) throws SQLException {
        var wrapped = WrappedDataKey.find(connection);
        if (Objects.equals(wrapped == null ? null : wrapped.reference(), find(state))) {
            return state.altered();
        }
        var all = new HashSet<>(state.altered());
        all.add(VAULT);
        return Set.copyOf(all);
    }

    /**
     * Requires that the wrapped key in the database is the one that the sealed row names.
     *
     * @throws Unusable if it is another one, or the row does not verify
     */
    static void requireMatch(Connection connection, RegistrySeal seal) throws SQLException {
        if (!seal.exists(connection)) {
            return;
        }
        var wrapped = WrappedDataKey.find(connection);
        var row = seal.requireVerified(connection, SealedTable.SETTING, ID);
        boolean matches =
                wrapped == null ? row == null || row.has("removed") : row != null && holds(row, wrapped.reference());
        if (!matches) {
            throw new Unusable("The registry's wrapped key is not the one that its rows name: somebody put an older one"
                    + " back, or changed the database." + RegistrySeal.WHAT_TO_DO);
        }
    }
}
