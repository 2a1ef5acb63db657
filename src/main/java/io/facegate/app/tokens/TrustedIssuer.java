package io.facegate.app.tokens;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.time.Duration;
import java.util.Set;

/**
 * A token issuer that an operator trusts, for some organisations and no others.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param audience what must be among the {@code aud} of its tokens
 * @param keys where its public keys are: a JWKS address, or a file with a PEM key, a JWK or a JWKS
 * @param algorithms that it may sign with
 * @param lifetime the longest time between {@code iat} and {@code exp}
 * @param organisations ids of those it may speak for
 */
public record TrustedIssuer(
        String issuer,
        String audience,
        String keys,
        Set<SignatureAlgorithm> algorithms,
        Duration lifetime,
        Set<String> organisations) {
    /** The algorithms taken; none of them shares a secret, so a public key can never be mistaken for one. */
    static final Set<SignatureAlgorithm> ASYMMETRIC = Set.of(
            SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.PS256, SignatureAlgorithm.EDDSA);

    public TrustedIssuer {
        algorithms = Set.copyOf(algorithms);
        organisations = Set.copyOf(organisations);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms: any of RS256, ES256, PS256, EdDSA");
        }
    }

    boolean isRemote() {
        return keys.startsWith("https://") || keys.startsWith("http://");
    }
}
