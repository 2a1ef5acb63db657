package io.facegate.ledger.publish;

import io.facegate.ledger.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Publication target in a folder, such as one that a web server serves; the files are readable by everybody who can
 * read the folder.
 */
public record FolderTarget(Path folder) implements PublicationTarget {
    private static final Set<PosixFilePermission> ENTERING = PosixFilePermissions.fromString("--x--x--x");

    @Override
    public void put(String path, byte[] bytes) throws IOException {
        var file = folder.resolve(path);
        AtomicFile.folder(folder);
        var readers = Files.getPosixFilePermissions(folder);
        createFolder(Objects.requireNonNull(file.getParent()), readers);
        var reading = EnumSet.copyOf(readers);
        reading.removeAll(ENTERING);
        AtomicFile.write(file, bytes, reading);
    }

    private static void createFolder(Path wanted, Set<PosixFilePermission> readers) throws IOException {
        if (!Files.isDirectory(wanted)) {
            createFolder(Objects.requireNonNull(wanted.getParent()), readers);
            AtomicFile.folder(wanted);
            Files.setPosixFilePermissions(wanted, readers);
        }
    }

    @Override
    public byte @Nullable [] get(String path) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(path));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public void remove(String path) throws IOException {
        var file = folder.resolve(path);
        Files.deleteIfExists(file);
        var above = Objects.requireNonNull(file.getParent());
        if (path.contains(".p/") && Files.isDirectory(above)) {
            try (var left = Files.list(above)) {
                if (left.findAny().isPresent()) {
                    return;
                }
            }
            Files.deleteIfExists(above);
        }
    }

    @Override
    public void close() {}
}
