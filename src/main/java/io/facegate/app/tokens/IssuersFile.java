package io.facegate.app.tokens;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.cli.SecretFileArgument;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
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

/** {@code issuers.yaml}: the token issuers that an operator trusts. Parsed strictly: a misspelt key is an error. */
public final class IssuersFile {
    private static final String NAME = "issuers.yaml";
    private static final Set<String> FIELDS = Set.of(
            "issuer",
            "audience",
            "keys",
            "organisations",
            "people",
            "algorithms",
            "lifetime",
            "claims",
            "jti",
            "console");
    private static final Set<String> CONSOLE = Set.of("client", "secret", "name");
    private static final Set<String> CLAIMS = Set.of("organisation", "purpose");
    private static final String SUBJECT = "sub";

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
    public static List<TrustedIssuer> readConfigured(@Nullable Path named, Path data) {
        var file = locate(named, data);
        return named == null && !Files.exists(file) ? List.of() : read(file);
    }

    /** The configured file, else the one in the data folder, which may not exist. */
    static Path locate(@Nullable Path named, Path data) {
        return named == null ? data.resolve(NAME) : named;
    }

    /** Why these issuers are unusable, or null. */
    public static @Nullable String problem(@Nullable Path named, Path data) {
        try {
            SmallRyeTokenVerifier.trusting(readConfigured(named, data));
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--issuers: " + unfit.getMessage();
        }
    }

    private List<TrustedIssuer> issuers() {
        var found = new ArrayList<TrustedIssuer>();
        var names = new HashSet<String>();
        file.require(!Files.exists(file.path()) || Files.isRegularFile(file.path()), "it is no regular file");
        for (var entry : file.entries("issuers", FIELDS)) {
            var issuer = issuer(entry);
            file.require(names.add(issuer.entry()), "issuer " + issuer.issuer() + " is named twice");
            found.add(issuer);
        }
        for (var people : found.stream().filter(TrustedIssuer::isOfPeople).toList()) {
            file.require(
                    found.stream().noneMatch(other -> !other.isOfPeople() && isSameAudience(other, people)),
                    "the tokens of people of " + people.issuer() + " need an audience of their own");
            file.require(
                    found.stream().noneMatch(other -> !other.isOfPeople() && isClientOf(people, other)),
                    "the console as a client of " + people.issuer() + " needs an id that is no caller's audience");
        }
        return List.copyOf(found);
    }

    private static boolean isSameAudience(TrustedIssuer one, TrustedIssuer other) {
        return one.issuer().equals(other.issuer()) && one.audience().equals(other.audience());
    }

    private static boolean isClientOf(TrustedIssuer people, TrustedIssuer callers) {
        var console = people.console();
        return console != null
                && callers.issuer().equals(people.issuer())
                && callers.audience().equals(console.id());
    }

    private TrustedIssuer issuer(Map<?, ?> entry) {
        var people = entry.get("people");
        file.require(people == null || people.equals(true), "people takes true");
        var organisations = file.texts(entry.get("organisations"), "organisations");
        file.require(
                people != null || !organisations.isEmpty(),
                "organisations is empty, so the issuer may vouch for no organisation");
        file.require(people != null || entry.get("console") == null, "console is for an issuer of people");
        file.require(
                people == null || (organisations.isEmpty() && entry.get("jti") == null),
                "an issuer of people vouches for no organisation, and its tokens are good for more than one request");
        var issuer = file.text(entry.get("issuer"), "issuer");
        return new TrustedIssuer(
                issuer,
                file.text(entry.get("audience"), "audience"),
                keys(issuer, entry.get("keys")),
                algorithms(entry.get("algorithms")),
                lifetime(entry.get("lifetime")),
                organisations,
                people == null ? claims(entry) : TokenClaimRules.ofPeople(person(issuer, entry)));
    }

    private PersonRules person(String issuer, Map<?, ?> entry) {
        return new PersonRules(personClaim(entry.get("claims")), console(issuer, entry.get("console")));
    }

    /** The console as a client; null if people do not log in at the console. */
    private @Nullable ConsoleClient console(String issuer, @Nullable Object names) {
        if (names == null) {
            return null;
        }
        var unfit = OidcDiscovery.problem(issuer);
        file.require(
                unfit == null && !issuer.contains("?"),
                "issuer " + (unfit == null ? "has a query" : unfit) + ", so nobody can log in there at the console");
        var named = file.map(names, "console");
        named.keySet()
                .forEach(name -> file.require(
                        CONSOLE.contains(String.valueOf(name)), "console names client, secret and name, not " + name));
        var secret = named.get("secret");
        var name = named.get("name");
        return new ConsoleClient(
                file.text(named.get("client"), "console: client"),
                secret == null ? null : secretFile(file.text(secret, "console: secret")),
                name == null ? String.valueOf(URI.create(issuer).getHost()) : file.text(name, "console: name"));
    }

    private Path secretFile(String named) {
        var path = file.path().resolveSibling(named).toAbsolutePath();
        var unfit = SecretFileArgument.problem("console: secret", path);
        if (unfit != null) {
            throw file.error(unfit);
        }
        return path;
    }

    /** The claim that names a person. */
    private String personClaim(@Nullable Object names) {
        if (names == null) {
            return SUBJECT;
        }
        var named = file.map(names, "claims");
        file.require(named.keySet().equals(Set.of("person")), "claims of an issuer of people names person");
        return file.text(named.get("person"), "claims: person");
    }

    /** The keys' address or file. Without one, the issuer is asked where they are. */
    private String keys(String issuer, @Nullable Object named) {
        if (named == null) {
            var unfit = OidcDiscovery.problem(issuer);
            file.require(
                    unfit == null && !issuer.contains("?"),
                    "issuer " + (unfit == null ? "has a query" : unfit)
                            + ", so it cannot be asked for its keys; name them with keys");
            return OidcDiscovery.address(issuer);
        }
        var keys = file.text(named, "keys");
        if (keys.startsWith("https://") || keys.startsWith("http://")) {
            var unfit = OidcDiscovery.problem(keys);
            file.require(unfit == null, "keys " + unfit);
            return keys;
        }
        return file.path().resolveSibling(keys).toAbsolutePath().toString();
    }

    private TokenClaimRules claims(Map<?, ?> entry) {
        var jti = entry.get("jti");
        file.require(jti == null || jti.equals("required"), "jti takes required");
        var names = entry.get("claims");
        if (names == null) {
            return new TokenClaimRules(null, TokenClaimRules.DEFAULT.purpose(), jti != null);
        }
        var named = file.map(names, "claims");
        named.keySet()
                .forEach(name -> file.require(
                        CLAIMS.contains(String.valueOf(name)), "claims names organisation and purpose, not " + name));
        var organisation = named.get("organisation");
        var purpose = named.get("purpose");
        return new TokenClaimRules(
                organisation == null ? null : file.text(organisation, "claims: organisation"),
                purpose == null ? TokenClaimRules.DEFAULT.purpose() : file.text(purpose, "claims: purpose"),
                jti != null);
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
                    .orElseThrow(() -> file.error("algorithms takes RS256, ES256, PS256 and EdDSA")));
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
            throw file.error("lifetime must be an ISO 8601 duration, such as PT1H");
        }
    }
}
