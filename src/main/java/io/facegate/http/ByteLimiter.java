package io.facegate.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of bodies that the process holds at once, bounded: who does not fit waits in line, and the line is bounded
 * too. First come, first served, so that a large body is not overtaken for ever; but one source leaves a quarter of the
 * room and of the line to others, who do not wait for it.
 */
public final class ByteLimiter {
    private static final String NOBODY = "";

    /** One part in so many is left to others. */
    private static final int OTHERS = 4;

    private final long limit;
    private final int queue;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private final Map<String, Long> bySource = new HashMap<>();
    private long held;

    /**
     * A bound for a whole process.
     *
     * @param limit bytes held at once; a single body may never be larger
     * @param queue how many may wait
     */
    public ByteLimiter(long limit, int queue) {
        this.limit = limit;
        this.queue = queue;
    }

    /** Asks for room for nobody in particular. */
    public Lease request(long bytes, Runnable granted) {
        return request(NOBODY, bytes, granted);
    }

    /**
     * Asks for room.
     *
     * @param source where the body comes from
     * @param granted runs when room was found later, on the thread of whoever left
     * @return a lease that is held at once, or will be, or is already over when there is no room even to wait
     */
    public synchronized Lease request(String source, long bytes, Runnable granted) {
        var lease = new Lease(source, Math.min(bytes, limit));
        if (isNext(lease)) {
            hold(lease);
        } else if (line.size() >= queue || !mayWait(source)) {
            lease.over.set(true);
        } else {
            line.add(new Waiting(lease, granted));
        }
        return lease;
    }

    /** Room that is free now, or null: who asks so waits for nothing, and passes by who waits. */
    synchronized @Nullable Lease take(String source, long bytes) {
        var lease = new Lease(source, bytes);
        if (!inShare(source, bytes) || held + bytes > limit) {
            return null;
        }
        hold(lease);
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

    /** Whether there is room, and nobody was there before but those whose source has its share. */
    private boolean isNext(Lease lease) {
        return inShare(lease)
                && held + lease.bytes <= limit
                && line.stream().noneMatch(waiting -> inShare(waiting.lease));
    }

    private boolean inShare(Lease lease) {
        return inShare(lease.source, lease.bytes);
    }

    /** Whoever holds nothing may have one body of any size. */
    private boolean inShare(String source, long bytes) {
        long own = bySource.getOrDefault(source, 0L);
        return own == 0 || own + bytes <= share(limit) || source.equals(NOBODY);
    }

    private synchronized boolean grow(Lease lease, long to) {
        long more = to - lease.bytes;
        long own = bySource.getOrDefault(lease.source, 0L);
        if (!lease.holds || held + more > limit || (own != lease.bytes && !inShare(lease.source, more))) {
            return false;
        }
        bySource.merge(lease.source, more, Long::sum);
        held += more;
        lease.bytes = to;
        return true;
    }

    private boolean mayWait(String source) {
        long own = line.stream()
                .filter(waiting -> waiting.lease.source.equals(source))
                .count();
        return own < Math.max(1, share(queue)) || source.equals(NOBODY);
    }

    private static long share(long all) {
        return all - all / OTHERS;
    }

    private void hold(Lease lease) {
        bySource.merge(lease.source, lease.bytes, Long::sum);
        held += lease.bytes;
        lease.holds = true;
    }

    private void giveBack(Lease lease, long kept) {
        var next = new ArrayDeque<Runnable>();
        synchronized (this) {
            if (lease.holds) {
                long less = Math.max(0, lease.bytes - kept);
                held -= less;
                bySource.computeIfPresent(lease.source, (source, own) -> own == less ? null : (Long) (own - less));
                lease.bytes = Math.min(lease.bytes, kept);
                lease.holds = kept > 0;
            }
            line.removeIf(waiting -> waiting.lease.over.get());
            serve(next);
        }
        next.forEach(Runnable::run);
    }

    /** Those whose source has its share are passed by; for whoever is next and does not fit, all others wait. */
    private void serve(Deque<Runnable> served) {
        for (var waiting = line.iterator(); waiting.hasNext(); ) {
            var next = waiting.next();
            if (inShare(next.lease)) {
                if (held + next.lease.bytes > limit) {
                    return;
                }
                waiting.remove();
                hold(next.lease);
                served.add(next.granted);
            }
        }
    }

    private record Waiting(Lease lease, Runnable granted) {}

    /** Room for one body, until it is closed. */
    public final class Lease implements AutoCloseable {
        private final String source;
        private long bytes;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean holds;

        private Lease(String source, long bytes) {
            this.source = source;
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

        /** Takes so many bytes instead of fewer, where they are free; whether they were. */
        boolean grow(long to) {
            return ByteLimiter.this.grow(this, to);
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
