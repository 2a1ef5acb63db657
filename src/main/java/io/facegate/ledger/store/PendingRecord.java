package io.facegate.ledger.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A record on its way to the disk, and whoever waits for it there. */
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

    boolean awaited() {
        return waiter != null;
    }

    /** Waits until somebody says how it ended; true when the record is on disk. */
    boolean await() {
        while (state.get() == WAITING) {
            if (Thread.currentThread().isInterrupted()) {
                giveUp();
            } else {
                LockSupport.park(this);
            }
        }
        return state.get() == DURABLE;
    }

    /** True while nobody has said how it ended. */
    boolean open() {
        return state.get() == WAITING;
    }

    /** Its time is over, unless it ended just before. */
    void giveUp() {
        end(GIVEN_UP);
    }

    /** Tells the waiter that its record is on disk; false when it had given up before. */
    boolean durable() {
        return end(DURABLE);
    }

    void failed() {
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
