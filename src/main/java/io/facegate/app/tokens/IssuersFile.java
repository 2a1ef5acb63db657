package io.facegate.app.tokens;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code issuers.yaml}: the token issuers that an operator trusts; read strictly, so that a misspelling is an error. */
public final class IssuersFile {
    public static final String NAME = "issuers.yaml";
    private static final Set<String> FIELDS =
            Set.of("issuer", "audience", "keys", "organisations", "algorithms", "lifetime");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final long LARGEST = 256 * 1024;

    private final Path file;

    private IssuersFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the issuers of a file.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or not as it should be
     */
    public static List<TrustedIssuer> read(Path file) {
        return new IssuersFile(file).issuers();
    }

    private List<TrustedIssuer> issuers() {
        var top = map(parsed(), "the file");
        require(top.keySet().equals(Set.of("issuers")), "it holds one key, issuers");
        var found = new ArrayList<TrustedIssuer>();
        var names = new HashSet<String>();
        for (var entry : list(top.get("issuers"), "issuers")) {
            var issuer = issuer(map(entry, "each of issuers"));
            require(names.add(issuer.issuer()), "issuer " + issuer.issuer() + " is named twice");
            found.add(issuer);
        }
        return List.copyOf(found);
    }

    private @Nullable Object parsed() {
        try {
            require(Files.size(file) <= LARGEST, "it is too large");
            var settings = LoadSettings.builder()
                    .setAllowDuplicateKeys(false)
                    .setMaxAliasesForCollections(0)
                    .build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException | YamlEngineException unreadable) {
            throw wrong("it cannot be read: " + unreadable.getMessage());
        }
    }

    private TrustedIssuer issuer(Map<?, ?> entry) {
        for (var name : entry.keySet()) {
            require(FIELDS.contains(String.valueOf(name)), "there is no setting " + name);
        }
        var organisations = new HashSet<String>();
        for (var one : list(entry.get("organisations"), "organisations")) {
            organisations.add(text(one, "each of organisations"));
        }
        require(!organisations.isEmpty(), "organisations names nobody that the issuer may speak for");
        return new TrustedIssuer(
                text(entry.get("issuer"), "issuer"),
                text(entry.get("audience"), "audience"),
                keys(text(entry.get("keys"), "keys")),
                algorithms(entry.get("algorithms")),
                lifetime(entry.get("lifetime")),
                organisations);
    }

    /** Keys fetched in the clear could be anybody's, unless they come from this machine. */
    private String keys(String keys) {
        if (keys.startsWith("http://")) {
            var host = URI.create(keys).getHost();
            require(host != null && LOOPBACK.contains(host), "keys must be fetched over https");
        }
        boolean remote = keys.startsWith("https://") || keys.startsWith("http://");
        return remote ? keys : file.resolveSibling(keys).toAbsolutePath().toString();
    }

    private Set<SignatureAlgorithm> algorithms(@Nullable Object names) {
        if (names == null) {
            return TrustedIssuer.ASYMMETRIC;
        }
        var found = new HashSet<SignatureAlgorithm>();
        for (var name : list(names, "algorithms")) {
            found.add(TrustedIssuer.ASYMMETRIC.stream()
                    .filter(one -> one.getAlgorithm().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong("algorithms takes RS256, ES256, PS256 and EdDSA")));
        }
        return found;
    }

    private Duration lifetime(@Nullable Object text) {
        if (text == null) {
            return Duration.ofHours(1);
        }
        try {
            var lifetime = Duration.parse(text(text, "lifetime"));
            require(lifetime.isPositive() && lifetime.compareTo(Duration.ofDays(1)) <= 0, "lifetime is at most PT24H");
            return lifetime;
        } catch (DateTimeException malformed) {
            throw wrong("lifetime is written as ISO 8601, such as PT1H");
        }
    }

    private Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(what + " must be a mapping");
    }

    private List<?> list(@Nullable Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(what + " must be a list");
    }

    private String text(@Nullable Object value, String what) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(what + " must be a text");
    }

    private void require(boolean met, String otherwise) {
        if (!met) {
            throw wrong(otherwise);
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(file + ": " + why + ". See docs/identity.md.");
    }
}
