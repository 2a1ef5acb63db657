package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Fault;
import java.time.Duration;

/** Limit on how many requests one caller makes within a period. Counts in memory, by this gateway alone. */
public final class RequestRate {
    private static final int MOST = 100_000;

    private final Cache<String, Integer> counts;
    private final int limit;
    private final Duration period;

    /** @param period begins with the first request of a caller */
    public RequestRate(int limit, Duration period, Ticker ticker) {
        this.limit = limit;
        this.period = period;
        this.counts = Caffeine.newBuilder()
                .expireAfter(Expiry.<String, Integer>creating((caller, count) -> period))
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /**
     * Counts a request.
     *
     * @throws Fault.Overloaded if the caller made too many
     */
    public void count(String caller) {
        if (counts.asMap().merge(caller, 1, Integer::sum) > limit) {
            throw new Fault.Overloaded(
                    "At most " + limit + " such requests are answered in " + period.toMinutes() + " min.",
                    (int) Math.min(period.toSeconds(), 60));
        }
    }
}
