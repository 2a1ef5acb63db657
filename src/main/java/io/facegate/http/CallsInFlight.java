package io.facegate.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Calls in flight: accepted and not yet answered. Lets a stopping gateway wait for them. */
public final class CallsInFlight {
    private final Set<InFlightCall> calls = new HashSet<>();
    private volatile boolean closed;

    /** A call in flight. */
    interface InFlightCall {
        /** The gateway stops waiting for it. */
        void abort();
    }

    /** Adds a call; false if no more are accepted. */
    synchronized boolean tryAdd(InFlightCall call) {
        return !closed && calls.add(call);
    }

    /** Removes a call; idempotent. */
    synchronized void remove(InFlightCall call) {
        if (calls.remove(call)) {
            notifyAll();
        }
    }

    /** Stops accepting calls. */
    public synchronized void close() {
        closed = true;
    }

    /** True if no calls are accepted any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Number of calls in flight. */
    public synchronized int count() {
        return calls.size();
    }

    /** Waits until no call is in flight or the time is over; true if none is left. */
    public synchronized boolean awaitEmpty(Duration most) throws InterruptedException {
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

    /** Asks every call to end soon. */
    public void abortAll() {
        List<InFlightCall> all;
        synchronized (this) {
            all = List.copyOf(calls);
        }
        all.forEach(InFlightCall::abort);
    }
}
