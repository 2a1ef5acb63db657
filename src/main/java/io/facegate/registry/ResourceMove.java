package io.facegate.registry;

import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Moves the vendor resources of a data folder into the database of a shared registry, and back. */
final class ResourceMove {
    /** How the folder's file is called after its rows moved to a database. */
    static final String MOVED = ResourceFile.FILE + ".moved";

    private ResourceMove() {}

    /**
     * Takes along what the folder's file has; begun again after an interruption, it goes on. An entry that the database
     * has already is left as it is there.
     *
     * @param policy of the file; once the ledger has a root of the folder's stores without this file's, the file was
     *     moved before, and another one is foreign
     */
    static void intoDatabase(Path data, SealOptions policy, ResourceTable database) {
        var file = data.resolve(ResourceFile.FILE);
        if (!Files.exists(file)) {
            return;
        }
        if (!policy.adoptsOlder() && !policy.isAcceptedByOperator() && policy.root(ResourceFile.STORE) == null) {
            throw new Unusable("The owners of vendors' resources of this folder are in the registry's database, and "
                    + file + " is an older copy that somebody put back. Move it away.");
        }
        try (var own = ResourceFile.open(data, policy)) {
            var rows = own.read(reader -> ResourceRows.all(reader, own.seal()));
            database.write(writer -> {
                for (var owned : rows) {
                    if (!ResourceRows.exists(writer, database.seal(), owned.handle())) {
                        ResourceRows.write(writer, database.seal(), owned);
                    }
                }
                return rows;
            });
        } catch (SQLException failed) {
            throw new Unusable(
                    "The owners of vendors' resources in " + file + " could not be moved to the registry's database: "
                            + failed.getMessage(),
                    failed);
        }
        retire(data);
    }

    private static void retire(Path data) {
        var file = data.resolve(ResourceFile.FILE);
        try {
            Files.move(file, data.resolve(MOVED), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (var beside : List.of("-wal", "-shm")) {
                Files.deleteIfExists(Path.of(file + beside));
            }
        } catch (IOException notOurs) {
            throw new Unusable(file + " was moved to the registry's database and cannot be renamed.", notOurs);
        }
    }

    /**
     * Takes the database's entries to the folder's file, in place of what the file has.
     *
     * @param source with {@code registry.key}
     * @param policies the seal policy of the database's rows, by their name in records
     * @param own the seal policy of the file
     */
    static void intoFolder(
            RegistryAddress source, Connection reader, Function<String, SealOptions> policies, SealOptions own)
            throws SQLException {
        var vault = RegistryVault.openShared(reader, source);
        var shared = policies.apply(SharedStore.RESOURCES.recordName(vault.id()));
        var list = new SharedRowList(vault.rows(), SharedStore.RESOURCES, shared, null);
        if (list.isNew(reader)) {
            return;
        }
        var seal = SharedStore.RESOURCES.seal(vault.rows(), list, shared);
        seal.refresh(reader);
        var rows = ResourceRows.all(reader, seal);
        if (rows.size() != list.refs(reader).size()) {
            throw new Unusable("Some owners of vendors' resources in the database do not verify, so nothing was moved."
                    + " See registry_altered in the ledger.");
        }
        try (var file = ResourceFile.begin(source.data(), own)) {
            file.write(writer -> {
                for (var owned : rows) {
                    ResourceRows.write(writer, file.seal(), owned);
                }
                return rows;
            });
        }
    }
}
