package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.SignedHeadStore;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log's signed tree head in the head of the registry's rows. The head's HMAC covers it, so that removing it
 * requires the registry's key.
 */
public record RegistrySignedHeadStore(Path folder) implements SignedHeadStore {
    /** First schema version with a head. */
    private static final int SEALED_SINCE = 4;

    private static final Pattern TEXT = Pattern.compile("([0-9a-z-]{1,64}) (\\d{1,18}) ([0-9a-f]{64}|-)");

    @Override
    public @Nullable Signed newest() {
        if (!Files.exists(folder.resolve(RegistryDatabase.FILE))) {
            if (SecretCipher.exists(folder, Guard.REGISTRY) || MasterKeyReference.exists(folder)) {
                throw new Fault.RegistryDown(RegistryDatabase.FILE + " is missing, and its key is there.");
            }
            return null;
        }
        return new FolderRegistries(folder).readRegistry(connection -> {
            if (!isSealed(connection)) {
                return null;
            }
            var vault = new FolderRegistries(folder).vault(connection);
            return parse(RegistryDatabase.seal(vault, SqliteRegistryConnection.DIALECT)
                    .signed(connection));
        });
    }

    /** True if the rows were ever sealed. Rows with an HMAC but no head are an error, not an earlier version. */
    private static boolean isSealed(Connection connection) throws SQLException {
        boolean hasTable =
                SqlStatements.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'seal_head'") > 0;
        if (hasTable && SqlStatements.number(connection, "SELECT count(*) FROM seal_head") > 0) {
            return true;
        }
        boolean lost = !hasTable && RegistrySchema.REGISTRY.version(connection) >= SEALED_SINCE;
        for (var table : List.of(SealedTable.ORGANISATION, SealedTable.ACCESS_KEY)) {
            lost |= hasSealedRows(connection, table.name());
        }
        if (lost) {
            throw new Unusable("The head of the registry's rows is missing." + RegistrySeal.WHAT_TO_DO);
        }
        return false;
    }

    private static boolean hasSealedRows(Connection connection, String table) throws SQLException {
        int columns = SqlStatements.number(
                connection, "SELECT count(*) FROM pragma_table_info('" + table + "') WHERE name = 'mac'");
        return columns > 0
                && SqlStatements.number(connection, "SELECT count(*) FROM " + table + " WHERE mac IS NOT NULL") > 0;
    }

    private static @Nullable Signed parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new Unusable("What the registry stored about the log cannot be read.");
        }
        var root = found.group(3);
        return new Signed(found.group(1), Long.parseLong(found.group(2)), root.equals("-") ? "" : root);
    }

    @Override
    public boolean remember(Signed signed) {
        try {
            if (!Files.exists(folder.resolve(RegistryDatabase.FILE)) || !SqliteRegistryConnection.isCurrent(folder)) {
                return false;
            }
            try (var store = RegistryDatabase.openExisting(RegistryAddress.ofFolder(folder))) {
                var root = signed.root().isEmpty() ? "-" : signed.root();
                store.remember(signed.gateway() + ' ' + signed.size() + ' ' + root);
                return true;
            }
        } catch (Unusable unable) {
            throw new Fault.RegistryDown(unable.sentence());
        }
    }
}
