package io.facegate.ingress.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The bytes of bodies that the process holds at once, bounded: who does not fit waits in line, and the line is bounded
 * too. First come, first served, so that a large body is not overtaken for ever.
 */
public final class InFlight {
    private final long limit;
    private final int queue;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private long held;

    /**
     * A bound for a whole process.
     *
     * @param limit bytes held at once; a single body may never be larger
     * @param queue how many may wait
     */
    public InFlight(long limit, int queue) {
        this.limit = limit;
        this.queue = queue;
    }

    /**
     * Asks for room.
     *
     * @param granted runs when room was found later, on the thread of whoever left
     * @return a lease that is held at once, or will be, or is already over when there is no room even to wait
     */
    public synchronized Lease request(long bytes, Runnable granted) {
        var lease = new Lease(Math.min(bytes, limit));
        if (line.isEmpty() && held + lease.bytes <= limit) {
            hold(lease);
        } else if (line.size() >= queue) {
            lease.over.set(true);
        } else {
            line.add(new Waiting(lease, granted));
        }
        return lease;
    }

    /** Bytes that may be held at once. */
    public long limit() {
        return limit;
    }

    /** How many may wait. */
    public int queue() {
        return queue;
    }

    /** Bytes held now. */
    public synchronized long held() {
        return held;
    }

    private void hold(Lease lease) {
        held += lease.bytes;
        lease.holds = true;
    }

    private void giveBack(Lease lease, long kept) {
        var next = new ArrayDeque<Runnable>();
        synchronized (this) {
            if (lease.holds) {
                held -= Math.max(0, lease.bytes - kept);
                lease.bytes = Math.min(lease.bytes, kept);
                lease.holds = kept > 0;
            }
            while (!line.isEmpty()) {
                var first = line.peek();
                if (!first.lease.over.get() && held + first.lease.bytes > limit) {
                    break;
                }
                line.remove();
                if (!first.lease.over.get()) {
                    hold(first.lease);
                    next.add(first.granted);
                }
            }
        }
        next.forEach(Runnable::run);
    }

    private record Waiting(Lease lease, Runnable granted) {}

    /** Room for one body, until it is closed. */
    public final class Lease implements AutoCloseable {
        private long bytes;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean holds;

        private Lease(long bytes) {
            this.bytes = bytes;
        }

        /** True when it was closed, or when there was no room even to wait. */
        public boolean isOver() {
            return over.get();
        }

        /** True while it takes room. */
        public boolean isHeld() {
            return holds;
        }

        /** Gives back what is not needed after all. */
        public void keep(long needed) {
            giveBack(this, needed);
        }

        /** Gives the room back; once is enough, more does nothing. */
        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                giveBack(this, 0);
            }
        }
    }
}
