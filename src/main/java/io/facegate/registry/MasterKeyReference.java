package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the master key that wraps the registry's data key. It is no secret. The data folder has it in a file, so that no
 * database decides which key a gateway trusts; the registry has it as a sealed setting.
 *
 * @param generation counts the wrapped keys; it never goes back
 * @param dataKey the data key's id
 * @param master the master key's name
 */
public record MasterKeyReference(long generation, String dataKey, String master) {
    /** The file in the data folder. */
    public static final String FILE = "registry.master";

    /** What the file becomes once a rotation is committed. */
    static final String NEXT = FILE + ".next";

    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,17}) ([0-9a-f]{16}) (\\S.{0,600})");
    private static final int LONGEST = 1024;

    /** Reads the text of a reference; null if it is none. */
    static @Nullable MasterKeyReference parse(String text) {
        var found = TEXT.matcher(text);
        return found.matches()
                ? new MasterKeyReference(Long.parseLong(found.group(1)), found.group(2), found.group(3))
                : null;
    }

    /** The reference as one line. */
    String text() {
        return generation + " " + dataKey + ' ' + master;
    }

    /** True if the folder's registry has a data key that is wrapped. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** The master key that the folder names; null if it names none. */
    public static @Nullable MasterKeyReference read(Path folder) {
        return readFile(folder.resolve(FILE));
    }

    /** What a rotation has prepared, or null. */
    static @Nullable MasterKeyReference readNext(Path folder) {
        return readFile(folder.resolve(NEXT));
    }

    private static @Nullable MasterKeyReference readFile(Path file) {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            var found = Files.size(file) > LONGEST
                    ? null
                    : parse(Files.readString(file, StandardCharsets.UTF_8).strip());
            if (found == null) {
                throw new Unusable(file + " does not name a master key. Restore it from a backup, or copy it from the"
                        + " data folder of another gateway.");
            }
            return found;
        } catch (IOException unreadable) {
            throw new Unusable(file + " cannot be read.", unreadable);
        }
    }

    /** The file of the data folder that is the master key; null if the master key stands elsewhere. */
    public @Nullable String fileInFolder() {
        var path = master.startsWith(FileMasterKey.SCHEME) ? master.substring(FileMasterKey.SCHEME.length()) : "/";
        return path.contains("/") ? null : path;
    }

    /** True if a rotation was cut off between its preparation and its end. */
    public static boolean isRotating(Path folder) {
        return Files.exists(folder.resolve(NEXT));
    }

    /**
     * Makes another data folder name this master key.
     *
     * @return false if it does already
     * @throws Unacceptable if that folder knows a newer one
     */
    public boolean copyTo(Path folder) {
        var there = read(folder);
        if (equals(there)) {
            return false;
        }
        if (there != null && there.generation >= generation) {
            throw new Unacceptable(folder.resolve(FILE) + " names a newer master key. Nothing is overwritten.");
        }
        replace(folder.resolve(FILE));
        return true;
    }

    /** Writes it for the time after a commit. */
    void prepare(Path folder) {
        replace(folder.resolve(NEXT));
    }

    /** Makes it the folder's own. */
    void adopt(Path folder) {
        replace(folder.resolve(FILE));
        try {
            if (equals(readNext(folder))) {
                Files.deleteIfExists(folder.resolve(NEXT));
            }
        } catch (IOException notOurs) {
            throw new Unusable(folder.resolve(NEXT) + " cannot be removed.", notOurs);
        }
    }

    private void replace(Path file) {
        var fresh = file.resolveSibling(file.getFileName() + "."
                + ProcessHandle.current().pid() + '-' + Thread.currentThread().threadId() + ".new");
        try {
            Files.deleteIfExists(fresh);
            PrivateFiles.write(fresh, (text() + '\n').getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException notMade) {
            throw new Unusable(file + " cannot be written.", notMade);
        }
    }
}
