package io.facegate.app.tokens;

import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import io.facegate.identity.Caller;
import io.facegate.identity.TokenVerifier.Claims;
import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.http.Get;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens (JWT) of one issuer: its keys, its rules, and the organisations that it may speak for. */
final class JwtVerifier {
    private static final int SKEW_SECONDS = 60;
    private static final int REFRESH_MINUTES = 10;
    private static final int FORCED_REFRESH_MINUTES = 1;

    private final TrustedIssuer issuer;
    private final JWTAuthContextInfo rules = new JWTAuthContextInfo();
    private final DefaultJWTTokenParser parser = new BoundedParser();
    private final String digest;

    JwtVerifier(TrustedIssuer issuer) {
        this.issuer = issuer;
        rules.setIssuedBy(issuer.issuer());
        rules.setExpectedAudience(Set.of(issuer.audience()));
        rules.setSignatureAlgorithm(issuer.algorithms());
        rules.setMaxTimeToLiveSecs(issuer.lifetime().toSeconds());
        rules.setClockSkew(SKEW_SECONDS);
        rules.setRequireNamedPrincipal(false);
        rules.setJwksRefreshInterval(REFRESH_MINUTES);
        rules.setForcedJwksRefreshInterval(FORCED_REFRESH_MINUTES);
        if (issuer.isRemote()) {
            rules.setPublicKeyLocation(issuer.keys());
            rules.setKeyFormat(KeyFormat.JWK);
            digest = issuer.digest(issuer.keys());
        } else {
            digest = issuer.digest(useFile(Path.of(issuer.keys())));
        }
    }

    String name() {
        return issuer.issuer();
    }

    /** SHA-256 of everything that is trusted about this issuer, including the content of its key file. */
    String digest() {
        return digest;
    }

    private String useFile(Path file) {
        try {
            var content = Files.readString(file);
            if (content.contains("-----BEGIN PUBLIC KEY-----")) {
                usePem(content, file);
            } else {
                rules.setPublicKeyContent(content);
                rules.setKeyFormat(KeyFormat.JWK);
            }
            return content;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The key file " + file + " cannot be read.", unreadable);
        }
    }

    /** Uses a PEM key for every allowed algorithm that fits its type, since PEM does not state its use. */
    private void usePem(String pem, Path file) {
        var fitting = EnumSet.noneOf(SignatureAlgorithm.class);
        for (var algorithm : issuer.algorithms()) {
            var key = decoded(pem, algorithm);
            if (key != null) {
                rules.setPublicVerificationKey(key);
                fitting.add(algorithm);
            }
        }
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException("The key file " + file + " holds no key for the issuer's algorithms.");
        }
        rules.setSignatureAlgorithm(fitting);
    }

    private static @Nullable PublicKey decoded(String pem, SignatureAlgorithm algorithm) {
        try {
            return KeyUtils.decodePublicKey(pem, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException anotherKind) {
            return null;
        }
    }

    Claims verify(String token, Instant now) {
        try {
            var claims = parser.parse(token, rules).getJwtClaims();
            requireCurrent(claims, now);
            var organisation = claims.hasClaim("org") ? claims.getStringClaimValue("org") : claims.getSubject();
            return bound(new Claims(
                    issuer.issuer(),
                    organisation == null ? "" : organisation,
                    claimTexts(claims, "on_behalf_of"),
                    claims.getStringClaimValue("purpose"),
                    claimTexts(claims, "facegate_evidence"),
                    claims.getStringClaimValue("facegate_case")));
        } catch (ParseException notVerified) {
            throw isExpired(notVerified) ? expired() : invalid();
        } catch (MalformedClaimException nonsense) {
            throw invalid();
        }
    }

    private static void requireCurrent(JwtClaims claims, Instant now) throws MalformedClaimException {
        if (claims.getExpirationTime().getValue() + SKEW_SECONDS <= now.getEpochSecond()) {
            throw expired();
        }
        if (claims.getIssuedAt().getValue() - SKEW_SECONDS > now.getEpochSecond()) {
            throw invalid();
        }
    }

    /** A claim that is a text or a list of texts. */
    private static List<String> claimTexts(JwtClaims claims, String name) throws MalformedClaimException {
        var value = claims.getClaimValue(name);
        if (value == null) {
            return List.of();
        }
        var many = value instanceof String one ? List.of(one) : claims.getStringListClaimValue(name);
        if (many.stream().anyMatch(Objects::isNull)) {
            throw new MalformedClaimException(name + " holds null");
        }
        return many;
    }

    private Claims bound(Claims claims) {
        var named = new ArrayList<String>(claims.principals());
        named.add(claims.organisation());
        if (claims.principals().size() > Caller.MOST_PRINCIPALS) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY, "The token acts for more than " + Caller.MOST_PRINCIPALS + " organisations.");
        }
        if (!issuer.organisations().containsAll(named) || new HashSet<>(named).size() != named.size()) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY, "The token names an organisation that its issuer may not vouch for.");
        }
        return claims;
    }

    private static boolean isExpired(ParseException failure) {
        return failure.getCause() instanceof InvalidJwtException invalid && invalid.hasErrorCode(ErrorCodes.EXPIRED);
    }

    private static Fault.Unauthenticated expired() {
        return new Fault.Unauthenticated(Why.EXPIRED, "The token has expired. Ask its issuer for a new one.");
    }

    private static Fault.Unauthenticated invalid() {
        return new Fault.Unauthenticated(
                Why.INVALID_SIGNATURE,
                "The token does not verify: its signature, issuer, audience or validity period is wrong.");
    }

    /** Token parser: one key resolver for all tokens of the issuer, and one failure time for all resolvers. */
    private static final class BoundedParser extends DefaultJWTTokenParser {
        private final AtomicReference<OptionalLong> failedAt = BoundedHttpGet.noFailureTime();
        private volatile @Nullable VerificationKeyResolver resolver;

        @Override
        protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo rules)
                throws UnresolvableKeyException {
            var known = resolver;
            if (known == null) {
                known = new BoundedResolver(rules, failedAt);
                resolver = known;
            }
            return known;
        }
    }

    /** Resolves keys from a key set fetched by {@link BoundedHttpGet}. */
    private static final class BoundedResolver extends KeyLocationResolver {
        private final AtomicReference<OptionalLong> failedAt;

        BoundedResolver(JWTAuthContextInfo rules, AtomicReference<OptionalLong> failedAt)
                throws UnresolvableKeyException {
            // Set before super(), because the super constructor already fetches.
            this.failedAt = failedAt;
            super(rules);
        }

        @Override
        protected Get getHttpGet() {
            return BoundedHttpGet.withFailureTime(failedAt);
        }
    }
}
