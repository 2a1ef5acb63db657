package io.facegate.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The calls that were taken and are not answered yet, so that a gateway that is stopped can wait for them. */
public final class CallsInFlight {
    private final Set<InFlightCall> calls = new HashSet<>();
    private volatile boolean closed;

    /** One of them. */
    interface InFlightCall {
        /** The gateway waits for it no longer. */
        void giveUp();
    }

    /** Counts a call in, unless none is taken any more. */
    synchronized boolean begin(InFlightCall call) {
        return !closed && calls.add(call);
    }

    /** Counts it out; more than once does nothing. */
    synchronized void end(InFlightCall call) {
        if (calls.remove(call)) {
            notifyAll();
        }
    }

    /** From now on no call is taken. */
    public synchronized void close() {
        closed = true;
    }

    /** Whether no call is taken any more. */
    public boolean areClosed() {
        return closed;
    }

    /** How many there are. */
    public synchronized int count() {
        return calls.size();
    }

    /** Waits until there are none, at most for so long; whether there are none. */
    public synchronized boolean await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!calls.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Has each of them end soon. */
    public void giveUp() {
        List<InFlightCall> all;
        synchronized (this) {
            all = List.copyOf(calls);
        }
        all.forEach(InFlightCall::giveUp);
    }
}
