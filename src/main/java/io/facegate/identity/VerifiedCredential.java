package io.facegate.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of a verified credential, before the request's own declarations are read.
 *
 * @param credential the method, the public id, and whether it is of the sandbox
 * @param evidence ids of the named evidence entries
 * @param caseId the named case, or null
 * @param defaultCaseId default case for calls that name none, or null
 */
public record VerifiedCredential(
        CallerCredential credential,
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        List<String> evidence,
        @Nullable String caseId,
        @Nullable String defaultCaseId) {
    public static VerifiedCredential of(String method, CallerKey key) {
        return new VerifiedCredential(
                CallerCredential.of(method, key),
                key.organisation(),
                key.principals(),
                key.purpose(),
                List.of(),
                null,
                key.caseId());
    }

    public static VerifiedCredential of(TokenVerifier.Claims claims) {
        return new VerifiedCredential(
                new CallerCredential("jwt", claims.issuer()),
                claims.organisation(),
                claims.principals(),
                claims.purpose(),
                claims.evidence(),
                claims.caseId(),
                null);
    }
}
