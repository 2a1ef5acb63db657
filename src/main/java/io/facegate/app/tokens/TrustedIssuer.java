package io.facegate.app.tokens;

import io.facegate.call.Digests;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A token issuer that an operator trusts for certain organisations, or for people.
 *
 * @param issuer the exact {@code iss} claim of its tokens
 * @param audience a value that the {@code aud} claim must contain
 * @param keys its public keys: a JWKS address, the address of its discovery document, or a file with a PEM key, a JWK or a JWKS
 * @param algorithms its allowed signature algorithms
 * @param lifetime the longest time between {@code iat} and {@code exp}
 * @param organisations ids of the organisations that it may speak for; none if its tokens are of people
 * @param claims which claims of its tokens are read
 */
public record TrustedIssuer(
        String issuer,
        String audience,
        String keys,
        Set<SignatureAlgorithm> algorithms,
        Duration lifetime,
        Set<String> organisations,
        TokenClaimRules claims) {
    /** Allowed algorithms. All are asymmetric, so a public key can never be used as a shared secret. */
    static final Set<SignatureAlgorithm> ASYMMETRIC = Set.of(
            SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.PS256, SignatureAlgorithm.EDDSA);

    public TrustedIssuer {
        algorithms = Set.copyOf(algorithms);
        organisations = Set.copyOf(organisations);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms: any of RS256, ES256, PS256, EdDSA");
        }
    }

    /** An issuer whose tokens have the usual claims. */
    public TrustedIssuer(
            String issuer,
            String audience,
            String keys,
            Set<SignatureAlgorithm> algorithms,
            Duration lifetime,
            Set<String> organisations) {
        this(issuer, audience, keys, algorithms, lifetime, organisations, TokenClaimRules.DEFAULT);
    }

    /**
     * SHA-256 over all fields in lowercase hex. Each value is length-prefixed, so that no two issuers collide.
     *
     * @param trusted the content of the key file, or the address that keys are fetched from
     */
    String digest(String trusted) {
        var all = new StringBuilder();
        var names = new TreeSet<String>();
        algorithms.forEach(each -> names.add(each.getAlgorithm()));
        for (var value : List.of(
                issuer,
                audience,
                isRemote() ? "address" : "file",
                trusted,
                String.join(",", names),
                lifetime.toString(),
                Integer.toString(organisations.size()))) {
            all.append(value.length()).append(':').append(value);
        }
        new TreeSet<>(organisations)
                .forEach(each -> all.append(each.length()).append(':').append(each));
        // Empty for an entry as earlier versions read it, so that what they accepted stays accepted.
        all.append(claims.difference());
        return HexFormat.of().formatHex(Digests.sha256(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** True if its tokens are of people, who use the admin API; such a token is no caller's. */
    boolean isOfPeople() {
        return claims.person() != null;
    }

    /** The console as a client of this issuer, or null. */
    @Nullable
    ConsoleClient console() {
        var person = claims.person();
        return person == null ? null : person.console();
    }

    /** What the entry is accepted under: the issuer, marked if its tokens are of people. */
    String entry() {
        return isOfPeople() ? DeclaredIssuer.OF_PEOPLE + issuer : issuer;
    }

    /** True if the issuer is asked where its keys are. */
    boolean isDiscovered() {
        return keys.equals(OidcDiscovery.address(issuer));
    }

    boolean isRemote() {
        return keys.startsWith("https://") || keys.startsWith("http://");
    }
}
