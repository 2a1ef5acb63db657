package io.facegate.gateway.limits;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.identity.Caller;
import io.github.bucket4j.TimeMeter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls in their quotas, and refuses those that exceed one. With {@link SharedCounters} a call must be counted
 * there too. Where they cannot be reached it is refused, or counted in this gateway's share of each quota.
 */
public final class CallLimiter implements AutoCloseable {
    private static final int LONGEST_WAIT = Integer.MAX_VALUE;

    private final LocalCounters local;
    private final @Nullable SharedCounters shared;
    private final @Nullable SharedCallHistory history;
    private final double fallback;
    private final RefusedCallCounts refused = new RefusedCallCounts();
    private volatile QuotaSet quotas = QuotaSet.NONE;
    private final AtomicBoolean isRestoring = new AtomicBoolean();
    private volatile boolean usesFallback;
    private volatile BiConsumer<String, Boolean> meter = (_, _) -> {};

    /**
     * A limiter without quotas yet.
     *
     * @param shared null if this gateway counts alone
     * @param fallback the part of each quota that this gateway uses while {@code shared} is down, 0 to refuse then
     */
    public CallLimiter(@Nullable SharedCounters shared, double fallback) {
        this(shared, null, fallback, TimeMeter.SYSTEM_NANOTIME);
    }

    /** As above, with what these gateways remember together of recent calls. */
    public CallLimiter(SharedCounters shared, SharedCallHistory history, double fallback) {
        this(shared, history, fallback, TimeMeter.SYSTEM_NANOTIME);
    }

    CallLimiter(@Nullable SharedCounters shared, double fallback, TimeMeter time) {
        this(shared, null, fallback, time);
    }

    private CallLimiter(
            @Nullable SharedCounters shared, @Nullable SharedCallHistory history, double fallback, TimeMeter time) {
        this.history = history;
        this.local = new LocalCounters(time);
        this.shared = shared;
        this.fallback = fallback;
    }

    /** A limiter without quotas. */
    public static CallLimiter unlimited() {
        return new CallLimiter(null, 0);
    }

    /** Applies other quotas from now on. Counts are kept under the names of quotas. */
    public void use(QuotaSet other) {
        quotas = other;
    }

    public QuotaSet quotas() {
        return quotas;
    }

    /**
     * Reports each counted call.
     *
     * @param counter takes the name of a quota, and whether a call passed it
     */
    public void meter(BiConsumer<String, Boolean> counter) {
        meter = counter;
    }

    /** True while this gateway's share and its own memory replace what gateways share. */
    public boolean usesFallback() {
        return usesFallback;
    }

    /** Ends the use of the share once what gateways share is reached again. */
    public void endFallback() {
        if (usesFallback && shared != null && shared.problem() == null) {
            usesFallback = false;
        }
    }

    /** Tells the shared counts this gateway's parts again if they were lost. Waits for nothing. */
    public void restoreLostCounts() {
        if (shared != null && isRestoring.compareAndSet(false, true)) {
            Thread.ofVirtual().name("quota-restore").start(() -> {
                try {
                    shared.restoreLost(local::parts);
                } catch (Fault.LimitsDown down) {
                    // Tried again in a second.
                } finally {
                    isRestoring.set(false);
                }
            });
        }
    }

    /** True if this gateway counts alone while shared counts are down. */
    public boolean hasFallback() {
        return fallback > 0;
    }

    /** The counts shared with other gateways, or null. */
    public @Nullable SharedCounters shared() {
        return shared;
    }

    /** What these gateways remember together of recent calls, or null. */
    public @Nullable SharedCallHistory history() {
        return history;
    }

    /** Notes that what gateways share is down. True if this gateway may go by what it knows alone. */
    public boolean useFallback() {
        usesFallback = usesFallback || hasFallback();
        return hasFallback();
    }

    /**
     * Counts a call in its caller's rates, before its body is read.
     *
     * @throws Fault.QuotaExceeded if one is exceeded
     * @throws Fault.LimitsDown if shared counts cannot be reached
     */
    public QuotaStatus admit(Caller caller, Instant now) {
        var counters = quotas.rates(caller);
        return counters.isEmpty()
                ? QuotaStatus.NONE
                : counted(caller, counters, now).status();
    }

    /**
     * Reserves one call in each budget that it counts in.
     *
     * @param call as it is sent
     * @throws Fault.QuotaExceeded if one is used up
     * @throws Fault.LimitsDown if shared counts cannot be reached
     */
    public Reservation reserve(Caller caller, FaceCall call, Instant now) {
        var counters = quotas.budgets(caller, call, now);
        return counters.isEmpty() ? Reservation.NONE : counted(caller, counters, now);
    }

    private Reservation counted(Caller caller, List<LimitCounter> counters, Instant now) {
        Taken taken;
        try {
            taken = take(counters);
        } catch (Fault.LimitsDown down) {
            refused.count(caller, down.code(), "", now);
            throw down;
        }
        var full = taken.result.full();
        if (full != null) {
            meter.accept(full.quota().name(), false);
            var exceeded = exceeded(full, taken.result.waitMicros(), now);
            refused.count(caller, exceeded.code(), full.name(), now);
            throw exceeded;
        }
        counters.forEach(counter -> meter.accept(counter.quota().name(), true));
        return new Reservation(
                QuotaStatus.of(counters, taken.result.remaining(), now), () -> giveBack(counters, taken.isShared));
    }

