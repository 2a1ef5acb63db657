package io.facegate.provider;

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
 * A credential of the gateway's own that is good for a time: one is kept, and another fetched in good time before its end.
 * However many need it, one fetch is on its way at a time, and none is begun soon after one that failed.
 *
 * @param <T> the credential
 */
public final class CachedCredential<T> {
    /** From so long before its end one is replaced, while it is still good. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** One is not shown in its last moments: it must be good when it arrives. */
    private static final Duration LATE = Duration.ofSeconds(30);

    /** After a fetch that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A fetch that takes longer has failed: nothing waits for it, and another may begin. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_WAITING = 512;

    private final Supplier<CompletableFuture<Good<T>>> issuer;
    private final InstantSource clock;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private @Nullable Good<T> kept;
    private @Nullable CompletableFuture<Good<T>> coming;
    private Instant failed = Instant.MIN;

    /** @param issuer begins to fetch one, and does not wait for it */
    public CachedCredential(Supplier<CompletableFuture<Good<T>>> issuer, InstantSource clock) {
        this(issuer, clock, PATIENCE);
    }

    CachedCredential(Supplier<CompletableFuture<Good<T>>> issuer, InstantSource clock, Duration patience) {
        this.issuer = issuer;
        this.clock = clock;
        this.patience = patience;
    }

    /** One of them, until it runs out. */
    public record Good<T>(T value, Instant end) {
        /** Prints no credential. */
        @Override
        public String toString() {
            return "Good[until " + end + ']';
        }
    }

    /** It was not accepted, so it is not shown again. */
    public synchronized void refused() {
        kept = null;
    }

    /**
     * One that is good now; waits at most so long for it.
     *
     * @param trouble says why there is none, from what the fetch failed with, or a {@link TimeoutException}
     * @throws Fault.Overloaded when too many wait already
     */
    public T now(long nanos, Function<Throwable, Fault> trouble) {
        CompletableFuture<Good<T>> next;
        synchronized (this) {
            var now = clock.instant();
            var good = kept != null && now.isBefore(kept.end.minus(LATE)) ? kept : null;
            if (good != null && now.isBefore(good.end.minus(EARLY))) {
                return good.value;
            }
            next = fetching(now);
            if (good != null) {
                // Others go on with it while the next one comes, and while none does.
                return good.value;
            }
        }
        if (!waiting.tryAcquire()) {
            throw new Fault.Overloaded("Too many calls wait for the gateway's credentials.");
        }
        try {
            return await(next, nanos, trouble);
        } finally {
            waiting.release();
        }
    }

    /** One at a time, however many wait for it; and who was refused does not ask again at once. */
    private CompletableFuture<Good<T>> fetching(Instant now) {
        var last = coming;
        boolean tooSoon = last != null && last.isCompletedExceptionally() && now.isBefore(failed.plus(PAUSE));
        if (last != null && (!last.isDone() || tooSoon)) {
            return last;
        }
        var next = issuer.get()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((good, trouble) -> end(good));
        coming = next;
        return next;
    }

    private synchronized void end(@Nullable Good<T> good) {
        if (good == null) {
            failed = clock.instant();
        } else {
            kept = good;
        }
    }

    private T await(CompletableFuture<Good<T>> next, long nanos, Function<Throwable, Fault> trouble) {
        try {
            return next.get(nanos, TimeUnit.NANOSECONDS).value;
        } catch (ExecutionException refused) {
            throw trouble.apply(refused.getCause() == null ? refused : refused.getCause());
        } catch (TimeoutException late) {
            throw trouble.apply(late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Fault.ShuttingDown.notTaken();
        }
    }
}
