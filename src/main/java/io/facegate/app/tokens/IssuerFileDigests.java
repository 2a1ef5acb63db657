package io.facegate.app.tokens;

import io.facegate.app.files.BoundedFileReader;
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
record IssuerFileDigests(Path file, SortedMap<Path, String> digests) {
    /** The file of issuers alone, as it is now. */
    static IssuerFileDigests of(Path file) {
        return new IssuerFileDigests(file, new TreeMap<>()).with(file);
    }

    private IssuerFileDigests with(Path path) {
        var all = new TreeMap<>(digests);
        all.put(path, digestOf(path));
        return new IssuerFileDigests(file, all);
    }

    /** The same with the key files of these issuers, as they are now. */
    IssuerFileDigests withKeysOf(List<TrustedIssuer> issuers) {
        var all = this;
        for (var issuer : issuers) {
            if (!issuer.isRemote()) {
                all = all.with(Path.of(issuer.keys()));
            }
        }
        return all;
    }

    /** The same files, as they are now. */
    IssuerFileDigests now() {
        var all = new TreeMap<Path, String>();
        digests.keySet().forEach(path -> all.put(path, digestOf(path)));
        return new IssuerFileDigests(file, all);
    }

    /** SHA-256 of the file of issuers; empty if it cannot be read. */
    String digest() {
        return digests.getOrDefault(file, "");
    }

    private static String digestOf(Path path) {
        var digest = BoundedFileReader.digest(path);
        return digest == null ? "" : HexFormat.of().formatHex(digest);
    }
}
