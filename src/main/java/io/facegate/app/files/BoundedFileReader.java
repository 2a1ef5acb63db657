package io.facegate.app.files;

import io.facegate.call.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reader of whole files of settings, keys or secrets: regular files of at most 1 MiB. */
public final class BoundedFileReader {
    private static final int LARGEST = 1 << 20;

    private BoundedFileReader() {}

    /**
     * The content of a file.
     *
     * @throws IOException if it is no regular file, which might never end, is larger than 1 MiB, or cannot be read
     */
    public static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no regular file.");
        }
        try (var stream = Files.newInputStream(file)) {
            var content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(file + " is larger than 1 MiB.");
            }
            return content;
        }
    }

    /** SHA-256 of a file; null where {@link #read} fails. */
    public static byte @Nullable [] digest(Path file) {
        try {
            return Digests.sha256(read(file));
        } catch (IOException unreadable) {
            return null;
        }
    }
}
