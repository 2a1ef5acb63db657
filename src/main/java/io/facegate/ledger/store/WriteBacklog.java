package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Queue of records for the disk: counts them and their waiting callers, and decides when to wake the writer. */
final class WriteBacklog {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Queue<PendingRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger awaited = new AtomicInteger();
    private volatile int wakeAt = NEVER;

    void add(PendingRecord pending, int most, Thread writer) {
        if (queued.incrementAndGet() > most) {
            queued.decrementAndGet();
            throw new Fault.LedgerDown("Too many records wait for the disk.");
        }
        queue.add(pending);
        int waiting = pending.isAwaited() ? awaited.incrementAndGet() : awaited.get();
        if (waiting >= wakeAt) {
            LockSupport.unpark(writer);
        }
    }

    /** Adds a record that must be written, regardless of the limit. */
    void addRequired(PendingRecord pending) {
        queued.incrementAndGet();
        queue.add(pending);
    }

    /** Removes a record; it stays counted until {@link #subtractWritten}. */
    @Nullable
    PendingRecord poll() {
        return queue.poll();
    }

    /** Fails all waiting callers; their records stay queued. */
    void failWaiting() {
        queue.forEach(PendingRecord::fail);
    }

    /** Subtracts callers whose records were removed from the queue. */
    void subtractWaiting(int waiting) {
        awaited.addAndGet(-waiting);
    }

    void subtractWritten(int records) {
        queued.addAndGet(-records);
    }

    int size() {
        return queued.get();
    }

    int waitingCallers() {
        return awaited.get();
    }

    /** Notes that the writer sleeps until this many callers wait. */
    void sleepUntilWaiting(int waiting) {
        wakeAt = waiting;
    }

    /** Notes that the writer is awake. */
    void markAwake() {
        wakeAt = NEVER;
    }
}
