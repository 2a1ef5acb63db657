package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token issuer accepted by an operator.
 *
 * @param issuer the exact {@code iss} claim of its tokens
 * @param digest over everything trusted about it, including its key file
 * @param removed when it stopped being accepted, or null
 */
public record IssuerEntry(
        String issuer,
        String digest,
        Instant accepted,
        @Nullable Instant removed) {}
