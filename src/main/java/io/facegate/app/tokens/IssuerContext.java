package io.facegate.app.tokens;

import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the verifiers of all issuers share, and what outlives them when the file of issuers is read again.
 *
 * @param used tokens that were used, of issuers whose tokens are good for one call
 * @param changes receives the keys of an issuer that changed
 * @param times how long fetched keys are used
 * @param nanos the clock of {@code times}
 */
record IssuerContext(
        UsedTokens used, RemoteIssuerKeys.KeyChangeListener changes, RemoteIssuerKeys.Times times, LongSupplier nanos) {
    /** A context that begins now and follows the stated times. */
    static IssuerContext starting(RemoteIssuerKeys.KeyChangeListener changes) {
        return starting(changes, null);
    }

    /**
     * As above, for one of several gateways.
     *
     * @param shared where they remember used tokens together, or null
     */
    static IssuerContext starting(RemoteIssuerKeys.KeyChangeListener changes, @Nullable TokenReplayStore shared) {
        return new IssuerContext(
                new UsedTokens(Instant.now(), shared), changes, RemoteIssuerKeys.Times.STATED, System::nanoTime);
    }
}
