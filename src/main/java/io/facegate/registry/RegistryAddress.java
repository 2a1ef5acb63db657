package io.facegate.registry;

import io.facegate.call.Digests;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistryRoots;
import io.facegate.registry.RegistryException.Unusable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Address of a registry: a file in the data folder, or a database that several gateways share. With a database, the
 * folder holds only the key that it is sealed under.
 *
 * @param database or null for the folder's file
 */
public record RegistryAddress(Path data, @Nullable PostgresAddress database) {
    /** The registry file of a data folder. */
    public static RegistryAddress ofFolder(Path data) {
        return new RegistryAddress(data, null);
    }

    /** True if other gateways may change the registry too. */
    public boolean isShared() {
        return database != null;
    }

    /** True for a data folder that worked with a registry in a database, also where the address names none. */
    public boolean belongsToShared() {
        return SharedRegistryMarker.exists(data);
    }

    /** True if there may be a registry. A file is checked; a database is assumed to have one. */
    public boolean mayExist() {
        return database != null || Files.exists(file());
    }

    Path file() {
        return data.resolve(RegistryDatabase.FILE);
    }

    /** Requires that the address names the registry that this folder uses. */
    void requireRightPlace() {
        boolean shares = SharedRegistryMarker.exists(data);
        if (database == null && shares && !Files.exists(file())) {
            throw new Unusable("The registry of this data folder is in a database. Name it with --registry URL or"
                    + " FACEGATE_REGISTRY.");
        }
        if (database != null && Files.exists(file())) {
            throw new Unusable("The data folder has a registry of its own. Move it first: facegate registry move"
                    + " --from DIR --to URL");
        }
    }

    /**
     * Name in records of the stores beside it: vendor resources, galleries and held responses. They are each gateway's
     * own, so gateways that share a registry have different names.
     *
     * @param registry the registry's name
     */
    String storesName(String registry) {
        var id = registry.substring(registry.indexOf(':') + 1);
        if (database == null) {
            return RegistryRoots.STORES + id;
        }
        var own = (id + '/' + SharedRegistryMarker.readOrCreate(data)).getBytes(StandardCharsets.UTF_8);
        return RegistryRoots.STORES + HexFormat.of().formatHex(Digests.sha256(own), 0, 8);
    }

    /**
     * Name in records of the stores that gateways share beside a registry.
     *
     * @param id of the registry's key
     */
    static String sharedStoresName(String id) {
        var shared = (id + "/shared").getBytes(StandardCharsets.UTF_8);
        return RegistryRoots.STORES + HexFormat.of().formatHex(Digests.sha256(shared), 0, 8);
    }

    @Override
    public String toString() {
        return database == null ? file().toString() : database.url();
    }
}
