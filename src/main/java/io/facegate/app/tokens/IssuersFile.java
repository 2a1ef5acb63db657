package io.facegate.app.tokens;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.call.Digests;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code issuers.yaml}: the token issuers that an operator trusts. Parsed strictly: a misspelt key is an error. */
public final class IssuersFile {
    private static final String NAME = "issuers.yaml";
    private static final Set<String> FIELDS =
            Set.of("issuer", "audience", "keys", "organisations", "algorithms", "lifetime");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final StrictYamlFile file;

    private IssuersFile(Path path) {
        this.file = new StrictYamlFile(path, "docs/identity.md");
    }

    /**
     * Reads the issuers of a file.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    public static List<TrustedIssuer> read(Path path) {
        return new IssuersFile(path).issuers();
    }

    /** The issuers of the configured file, else of the one in the data folder, else none. */
    public static List<TrustedIssuer> of(@Nullable Path named, Path data) {
        var file = named == null ? data.resolve(NAME) : named;
        return named == null && !Files.exists(file) ? List.of() : read(file);
    }

    /** SHA-256 of the issuers file in lowercase hex; null if there is none. */
    static @Nullable String digest(@Nullable Path named, Path data) {
        var file = named == null ? data.resolve(NAME) : named;
        try {
            return named == null && !Files.exists(file)
                    ? null
                    : HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Why these issuers are unusable, or null. */
    public static @Nullable String problem(@Nullable Path named, Path data) {
        try {
            SmallRyeTokenVerifier.of(of(named, data));
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--issuers: " + unfit.getMessage();
        }
    }

    private List<TrustedIssuer> issuers() {
        var found = new ArrayList<TrustedIssuer>();
        var names = new HashSet<String>();
        for (var entry : file.entries("issuers", FIELDS)) {
            var issuer = issuer(entry);
            file.require(names.add(issuer.issuer()), "issuer " + issuer.issuer() + " is named twice");
            found.add(issuer);
        }
        return List.copyOf(found);
    }

    private TrustedIssuer issuer(Map<?, ?> entry) {
        var organisations = file.texts(entry.get("organisations"), "organisations");
        file.require(!organisations.isEmpty(), "organisations is empty, so the issuer may vouch for no organisation");
        return new TrustedIssuer(
                file.text(entry.get("issuer"), "issuer"),
                file.text(entry.get("audience"), "audience"),
                keys(file.text(entry.get("keys"), "keys")),
                algorithms(entry.get("algorithms")),
                lifetime(entry.get("lifetime")),
                organisations);
    }

    /** Rejects plain HTTP addresses for keys, except loopback: an attacker could replace such keys in transit. */
    private String keys(String keys) {
        if (keys.startsWith("http://")) {
            var host = URI.create(keys).getHost();
            file.require(host != null && LOOPBACK.contains(host), "keys must be fetched over https");
        }
        boolean remote = keys.startsWith("https://") || keys.startsWith("http://");
        return remote ? keys : file.path().resolveSibling(keys).toAbsolutePath().toString();
    }

    private Set<SignatureAlgorithm> algorithms(@Nullable Object names) {
        if (names == null) {
            return TrustedIssuer.ASYMMETRIC;
        }
        var found = new HashSet<SignatureAlgorithm>();
        for (var name : file.list(names, "algorithms")) {
            found.add(TrustedIssuer.ASYMMETRIC.stream()
                    .filter(one -> one.getAlgorithm().equals(name))
                    .findFirst()
                    .orElseThrow(() -> file.wrong("algorithms takes RS256, ES256, PS256 and EdDSA")));
        }
        return found;
    }

    private Duration lifetime(@Nullable Object text) {
        if (text == null) {
            return Duration.ofHours(1);
        }
        try {
            var lifetime = Duration.parse(file.text(text, "lifetime"));
            file.require(
                    lifetime.isPositive() && lifetime.compareTo(Duration.ofDays(1)) <= 0, "lifetime is at most PT24H");
            return lifetime;
        } catch (DateTimeException malformed) {
            throw file.wrong("lifetime must be an ISO 8601 duration, such as PT1H");
        }
    }
}
