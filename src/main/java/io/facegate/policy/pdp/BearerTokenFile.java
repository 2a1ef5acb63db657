package io.facegate.policy.pdp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** Bearer token from a file. Reloaded when the file changes, to allow rotation; never printed. */
final class BearerTokenFile {
    private static final int LONGEST = 8192;

    private final Path file;
    private volatile @Nullable Read read;

    BearerTokenFile(Path file) {
        this.file = file;
    }

    /** The current token. */
    String value() throws IOException {
        var changed = Files.getLastModifiedTime(file);
        var known = read;
        if (known == null || !known.changed.equals(changed)) {
            known = new Read(changed, read());
            read = known;
        }
        return known.token;
    }

    private String read() throws IOException {
        if (Files.size(file) > LONGEST) {
            throw invalidToken();
        }
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw invalidToken();
        }
        return text;
    }

    private IOException invalidToken() {
        return new IOException(file + " must hold one token of visible ASCII characters");
    }

    @Override
    public String toString() {
        return "BearerTokenFile[" + file + ']';
    }

    private record Read(FileTime changed, String token) {
        @Override
        public String toString() {
            return "Read[]";
        }
    }
}
