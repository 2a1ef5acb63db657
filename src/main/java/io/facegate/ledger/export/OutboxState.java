package io.facegate.ledger.export;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How an {@link Outbox} gets on, for health and metrics. */
public final class OutboxState {
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable String problem;
    private volatile @Nullable Instant oldest;
    private volatile long position;
    private volatile boolean isWaiting;

    OutboxState() {}

    /** Why nothing is sent at present, or null. */
    public @Nullable String problem() {
        return problem;
    }

    /** How many times sending failed since the start. */
    public long failures() {
        return failures.get();
    }

    /** The number of records before the first that is not confirmed. */
    public long position() {
        return position;
    }

    /** True if another gateway of the same ledger sends, and this one takes over when that ends. */
    public boolean isWaiting() {
        return isWaiting;
    }

    /** The age of the oldest record that was read and is not confirmed; zero if all are. */
    public Duration lag(Instant now) {
        var since = oldest;
        return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }

    /** Notes a failure; true if it is another one than before. */
    boolean fail(String why) {
        failures.incrementAndGet();
        boolean isNew = !why.equals(problem);
        problem = why;
        return isNew;
    }

    /** Notes that it works; true if it did not before. */
    boolean recover() {
        boolean failed = problem != null;
        problem = null;
        return failed;
    }

    void moveTo(long next) {
        position = next;
    }

    void setOldest(@Nullable Instant time) {
        oldest = time;
    }

    void setWaiting(boolean waiting) {
        isWaiting = waiting;
    }
}
