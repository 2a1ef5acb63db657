package io.facegate.registry;

import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files readable by their owner only: created with those permissions, and checked. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> FILE = PosixFilePermissions.asFileAttribute(OWNER);
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    static void folder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, FOLDER);
            }
        } catch (IOException notMade) {
            throw new Unusable("The data folder " + folder + " cannot be made.", notMade);
        }
    }

    /** Creates the file if missing; in either case only its owner can read it. */
    static void createIfMissing(Path file) {
        try {
            Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException there) {
            restrict(file);
        } catch (IOException notMade) {
            throw new Unusable(file + " cannot be made.", notMade);
        }
    }

    private static void restrict(Path file) {
        try {
            if (!Files.getPosixFilePermissions(file).equals(OWNER)) {
                Files.setPosixFilePermissions(file, OWNER);
            }
        } catch (IOException notOurs) {
            throw new Unusable(file + " cannot be kept to its owner (mode 0600).", notOurs);
        }
    }

    /** Writes a new file and syncs it to disk. */
    static void write(Path file, byte[] content) {
        var how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var channel = Files.newByteChannel(file, how, FILE)) {
            channel.write(ByteBuffer.wrap(content));
            if (channel instanceof java.nio.channels.FileChannel disk) {
                disk.force(true);
            }
        } catch (IOException notMade) {
            throw new Unusable(file + " cannot be written.", notMade);
        }
    }

    /** Writes a new file unless another process just made it. */
    static void writeIfMissing(Path file, byte[] content) {
        var fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.deleteIfExists(fresh);
            write(fresh, content);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException there) {
            // The other one's counts.
        } catch (IOException notMade) {
            throw new Unusable(file + " cannot be written.", notMade);
        } finally {
            fresh.toFile().delete();
        }
    }

    /**
     * Requires that only the owner can read a secret's file.
     *
     * @param purpose what the secret does, such as "guards every key"
     * @param otherwise what to do if somebody else could have read it
     */
    public static void requirePrivate(Path file, String purpose, String otherwise) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new Unusable("Users other than its owner can read " + file + ", which " + purpose
                    + ". Run: chmod 600 " + file + ", and " + otherwise + " if anybody has read it.");
        }
    }
}
