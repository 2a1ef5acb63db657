package io.facegate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On what a registered purpose rests, and when it may be declared.
 *
 * @param evidence where its evidence can be found, or null
 * @param basis the legal basis, or null
 * @param from first instant at which it may be declared, or null
 * @param until first instant at which it may not be declared any more, or null
 */
public record PurposeTerms(
        @Nullable String evidence,
        @Nullable String basis,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** A purpose that was registered without evidence, basis and dates. */
    public static final PurposeTerms NONE = new PurposeTerms(null, null, null, null);

    public boolean hasBegun(Instant now) {
        return from == null || !now.isBefore(from);
    }

    public boolean hasEnded(Instant now) {
        return until != null && !now.isBefore(until);
    }
}
