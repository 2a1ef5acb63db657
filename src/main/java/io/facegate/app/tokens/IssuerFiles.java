package io.facegate.app.tokens;

import io.facegate.call.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file of issuers and the key files that it names, as they were at one moment.
 *
 * @param digests SHA-256 of each in lowercase hex; empty for one that cannot be read
 */
record IssuerFiles(Path file, SortedMap<Path, String> digests) {
    private static final int LARGEST = 1 << 20;

    /** The file of issuers alone, as it is now. */
    static IssuerFiles of(Path file) {
        return new IssuerFiles(file, new TreeMap<>()).with(file);
    }

    private IssuerFiles with(Path path) {
        var all = new TreeMap<>(digests);
        all.put(path, digestOf(path));
        return new IssuerFiles(file, all);
    }

    /** The same with the key files of these issuers, as they are now. */
    IssuerFiles withKeysOf(List<TrustedIssuer> issuers) {
        var all = this;
        for (var issuer : issuers) {
            if (!issuer.isRemote()) {
                all = all.with(Path.of(issuer.keys()));
            }
        }
        return all;
    }

    /** The same files, as they are now. */
    IssuerFiles now() {
        var all = new TreeMap<Path, String>();
        digests.keySet().forEach(path -> all.put(path, digestOf(path)));
        return new IssuerFiles(file, all);
    }

    /** SHA-256 of the file of issuers; empty if it cannot be read. */
    String digest() {
        return digests.getOrDefault(file, "");
    }

    private static String digestOf(Path path) {
        try {
            return HexFormat.of().formatHex(Digests.sha256(read(path)));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /**
     * The content of one of them.
     *
     * @throws IOException if it is no regular file, which might never end, is larger than 1 MiB, or cannot be read
     */
    static byte[] read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is no regular file.");
        }
        try (var stream = Files.newInputStream(path)) {
            var content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(path + " is larger than 1 MiB.");
            }
            return content;
        }
    }
}
