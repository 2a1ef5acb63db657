package io.facegate.app.policies;

import io.facegate.usecase.delivery.PolicyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A bundle of policies in a file that somebody else replaces. */
final class FileBundleSource implements BundleSource {
    private final Path file;
    private byte @Nullable [] before;

    FileBundleSource(Path file) {
        this.file = file;
    }

    @Override
    public byte @Nullable [] fetch() throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(PolicyBundle.LARGEST + 1);
        } catch (IOException unreadable) {
            throw new IOException(
                    file + " cannot be read: " + unreadable.getClass().getSimpleName(), unreadable);
        }
        if (bytes.length > PolicyBundle.LARGEST) {
            throw new IOException(file + " is larger than a policy bundle may be");
        }
        if (Arrays.equals(bytes, before)) {
            return null;
        }
        before = bytes;
        return bytes.clone();
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }
}
