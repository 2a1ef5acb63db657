package io.facegate.policy.catalogue;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every set of policies that was ever in force, in the data folder: {@code policies/<digest>/<files>}, readable by its
 * owner alone, written once and never changed.
 */
public final class PolicyArchive {
    private static final String NAME = "policies";
    private static final String UNFINISHED = ".unfinished-";
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    private PolicyArchive(Path root) {
        this.root = root;
    }

    /** The archive of a data folder. */
    public static PolicyArchive in(Path dataFolder) {
        return new PolicyArchive(dataFolder.resolve(NAME));
    }

    /**
     * Keeps a set, on disk on return; one that is kept already is held against its digest.
     *
     * @param files what the book was read from; tests are left out, for no decision hangs on them
     * @throws UncheckedIOException when it cannot be written
     * @throws PolicyErrors when what is kept under its digest is something else
     */
    public void keep(PolicySet book, Map<String, byte[]> files) {
        var place = root.resolve(book.digest());
        try {
            Files.createDirectories(root, FOLDER);
            if (Files.exists(place)) {
                read(book.digest());
                return;
            }
            sweep();
            var unfinished = Files.createTempDirectory(root, UNFINISHED, FOLDER);
            for (var file : files.entrySet()) {
                if (file.getKey().endsWith(".yaml") && !file.getKey().endsWith("_test.yaml")) {
                    write(unfinished.resolve(file.getKey()), file.getValue());
                }
            }
            sync(unfinished);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            sync(root);
        } catch (IOException broken) {
            throw new UncheckedIOException("The policies cannot be kept in " + place + ": " + broken, broken);
        }
    }

    /** Whether there is a set under that digest, whole or not. */
    public boolean keeps(String digest) {
        return digest.matches("[0-9a-f]{64}") && Files.isDirectory(root.resolve(digest));
    }

    /**
     * The set of that digest, as it was.
     *
     * @throws PolicyErrors when it is not kept, was altered, or does not compile any more
     */
    public PolicySet read(String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw wrong(digest, "is no digest of policies");
        }
        var place = root.resolve(digest);
        if (!Files.isDirectory(place)) {
            throw wrong(place.toString(), "no such policies are kept");
        }
        var book = PolicyReader.of(PolicyFiles.read(place));
        if (!book.digest().equals(digest)) {
            throw wrong(place.toString(), "the policies kept here are not those of the name; they were altered");
        }
        return book;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        var how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (var channel = FileChannel.open(file, how, FILE)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Clears away what a crash left half-written. */
    private void sweep() throws IOException {
        try (var left = Files.newDirectoryStream(root, UNFINISHED + "*")) {
            for (var folder : left) {
                try (var files = Files.newDirectoryStream(folder)) {
                    for (var file : files) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        }
    }

    private static PolicyErrors wrong(String what, String message) {
        return new PolicyErrors(List.of(new PolicyMistake(what, 0, 0, message)));
    }
}
