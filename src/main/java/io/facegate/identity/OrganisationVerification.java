package io.facegate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an operator verified an organisation.
 *
 * @param kind what was examined, such as {@code charity_register}
 * @param reference where it can be found again: a register's number, a file
 * @param by who verified it
 * @param on when
 * @param until when it ends, and with it the right to call; null if it does not end
 */
public record OrganisationVerification(
        String kind,
        String reference,
        String by,
        Instant on,
        @Nullable Instant until) {
    /** True from the instant on at which it ends. */
    public boolean hasEnded(Instant now) {
        return until != null && !now.isBefore(until);
    }
}
