package io.facegate.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verified credential says by itself, before the request's own declarations are heard. */
record Proof(
        String method,
        String key,
        String organisation,
        List<String> principals,
        @Nullable String purpose) {
    static Proof of(String method, Key key) {
        return new Proof(method, key.id(), key.organisation(), key.principals(), key.purpose());
    }

    static Proof of(TokenReader.Claims claims) {
        return new Proof("jwt", claims.issuer(), claims.organisation(), claims.principals(), claims.purpose());
    }
}
