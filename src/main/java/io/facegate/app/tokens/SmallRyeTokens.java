package io.facegate.app.tokens;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import io.facegate.identity.TokenReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads bearer tokens of the trusted issuers, each with keys, rules and organisations of its own. */
public final class SmallRyeTokens implements TokenReader {
    private static final int LONGEST = 8192;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, IssuedTokens> issuers = new HashMap<>();

    private SmallRyeTokens(List<TrustedIssuer> issuers) {
        issuers.forEach(issuer -> this.issuers.put(issuer.issuer(), new IssuedTokens(issuer)));
    }

    /**
     * A reader that trusts these issuers.
     *
     * @throws IllegalArgumentException when a key file cannot be used
     */
    public static TokenReader of(List<TrustedIssuer> issuers) {
        return issuers.isEmpty() ? TokenReader.none() : new SmallRyeTokens(issuers);
    }

    @Override
    public Claims read(String token, Instant now) {
        var issuer = issuers.get(claimedIssuer(token));
        if (issuer == null) {
            throw new Fault.Unauthenticated(Why.UNKNOWN_KEY, "The token's issuer is not one that this gateway trusts.");
        }
        return issuer.read(token, now);
    }

    /** Whose token it says it is, not yet believed: it only chooses the keys to verify with. */
    private static String claimedIssuer(String token) {
        var parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed();
        }
        try {
            var issuer = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("iss");
            return issuer.isTextual() ? issuer.textValue() : "";
        } catch (IOException | IllegalArgumentException notJson) {
            throw malformed();
        }
    }

    private static Fault.Unauthenticated malformed() {
        return new Fault.Unauthenticated(Why.INVALID_SIGNATURE, "The token is not a signed JWT of a sensible length.");
    }
}
