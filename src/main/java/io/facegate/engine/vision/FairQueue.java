package io.facegate.engine.vision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fair queue with one line for each organisation. Serves the organisation with the least processing time so far, so
 * that many or costly pictures of one organisation delay another only by the work in progress.
 */
final class FairQueue<T> {
    private final int most;
    private final int mostEach;
    private final Map<String, Share> shares = new HashMap<>();
    private int waiting;
    /** Processing time of the last served organisation before it was served; new organisations start at this level. */
    private long level;

    /**
     * @param most maximum number of waiting items
     * @param mostEach maximum of one organisation
     */
    FairQueue(int most, int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** An organisation's processing time, waiting items and running items. */
    private final class Share {
        private final Deque<T> line = new ArrayDeque<>();
        private long nanos = level;
        private int running;

        boolean isBefore(@Nullable Share other) {
            return other == null || nanos < other.nanos || (nanos == other.nanos && running < other.running);
        }
    }

    /** The next item and its organisation. */
    record Turn<T>(String organisation, T work) {}

    /** Adds work; false if the queue is full. */
    synchronized boolean offer(String organisation, T work) {
        var share = shares.computeIfAbsent(organisation, any -> new Share());
        if (waiting >= most || share.line.size() >= mostEach) {
            dropIfIdle(organisation, share);
            return false;
        }
        if (share.line.isEmpty() && share.running == 0) {
            share.nanos = Math.max(share.nanos, level);
        }
        share.line.add(work);
        waiting++;
        return true;
    }

    /** Takes the next item, or null if none waits; {@link #addTime} must be called when it is done. */
    synchronized @Nullable Turn<T> poll() {
        String next = null;
        Share first = null;
        for (var entry : shares.entrySet()) {
            if (!entry.getValue().line.isEmpty() && entry.getValue().isBefore(first)) {
                next = entry.getKey();
                first = entry.getValue();
            }
        }
        if (next == null || first == null) {
            return null;
        }
        level = Math.max(level, first.nanos);
        first.running++;
        waiting--;
        return new Turn<>(next, first.line.remove());
    }

    /** Adds processing time in nanoseconds to an organisation. */
    synchronized void addTime(String organisation, long nanos) {
        var share = shares.get(organisation);
        if (share != null) {
            share.running--;
            share.nanos += nanos;
            dropIfIdle(organisation, share);
        }
    }

    /** Removes waiting work that is no longer needed. */
    synchronized boolean remove(String organisation, T work) {
        var share = shares.get(organisation);
        boolean removed = share != null && share.line.remove(work);
        if (removed) {
            waiting--;
            dropIfIdle(organisation, share);
        }
        return removed;
    }

    /** Drops an idle organisation at or below the level of a new one. */
    private void dropIfIdle(String organisation, @Nullable Share share) {
        if (share != null && share.line.isEmpty() && share.running == 0 && share.nanos <= level) {
            shares.remove(organisation);
        }
    }
}
