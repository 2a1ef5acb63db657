package io.facegate.registry;

import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.integrity.MovingStoreFile;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.RegistryException.Unusable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Moves the vendor resources of a data folder into the database of a shared registry, and back. */
final class ResourceMove {
    /** The owner of the notes of folders that were moved; no vendor and no organisation can have this name. */
    private static final String MOVED = "(moved)";

    private static final String WHAT = "owners of vendors' resources";

    private ResourceMove() {}

    /**
     * Takes along what the folder's file has; begun again after an interruption, it goes on. An entry that the database
     * has already is left as it is there.
     *
     * @param policy of the file; once the ledger has a root of the folder's stores without this file's, the file was
     *     moved before, and another one is foreign
     */
    static void intoDatabase(Path data, SealOptions policy, ResourceTable database) {
        var moving = new MovingStoreFile(ResourceFile.STORE, data.resolve(ResourceFile.FILE), null, WHAT);
        if (!RegistryFileMove.begin(moving, policy)) {
            return;
        }
        try (var own = ResourceFile.open(data, policy)) {
            var rows = own.read(reader -> ResourceRows.all(reader, own.seal()));
            var note = note(own.id(), String.valueOf(own.root()));
            database.write(writer -> {
                takeOnce(writer, database.seal(), rows, note);
                return rows;
            });
        } catch (SQLException failed) {
            throw new Unusable(
                    "The " + WHAT + " in " + moving.file() + " could not be moved to the registry's database: "
                            + failed.getMessage(),
                    failed);
        }
        RegistryFileMove.retire(moving);
    }

    /** The note of it is in the same transaction: what was removed since is not taken again. */
    private static void takeOnce(Connection writer, RowSeal seal, List<OwnedResource> rows, OwnedResource note)
            throws SQLException {
        var noted = ResourceRows.find(writer, seal, note.handle());
        if (noted == null && ResourceRows.exists(writer, seal, note.handle())) {
            throw new SQLException("the note of a folder that was moved here was removed or changed");
        }
        if (noted != null && !noted.use().equals(note.use())) {
            throw new SQLException(
                    "they were moved there before, and the folder's file was changed since; move the file away");
        }
        if (noted == null) {
            for (var owned : rows) {
                if (!ResourceRows.exists(writer, seal, owned.handle())) {
                    ResourceRows.write(writer, seal, owned);
                }
            }
            ResourceRows.write(writer, seal, note);
        }
    }

    /**
     * The row that notes a move.
     *
     * @param folder by its key
     * @param root of what it has
     */
    private static OwnedResource note(String folder, String root) {
        var id = new ResourceId(MOVED, ResourceKind.DATASET, folder);
        return new OwnedResource(id, MOVED, null, Set.of(), null, root, "", "", Instant.EPOCH, null);
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
                    if (!owned.organisation().equals(MOVED)) {
                        ResourceRows.write(writer, file.seal(), owned);
                    }
                }
                return rows;
            });
        }
    }
}
