package io.facegate.identity;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies bearer tokens. */
public interface TokenVerifier {
    /**
     * Returns a token's claims after verifying signature, issuer, audience and times, and that the issuer is bound to
     * every organisation named.
     *
     * @throws Fault.Unauthenticated if it is not accepted
     */
    Claims verify(String token, Instant now);

    /**
     * As {@link #verify(String, Instant)}, where a token may be good for one call only: a call that is authenticated
     * again uses its token once.
     *
     * @param call the request, told apart from others by its identity
     */
    default Claims verify(String token, Instant now, Object call) {
        return verify(token, now);
    }

    /** A verifier that trusts no issuer. */
    static TokenVerifier trustingNoIssuer() {
        return (token, now) -> {
            throw new Fault.Unauthenticated(
                    Fault.Why.NOT_ACCEPTED_HERE,
                    "This gateway trusts no token issuer, so it accepts no bearer tokens.");
        };
    }

    /**
     * The verified claims.
     *
     * @param principals ids of those it acts for, nearest first
     * @param purpose the declared purpose, or null
     * @param evidence ids of the named evidence entries
     * @param caseId the named case, or null
     */
    record Claims(
            String issuer,
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            List<String> evidence,
            @Nullable String caseId) {
        public Claims {
            principals = List.copyOf(principals);
            evidence = List.copyOf(evidence);
        }
    }
}
