package io.facegate.app.tokens;

import java.io.IOException;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/** Where the keys of an issuer come from: a file that was read at start, or an address. */
interface IssuerKeys {
    /**
     * The key that a token names, or null if the issuer has none like it.
     *
     * @param id the token's {@code kid}, or null
     * @throws IOException if the keys cannot be had, so that no token of the issuer can be verified now
     */
    @Nullable
    PublicKey find(@Nullable String id, String algorithm) throws IOException;

    /** Fetches the keys if they will soon have to be fetched again. */
    default void refreshEarly() {}

    /** Why the keys could not be fetched, or null. */
    default @Nullable String problem() {
        return null;
    }
}
