package io.facegate.ledger.publish;

import io.facegate.ledger.checkpoint.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A folder, such as one that a web server shows. */
public record FolderShelf(Path folder) implements Shelf {
    @Override
    public void put(String path, byte[] bytes) throws IOException {
        var file = folder.resolve(path);
        Durable.folder(Objects.requireNonNull(file.getParent()));
        Durable.write(file, bytes);
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
