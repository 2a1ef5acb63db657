package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The records that wait for the disk: how many, for how many of them somebody waits, and when that wakes the writer. */
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
        int waiting = pending.awaited() ? awaited.incrementAndGet() : awaited.get();
        if (waiting >= wakeAt) {
            LockSupport.unpark(writer);
        }
    }

    /** Adds one that is owed, however many wait. */
    void owe(PendingRecord pending) {
        queued.incrementAndGet();
        queue.add(pending);
    }

    /** Takes one out; it goes on counting until it is {@link #done}. */
    @Nullable
    PendingRecord poll() {
        return queue.poll();
    }

    /** Tells all who wait that their records are not on disk now; these stay in the queue. */
    void refuseWaiting() {
        queue.forEach(PendingRecord::failed);
    }

    /** So many that were taken out are not waited for any more. */
    void taken(int waiting) {
        awaited.addAndGet(-waiting);
    }

    void done(int records) {
        queued.addAndGet(-records);
    }

    int size() {
        return queued.get();
    }

    int awaited() {
        return awaited.get();
    }

    /** The writer goes to sleep, to be woken when this many are waited for. */
    void wakeAt(int waiting) {
        wakeAt = waiting;
    }

    /** The writer is awake. */
    void awake() {
        wakeAt = NEVER;
    }
}
