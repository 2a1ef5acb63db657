package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** File that marks a data folder whose registry is in a database; it holds an id that is the folder's own. */
final class SharedRegistryMarker {
    static final String FILE = "registry.shared";

    private SharedRegistryMarker() {}

    static boolean exists(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    /** The folder's id; made at the first use. */
    static String readOrCreate(Path data) {
        var file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.folder(data);
                PrivateFiles.writeIfMissing(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return UUID.fromString(
                            Files.readString(file, StandardCharsets.US_ASCII).strip())
                    .toString();
        } catch (IOException | IllegalArgumentException damaged) {
            throw new Unusable(file + " is damaged: it must hold a UUID. Restore it from a backup.", damaged);
        }
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException notOurs) {
            throw new Unusable(data.resolve(FILE) + " cannot be removed.", notOurs);
        }
    }
}
