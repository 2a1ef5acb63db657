package io.facegate.usecase.registry;

import java.time.Instant;
import java.util.List;

/**
 * A quota of an organisation, and what is left of it.
 *
 * @param period the word for its window: a day, a month
 */
public record QuotaLeft(String name, String period, long limit, long left) {
    /** Tells the quotas of an organisation. */
    @FunctionalInterface
    public interface Source {
        List<QuotaLeft> of(String organisation, Instant now);
    }
}
