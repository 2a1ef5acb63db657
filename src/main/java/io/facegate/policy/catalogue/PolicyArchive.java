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
import java.util.SortedMap;

/**
 * Archive of every policy set that was ever in force: {@code policies/<digest>/<files>} in the data folder.
 * Owner-readable only; written once and never changed.
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
    public static PolicyArchive ofFolder(Path dataFolder) {
        return new PolicyArchive(dataFolder.resolve(NAME));
    }

    /**
     * Stores a policy set; durable on return. A set already stored is verified against its digest.
     *
     * @param files the source files of the set; tests are left out because no decision depends on them
     * @throws UncheckedIOException if it cannot be written
     * @throws PolicyErrors if the content stored under its digest differs
     */
    public void store(PolicySet policySet, Map<String, byte[]> files) {
        var place = root.resolve(policySet.digest());
        try {
            Files.createDirectories(root, FOLDER);
            if (Files.exists(place)) {
                requireDigest(policySet.digest(), readUnverified(policySet.digest()));
                return;
            }
            sweep();
            var unfinished = Files.createTempDirectory(root, UNFINISHED, FOLDER);
            for (var file : files.entrySet()) {
                if (isKept(file.getKey())) {
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

    /** True if the digest has an entry, complete or not. */
    public boolean contains(String digest) {
        return digest.matches("[0-9a-f]{64}") && Files.isDirectory(root.resolve(digest));
    }

    /**
     * Reads the policy set with that digest.
     *
     * @throws PolicyErrors if it is not stored, was altered, or no longer compiles
     */
    public PolicySet read(String digest) {
        return verify(digest, readUnverified(digest));
    }

    /**
     * The files of the policy set with that digest: the very bytes that were verified, and nothing else of its folder.
     *
     * @throws PolicyErrors if it is not stored, was altered, or no longer compiles
     */
    public SortedMap<String, byte[]> files(String digest) {
        var files = readUnverified(digest);
        // No digest covers a test, so it would be anybody's.
        files.keySet().removeIf(name -> !isKept(name));
        verify(digest, files);
        return files;
    }

    private SortedMap<String, byte[]> readUnverified(String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw toErrors(digest, "is no digest of policies");
        }
        var place = root.resolve(digest);
        if (!Files.isDirectory(place)) {
            throw toErrors(place.toString(), "no such policies are kept");
        }
        return PolicyFiles.read(place);
    }

    private PolicySet verify(String digest, SortedMap<String, byte[]> files) {
        requireDigest(digest, files);
        return PolicyReader.read(files);
    }

    private void requireDigest(String digest, SortedMap<String, byte[]> files) {
        if (!PolicyReader.digest(files).equals(digest)) {
            throw toErrors(
                    root.resolve(digest).toString(),
                    "the policies kept here are not those of the name; they were altered");
        }
    }

    private static boolean isKept(String name) {
        return name.endsWith(".yaml") && !name.endsWith("_test.yaml");
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

    /** Makes the directory entries durable (fsync). */
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes incomplete entries that a crash left behind. */
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

    private static PolicyErrors toErrors(String what, String message) {
        return new PolicyErrors(List.of(new PolicyMistake(what, 0, 0, message)));
    }
}
