package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Copies key files between data folders, readable by their owner only. */
public final class KeyFileCopy {
    private static final long LONGEST = 4096;
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.GROUP_WRITE);

    private KeyFileCopy() {}

    /** Creates the folder, readable by its owner only, unless it exists. */
    public static void prepare(Path folder) {
        PrivateFiles.folder(folder);
    }

    /**
     * Copies a key file that a container platform mounts: a link, perhaps, which the container's group may read.
     *
     * @return false if the same file is there already
     * @throws Unacceptable if another file is there
     */
    public static boolean copyMounted(Path from, Path to, String guards) {
        try {
            if (Files.getPosixFilePermissions(from).stream().anyMatch(OF_OTHERS::contains)) {
                throw new Unusable("Every user can read or change " + from + ", which " + guards
                        + ". Mount it with mode 0440 or 0400.");
            }
            return copyContent(from, to, guards);
        } catch (IOException unreadable) {
            throw new Unusable(from + " or " + to + " cannot be read.", unreadable);
        }
    }

    /**
     * Copies a key file.
     *
     * @return false if the same file is there already
     * @throws Unacceptable if another file is there
     */
    public static boolean copy(Path from, Path to, String guards) {
        try {
            PrivateFiles.requirePrivate(from, guards, "make a new one");
            return copyContent(from, to, guards);
        } catch (IOException unreadable) {
            throw new Unusable(from + " or " + to + " cannot be read.", unreadable);
        }
    }

    private static boolean copyContent(Path from, Path to, String guards) throws IOException {
        if (Files.size(from) > LONGEST) {
            throw new Unusable(from + " is not a key of Facegate.");
        }
        var key = Files.readAllBytes(from);
        if (Files.exists(to)) {
            PrivateFiles.requirePrivate(to, guards, "make a new one");
            if (Arrays.equals(Files.readAllBytes(to), key)) {
                return false;
            }
            throw new Unacceptable(to + " is another key. Nothing is overwritten: name a new data folder.");
        }
        PrivateFiles.write(to, key);
        return true;
    }
}
