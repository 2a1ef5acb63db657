package io.facegate.ledger.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to look for; null means any.
 *
 * @param kind {@code DECISION} unless all kinds are wanted (null)
 * @param capability a capability's code; finds that and what is below it
 * @param verdict {@code permit} or {@code refuse}
 * @param rule a rule's id, {@code pack/rule}
 * @param before only records with a smaller index, for paging; null for the newest
 */
public record Query(
        @Nullable String kind,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String organisation,
        @Nullable String purpose,
        @Nullable String capability,
        @Nullable String verdict,
        @Nullable String rule,
        @Nullable Long before,
        int limit) {}
