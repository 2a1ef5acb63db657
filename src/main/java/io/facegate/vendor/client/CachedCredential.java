package io.facegate.vendor.client;

import io.facegate.call.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cache of one expiring credential of the gateway: keeps one value and refreshes it before it expires. At most one
 * fetch runs at a time, and none starts soon after a failed one.
 *
 * @param <T> the credential
 */
public final class CachedCredential<T> {
    /** Refreshes a credential this long before it expires, while it is still valid. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** Does not use a credential this close to its expiry: it must still be valid on arrival. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /** No new fetch starts within this time after a failed one. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Timeout of a fetch. After it nothing waits for the fetch, and another may start. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_WAITING = 512;

    private final Supplier<CompletableFuture<ValidCredential<T>>> issuer;
    private final InstantSource clock;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private @Nullable ValidCredential<T> kept;
    private @Nullable CompletableFuture<ValidCredential<T>> coming;
    private Instant failed = Instant.MIN;

    /** @param issuer starts to fetch a credential without blocking */
    public CachedCredential(Supplier<CompletableFuture<ValidCredential<T>>> issuer, InstantSource clock) {
        this(issuer, clock, PATIENCE);
    }

    CachedCredential(Supplier<CompletableFuture<ValidCredential<T>>> issuer, InstantSource clock, Duration patience) {
        this.issuer = issuer;
        this.clock = clock;
        this.patience = patience;
    }

    /** A credential and its expiry. */
    public record ValidCredential<T>(T value, Instant end) {
        /** Omits the credential. */
        @Override
        public String toString() {
            return "Good[until " + end + ']';
        }
    }

    /** Drops the credential, because the vendor rejected it. */
    public synchronized void invalidate() {
        kept = null;
    }

    /**
     * Returns a valid credential; waits at most the given nanoseconds for one.
     *
     * @param trouble maps the failure of a fetch, or a {@link TimeoutException}, to a fault
     * @throws Fault.Overloaded when too many calls already wait
     */
    public T get(long nanos, Function<Throwable, Fault> trouble) {
        CompletableFuture<ValidCredential<T>> next;
        synchronized (this) {
            var now = clock.instant();
            var good = kept != null && now.isBefore(kept.end.minus(LATE)) ? kept : null;
            if (good != null && now.isBefore(good.end.minus(EARLY))) {
                return good.value;
            }
            next = fetchOrJoin(now);
            if (good != null) {
                // The old credential stays in use while the next is fetched, also when that fetch fails.
                return good.value;
            }
        }
        if (!waiting.tryAcquire()) {
            throw new Fault.Overloaded("Too many calls are waiting for the gateway's credentials.");
        }
        try {
            return await(next, nanos, trouble);
        } finally {
            waiting.release();
        }
    }

    /** Returns the running fetch or starts one; repeats a recent failure instead of retrying at once. */
    private CompletableFuture<ValidCredential<T>> fetchOrJoin(Instant now) {
        var last = coming;
        boolean tooSoon = last != null && last.isCompletedExceptionally() && now.isBefore(failed.plus(PAUSE));
        if (last != null && (!last.isDone() || tooSoon)) {
            return last;
        }
        var next = issuer.get()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((good, trouble) -> completeFetch(good));
        coming = next;
        return next;
    }

    private synchronized void completeFetch(@Nullable ValidCredential<T> good) {
        if (good == null) {
            failed = clock.instant();
        } else {
            kept = good;
        }
    }

    private T await(CompletableFuture<ValidCredential<T>> next, long nanos, Function<Throwable, Fault> trouble) {
        try {
            return next.get(nanos, TimeUnit.NANOSECONDS).value;
        } catch (ExecutionException refused) {
            throw trouble.apply(refused.getCause() == null ? refused : refused.getCause());
        } catch (TimeoutException late) {
            throw trouble.apply(late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.callRejected();
        }
    }
}
