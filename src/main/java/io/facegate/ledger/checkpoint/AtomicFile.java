package io.facegate.ledger.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Atomic writing of files: after a power failure a file is complete, or as it was before. */
public final class AtomicFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private AtomicFile() {}

    /** Replaces a file with one that only its owner can read. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, OWNER);
    }

    /** Replaces a file with one of these permissions. */
    public static void write(Path file, byte[] bytes, Set<PosixFilePermission> readers) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        try {
            Files.setPosixFilePermissions(fresh, readers);
            overwrite(fresh, bytes);
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Writes a file that is not there yet, and that only its owner can read. Of several writers one succeeds; nothing is
     * overwritten.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there
     */
    public static void writeNew(Path file, byte[] bytes) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        try (var parent = FileChannel.open(folder, StandardOpenOption.READ)) {
            Files.setPosixFilePermissions(fresh, OWNER);
            overwrite(fresh, bytes);
            Files.createLink(file, fresh);
            parent.force(true);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Overwrites a file in place and syncs it. */
    public static void overwrite(Path file, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Moves a synced file into place; keeps the folder open meanwhile, so that the move itself is synced. */
    public static void move(Path from, Path to) throws IOException {
        try (var folder = FileChannel.open(to.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            folder.force(true);
        }
    }

    /** Creates a folder and its parents, each synced into its parent. */
    public static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        var above = Objects.requireNonNull(folder.toAbsolutePath().getParent());
        folder(above);
        Files.createDirectories(folder);
        try (var channel = FileChannel.open(above, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
