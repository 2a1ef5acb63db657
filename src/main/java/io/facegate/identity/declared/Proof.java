package io.facegate.identity.declared;

import io.facegate.identity.Key;
import io.facegate.identity.TokenReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verified credential says by itself, before the request's own declarations are heard.
 *
 * @param evidence ids of the entries that it names
 * @param matter the case that it names, or null
 * @param usualMatter the case of calls that name none, or null
 */
public record Proof(
        String method,
        String key,
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        List<String> evidence,
        @Nullable String matter,
        @Nullable String usualMatter) {
    public static Proof of(String method, Key key) {
        return new Proof(
                method, key.id(), key.organisation(), key.principals(), key.purpose(), List.of(), null, key.matter());
    }

    public static Proof of(TokenReader.Claims claims) {
        return new Proof(
                "jwt",
                claims.issuer(),
                claims.organisation(),
                claims.principals(),
                claims.purpose(),
                claims.evidence(),
                claims.matter(),
                null);
    }
}
