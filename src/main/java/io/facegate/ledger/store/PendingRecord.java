package io.facegate.ledger.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A queued record, and the thread that waits until it is durable. */
final class PendingRecord {
    private static final int WAITING = 0;
    private static final int DURABLE = 1;
    private static final int FAILED = 2;
    private static final int GIVEN_UP = 3;

    private final LogEntry line;
    private final @Nullable Thread waiter;
    private final AtomicInteger state = new AtomicInteger(WAITING);

    PendingRecord(LogEntry line, @Nullable Thread waiter) {
        this.line = line;
        this.waiter = waiter;
    }

    LogEntry line() {
        return line;
    }

    boolean isAwaited() {
        return waiter != null;
    }

    /** Waits for the result; returns true if the record is on disk. */
    boolean awaitResult() {
        while (state.get() == WAITING) {
            if (Thread.currentThread().isInterrupted()) {
                timeOut();
            } else {
                LockSupport.park(this);
            }
        }
        return state.get() == DURABLE;
    }

    /** True while there is no result. */
    boolean open() {
        return state.get() == WAITING;
    }

    /** Times out, unless there is a result. */
    void timeOut() {
        end(GIVEN_UP);
    }

    /** Reports that the record is on disk; returns false if the waiter had given up before. */
    boolean complete() {
        return end(DURABLE);
    }

    void fail() {
        end(FAILED);
    }

    private boolean end(int how) {
        if (!state.compareAndSet(WAITING, how)) {
            return false;
        }
        LockSupport.unpark(waiter);
        return true;
    }
}
