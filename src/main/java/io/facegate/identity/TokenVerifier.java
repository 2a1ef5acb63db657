package io.facegate.identity;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Believes a bearer token, or not. */
public interface TokenVerifier {
    /**
     * What a token says, once its signature, issuer, audience and times are verified and its issuer is bound to every
     * organisation it names.
     *
     * @throws Fault.Unauthenticated when it proves nobody
     */
    Claims read(String token, Instant now);

    /** A reader that trusts no issuer. */
    static TokenVerifier none() {
        return (token, now) -> {
            throw new Fault.Unauthenticated(
                    Fault.Why.NOT_ACCEPTED_HERE, "This gateway trusts no token issuer, so it takes no bearer token.");
        };
    }

    /**
     * The verified claims that matter here.
     *
     * @param principals ids of those it acts for, nearest first
     * @param purpose the declared purpose, or null
     * @param evidence ids of the registered entries that it names
     * @param matter the case that it names, or null
     */
    record Claims(
            String issuer,
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            List<String> evidence,
            @Nullable String matter) {
        public Claims {
            principals = List.copyOf(principals);
            evidence = List.copyOf(evidence);
        }
    }
}
