package io.facegate.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Memory limiter: bounds the bytes of request bodies held at once. Requests that do not fit wait in a bounded FIFO
 * queue, so that large bodies are not starved. One source may use at most three quarters of the memory and of the
 * queue; other sources do not wait for it.
 */
public final class ByteLimiter {
    private static final String NOBODY = "";

    /** One part in this many is reserved for other sources. */
    private static final int OTHERS = 4;

    private final long limit;
    private final int queue;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private final Map<String, Long> bySource = new HashMap<>();
    private long held;

    /**
     * A limiter for a whole process.
     *
     * @param limit bytes held at once; no single body can be larger
     * @param queue maximum number of waiting requests
     */
    public ByteLimiter(long limit, int queue) {
        this.limit = limit;
        this.queue = queue;
    }

    /** Requests memory without a source. */
    public Lease request(long bytes, Runnable granted) {
        return request(NOBODY, bytes, granted);
    }

    /**
     * Requests memory.
     *
     * @param source origin of the body
     * @param granted called when memory is found later, on the releasing thread
     * @return a lease that is held, or queued, or already over if the queue is full
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

    /** Takes memory that is free now, ahead of the queue; null if there is none. */
    synchronized @Nullable Lease tryAcquire(String source, long bytes) {
        var lease = new Lease(source, bytes);
        if (!isWithinShare(source, bytes) || held + bytes > limit) {
            return null;
        }
        hold(lease);
        return lease;
    }

    /** Maximum bytes held at once. */
    public long limit() {
        return limit;
    }

    /** Maximum number of waiting requests. */
    public int queue() {
        return queue;
    }

    /** Bytes held now. */
    public synchronized long heldBytes() {
        return held;
    }

    /** True if there is memory and nobody else in the queue is eligible; sources at their share are skipped. */
    private boolean isNext(Lease lease) {
        return isWithinShare(lease)
                && held + lease.bytes <= limit
                && (line.isEmpty() || line.stream().noneMatch(waiting -> isWithinShare(waiting.lease)));
    }

    private boolean isWithinShare(Lease lease) {
        return isWithinShare(lease.source, lease.bytes);
    }

    /** A source that holds nothing may hold one body of any size. */
    private boolean isWithinShare(String source, long bytes) {
        long own = bySource.getOrDefault(source, 0L);
        return own == 0 || own + bytes <= share(limit) || source.equals(NOBODY);
    }

    private synchronized boolean tryGrow(Lease lease, long to) {
        long more = to - lease.bytes;
        long own = bySource.getOrDefault(lease.source, 0L);
        if (!lease.holds || held + more > limit || (own != lease.bytes && !isWithinShare(lease.source, more))) {
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

    private void release(Lease lease, long kept) {
        var next = new ArrayDeque<Runnable>();
        synchronized (this) {
            if (lease.holds) {
                long less = Math.max(0, lease.bytes - kept);
                held -= less;
                bySource.computeIfPresent(lease.source, (source, own) -> own == less ? null : (Long) (own - less));
                lease.bytes = Math.min(lease.bytes, kept);
                lease.holds = kept > 0;
            }
            if (!line.isEmpty()) {
                line.removeIf(waiting -> waiting.lease.over.get());
                serve(next);
            }
        }
        next.forEach(Runnable::run);
    }

    /** Grants queued leases in order; skips sources at their share. If the next eligible one does not fit, all wait. */
    private void serve(Deque<Runnable> served) {
        for (var waiting = line.iterator(); waiting.hasNext(); ) {
            var next = waiting.next();
            if (isWithinShare(next.lease)) {
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

    /** Memory reserved for one body until closed. */
    public final class Lease implements AutoCloseable {
        private final String source;
        private long bytes;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean holds;

        private Lease(String source, long bytes) {
            this.source = source;
            this.bytes = bytes;
        }

        /** True if closed, or rejected because the queue was full. */
        public boolean isOver() {
            return over.get();
        }

        /** True while it holds memory. */
        public boolean isHeld() {
            return holds;
        }

        /** Grows to that many bytes if they are free; returns success. */
        boolean tryGrow(long to) {
            return ByteLimiter.this.tryGrow(this, to);
        }

        /** Releases everything beyond {@code needed} bytes. */
        public void shrinkTo(long needed) {
            release(this, needed);
        }

        /** Releases the memory; idempotent. */
        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                release(this, 0);
            }
        }
    }
}
