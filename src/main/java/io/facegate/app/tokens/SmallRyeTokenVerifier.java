package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import io.facegate.call.StrictBase64Url;
import io.facegate.call.StrictUtf8;
import io.facegate.identity.TokenVerifier;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Verifies bearer tokens (JWT) of the trusted issuers, each with its own keys, rules and organisations. */
public final class SmallRyeTokenVerifier implements TokenVerifier {
    private static final int LONGEST = 8192;
    private final Map<String, JwtVerifier> issuers = new HashMap<>();

    private final BiPredicate<String, String> accepted;

    private SmallRyeTokenVerifier(List<TrustedIssuer> issuers, BiPredicate<String, String> accepted) {
        this.accepted = accepted;
        issuers.forEach(issuer -> this.issuers.put(issuer.issuer(), new JwtVerifier(issuer)));
    }

    /**
     * A verifier that trusts these issuers.
     *
     * @throws IllegalArgumentException when a key file cannot be used
     */
    public static TokenVerifier trusting(List<TrustedIssuer> issuers) {
        return issuers.isEmpty() ? TokenVerifier.trustingNoIssuer() : trusting(issuers, (issuer, digest) -> true);
    }

    /**
     * A verifier that trusts accepted issuers only.
     *
     * @param accepted tests an issuer and its digest for each token
     */
    static SmallRyeTokenVerifier trusting(List<TrustedIssuer> issuers, BiPredicate<String, String> accepted) {
        return new SmallRyeTokenVerifier(issuers, accepted);
    }

    boolean isEmpty() {
        return issuers.isEmpty();
    }

    /** Digest of each issuer. */
    Map<String, String> digests() {
        return issuers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().digest()));
    }

    @Override
    public Claims verify(String token, Instant now) {
        var issuer = issuers.get(claimedIssuer(token));
        if (issuer == null) {
            throw new Fault.Unauthenticated(Why.UNKNOWN_KEY, "This gateway does not trust the token's issuer.");
        }
        if (!accepted.test(issuer.name(), issuer.digest())) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY,
                    "This gateway accepts no tokens of this issuer until an operator has accepted the issuer.");
        }
        return issuer.verify(token, now);
    }

    /** The issuer that the unverified token claims. Used only to choose the keys to verify with. */
    private static String claimedIssuer(String token) {
        var parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed();
        }
        try {
            object(parts[0]);
            StrictBase64Url.decode(parts[2]);
            var issuer = object(parts[1]).path("iss");
            return issuer.isTextual() ? issuer.textValue() : "";
        } catch (IOException | IllegalArgumentException notJson) {
            throw malformed();
        }
    }

    /** Parses a token part strictly: no ambiguous JSON, and only one encoding of each token. */
    private static JsonNode object(String part) throws IOException {
        var bytes = StrictBase64Url.decode(part);
        if (!StrictUtf8.isValid(bytes) || !(JsonMappers.STRICT.readTree(bytes) instanceof ObjectNode object)) {
            throw new IllegalArgumentException("no JSON object");
        }
        return object;
    }

    private static Fault.Unauthenticated malformed() {
        return new Fault.Unauthenticated(Why.INVALID_SIGNATURE, "The token is not a signed JWT of a sensible length.");
    }
}