    /** A result, and whether shared counts gave it. */
    private record Taken(CountResult result, boolean isShared) {}

    private Taken take(List<LimitCounter> counters) {
        var mine = local.take(counters, 1);
        if (mine.full() != null || shared == null) {
            if (mine.full() == null) {
                local.confirm(counters);
            }
            return new Taken(mine, false);
        }
        boolean isCounted = false;
        try {
            var all = shared.take(withFloors(counters));
            usesFallback = false;
            isCounted = all.full() == null;
            return new Taken(all, true);
        } catch (Fault.LimitsDown down) {
            if (fallback == 0) {
                throw down;
            }
        } finally {
            if (isCounted) {
                local.confirm(counters);
            } else {
                local.cancel(counters, 1);
            }
        }
        return new Taken(takeShare(counters), false);
    }

    /** Counts in this gateway's share of each quota, while the shared counts are down. */
    private CountResult takeShare(List<LimitCounter> counters) {
        usesFallback = true;
        var alone = local.take(counters, fallback);
        if (alone.full() == null) {
            local.confirm(counters);
        }
        return alone;
    }

    private List<SharedCounters.Take> withFloors(List<LimitCounter> counters) {
        return counters.stream()
                .map(counter -> new SharedCounters.Take(counter, local.counted(counter)))
                .toList();
    }

    private void giveBack(List<LimitCounter> counters, boolean isShared) {
        // First here: a count that is still taken elsewhere only refuses more.
        local.giveBack(counters);
        if (isShared && shared != null) {
            // The answer does not wait for it.
            Thread.ofVirtual().name("quota-give-back").start(() -> shared.giveBack(counters));
        }
    }

    private static Fault.QuotaExceeded exceeded(LimitCounter full, long waitMicros, Instant now) {
        var headers = QuotaStatus.of(List.of(full), List.of(0L), now).headers();
        if (full.isRate()) {
            int wait = Math.clamp(TimeUnit.MICROSECONDS.toSeconds(waitMicros + 999_999), 1, LONGEST_WAIT);
            return new Fault.QuotaExceeded(
                    "The quota " + full.name() + " allows "
                            + decimal(full.rate().perSecond()) + " calls per second and " + full.limit()
                            + " at once. Nothing was forwarded. Try again.",
                    wait,
                    headers);
        }
        return new Fault.QuotaExceeded(
                "The quota " + full.name() + " of " + full.limit() + " calls per "
                        + full.window().word() + " is used up. Nothing was forwarded. It begins again at " + full.ends()
                        + '.',
                full.secondsLeft(now),
                headers);
    }

    private static String decimal(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /**
     * What is left of all the caller's quotas. Counts nothing.
     *
     * @throws Fault.LimitsDown if shared counts cannot be reached, and no share is used meanwhile
     */
    public QuotaStatus left(Caller caller, Instant now) {
        return left(caller, null, now);
    }

    /**
     * What is left of those of the caller's quotas that a call counts in; of all of them without a call. Counts nothing.
     *
     * @throws Fault.LimitsDown if shared counts cannot be reached, and no share is used meanwhile
     */
    public QuotaStatus left(Caller caller, @Nullable FaceCall call, Instant now) {
        var set = quotas;
        var counters = Stream.concat(set.rates(caller).stream(), set.budgets(caller, call, now).stream())
                .filter(LimitCounter::isOwn)
                .toList();
        if (counters.isEmpty()) {
            return QuotaStatus.NONE;
        }
        if (shared != null) {
            try {
                var all = shared.remaining(withFloors(counters));
                return QuotaStatus.of(counters, lower(all, localRemaining(counters, 1)), now);
            } catch (Fault.LimitsDown down) {
                if (fallback == 0) {
                    throw down;
                }
                return QuotaStatus.of(counters, localRemaining(counters, fallback), now);
            }
        }
        return QuotaStatus.of(counters, localRemaining(counters, 1), now);
    }

    private static List<Long> lower(List<Long> one, List<Long> other) {
        return IntStream.range(0, one.size())
                .mapToObj(at -> Math.min(one.get(at), other.get(at)))
                .toList();
    }

    private List<Long> localRemaining(List<LimitCounter> counters, double share) {
        return counters.stream().map(counter -> local.remaining(counter, share)).toList();
    }

    /** Counts a call that was not sent for this fault. */
    public void countRefused(Caller caller, Fault why, Instant now) {
        refused.count(caller, why.code(), "", now);
    }

    /** True if a call that was not sent for this fault may have a record of its own; it is counted in any case. */
    public boolean takeRecord(Caller caller, Fault why, Instant now) {
        return refused.takeRecord(caller, why.code(), "", now);
    }

    /**
     * Passes on the counts of refused calls of every minute that has ended, and forgets periods that ended.
     *
     * @param record takes a word for the ledger: reason, organisation, key, limit, minute and calls, with commas
     */
    public void flush(Instant now, Consumer<String> record) {
        refused.flush(now, (kind, calls, minute) -> record.accept(kind.describe(calls, minute)));
        local.removeEnded(now);
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
    }
}
