package io.facegate.gateway.limits;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is left of a caller's quotas.
 *
 * @param limits of the caller's own organisation and key, not those of organisations that it calls for
 * @param now when that was so
 */
public record QuotaStatus(List<Left> limits, Instant now) {
    public static final QuotaStatus NONE = new QuotaStatus(List.of(), Instant.EPOCH);

    /** Limits that one answer names. */
    private static final int MOST = 8;

    public QuotaStatus {
        limits = List.copyOf(limits);
    }

    /** One limit, and how many calls are left of it. */
    public record Left(LimitCounter counter, long remaining) {}

    static QuotaStatus of(List<LimitCounter> counters, List<Long> remaining, Instant now) {
        return new QuotaStatus(
                IntStream.range(0, counters.size())
                        .filter(at -> counters.get(at).isOwn())
                        .mapToObj(at -> new Left(counters.get(at), Math.max(0, remaining.get(at))))
                        .toList(),
                now);
    }

    /** Returns the status with further limits. */
    public QuotaStatus with(QuotaStatus more) {
        return more.limits.isEmpty()
                ? this
                : new QuotaStatus(
                        Stream.concat(limits.stream(), more.limits.stream()).toList(), more.now);
    }

    /** The least that is left of a limit of that kind; empty if there is none. */
    public OptionalLong least(LimitCounter.Window window) {
        return limits.stream()
                .filter(left -> left.counter.window() == window)
                .mapToLong(Left::remaining)
                .min();
    }

    /** The {@code RateLimit} headers of draft-ietf-httpapi-ratelimit-headers; none without a quota. */
    public List<Map.Entry<String, String>> headers() {
        if (limits.isEmpty()) {
            return List.of();
        }
        var named = limits.stream().limit(MOST).toList();
        return List.of(
                Map.entry(
                        "RateLimit-Policy",
                        named.stream().map(QuotaStatus::policy).collect(Collectors.joining(", "))),
                Map.entry("RateLimit", named.stream().map(this::left).collect(Collectors.joining(", "))));
    }

    private static String policy(Left left) {
        var counter = left.counter;
        return '"' + counter.name() + "\";q=" + counter.limit() + ";w=" + counter.windowSeconds();
    }

    private String left(Left left) {
        var counter = left.counter;
        var reset = counter.isRate() ? "" : ";t=" + counter.secondsLeft(now);
        return '"' + counter.name() + "\";r=" + left.remaining + reset;
    }
}
