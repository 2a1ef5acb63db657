package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import io.facegate.registry.Quota;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The counts of this process. Rates follow the monotonic clock; budgets the days and months of UTC. */
final class LocalCounters {
    /** Counts held at once. They are of registered organisations and keys, so more are not expected. */
    private static final int MOST = 200_000;

    /** A budget is kept after its end, so that a clock that is set back finds it as it was. */
    private static final Duration KEPT = Duration.ofDays(2);

    private final TimeMeter time;
    private final Map<String, RateCount> rates = new ConcurrentHashMap<>();
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();

    LocalCounters(TimeMeter time) {
        this.time = time;
    }

    /** A rate is kept this long after its last call. Every burst is whole again by then. */
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(2);

    /** A token bucket, and when it was last asked. */
    private static final class RateCount {
        private final Bucket bucket;
        private volatile long lastUsed;

        RateCount(Bucket bucket) {
            this.bucket = bucket;
        }
    }

    /** Calls of one budget that were counted, and those of them whose shared count is not known yet. */
    private static final class Budget {
        private final Instant ends;
        private long counted;
        private long pending;

        Budget(Instant ends) {
            this.ends = ends;
        }

        /** What was left before this call, or -1 if nothing was, so that it is not counted. */
        synchronized long take(long limit) {
            long left = limit - counted - pending;
            if (left <= 0) {
                return -1;
            }
            pending++;
            return left;
        }

        synchronized void confirm() {
            pending--;
            counted++;
        }

        synchronized void cancel() {
            pending--;
        }

        synchronized void giveBack() {
            counted = Math.max(0, counted - 1);
        }

        synchronized long counted() {
            return counted;
        }

        synchronized long left(long limit) {
            return Math.max(0, limit - counted - pending);
        }
    }

    /**
     * Takes one from every count, or from none of them. What is taken is then confirmed or cancelled.
     *
     * @param share the part of each limit that this process may use, 1 for all of it
     * @throws Fault.LimitsDown if there are too many counts
     */
    CountResult take(List<LimitCounter> counters, double share) {
        var remaining = new ArrayList<Long>(counters.size());
        for (var counter : counters) {
            long wait = counter.isRate()
                    ? takeRate(bucket(counter, share), remaining)
                    : takeBudget(counter, share, remaining);
            if (wait >= 0) {
                cancel(counters.subList(0, remaining.size()), share);
                return CountResult.full(counter, wait);
            }
        }
        return CountResult.counted(remaining);
    }

    /** Returns the microseconds to wait, or -1 if it took one. */
    private static long takeRate(Bucket bucket, List<Long> remaining) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return TimeUnit.NANOSECONDS.toMicros(probe.getNanosToWaitForRefill());
        }
        remaining.add(probe.getRemainingTokens());
        return -1;
    }

    private long takeBudget(LimitCounter counter, double share, List<Long> remaining) {
        long left = budget(counter).take((long) (counter.limit() * share));
        if (left < 0) {
            return 0;
        }
        remaining.add(left - 1);
        return -1;
    }

    /** The calls were counted everywhere. */
    void confirm(List<LimitCounter> counters) {
        for (var counter : counters) {
            if (!counter.isRate()) {
                budget(counter).confirm();
            }
        }
    }

    /** The calls were not counted elsewhere, and do not count here. */
    void cancel(List<LimitCounter> counters, double share) {
        for (var counter : counters) {
            if (counter.isRate()) {
                bucket(counter, share).addTokens(1);
            } else {
                budget(counter).cancel();
            }
        }
    }

    void giveBack(List<LimitCounter> counters) {
        for (var counter : counters) {
            if (!counter.isRate()) {
                budget(counter).giveBack();
            }
        }
    }

    /** How many of this process's calls are counted. */
    long counted(LimitCounter counter) {
        return counter.isRate() ? 0 : budget(counter).counted();
    }

    /** This process's parts of all budgets, to be told to a server that lost them. */
    List<SharedCounters.Part> parts() {
        return budgets.entrySet().stream()
                .map(each -> new SharedCounters.Part(
                        each.getKey(), each.getValue().ends, each.getValue().counted()))
                .filter(part -> part.counted() > 0)
                .toList();
    }

    long remaining(LimitCounter counter, double share) {
        return counter.isRate()
                ? bucket(counter, share).getAvailableTokens()
                : budget(counter).left((long) (counter.limit() * share));
    }

    private Bucket bucket(LimitCounter counter, double share) {
        var rate = counter.rate().share(share);
        // Another rate of the same quota is another count: a bucket does not change its size.
        var id = counter.id() + '\n' + rate.perSecond() + '\n' + rate.burst();
        var count = rates.get(id);
        if (count == null) {
            requireSpace(rates.size());
            count = rates.computeIfAbsent(id, _ -> new RateCount(create(rate)));
        }
        count.lastUsed = time.currentTimeNanos();
        return count.bucket;
    }

    private Bucket create(Quota.Rate rate) {
        var interval = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(rate.intervalMicros()));
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(1, interval))
                .build();
    }

    private Budget budget(LimitCounter counter) {
        var there = budgets.get(counter.id());
        if (there != null) {
            return there;
        }
        requireSpace(budgets.size());
        return budgets.computeIfAbsent(counter.id(), _ -> new Budget(counter.ends()));
    }

    /** To forget a count would let more calls through. */
    private static void requireSpace(int held) {
        if (held >= MOST) {
            throw new Fault.LimitsDown("Too many quotas are counted at once. Nothing was forwarded.");
        }
    }

    /** Forgets budgets that ended long ago, and rates that nobody used since: their burst is whole. */
    void removeEnded(Instant now) {
        budgets.values().removeIf(budget -> budget.ends.plus(KEPT).isBefore(now));
        long since = time.currentTimeNanos() - IDLE_NANOS;
        rates.values().removeIf(count -> count.lastUsed - since < 0);
    }
}
