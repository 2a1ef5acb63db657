package io.facegate.engine.vision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits, a line for each organisation: next is who was served least, so that many pictures of one, or costly ones,
 * make another wait for no more than what is being worked on.
 */
final class FairQueue<T> {
    private final int most;
    private final int mostEach;
    private final Map<String, Share> shares = new HashMap<>();
    private int waiting;
    /** What who was served last had been served before: who comes anew has had no less. */
    private long level;

    /**
     * @param most how many may wait
     * @param mostEach how many of one organisation
     */
    FairQueue(int most, int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** What one organisation has had, and what of it waits and is worked on. */
    private final class Share {
        private final Deque<T> line = new ArrayDeque<>();
        private long nanos = level;
        private int running;

        boolean isBefore(@Nullable Share other) {
            return other == null || nanos < other.nanos || (nanos == other.nanos && running < other.running);
        }
    }

    /** One whose turn it is. */
    record Turn<T>(String organisation, T work) {}

    /** Whether there was room for it. */
    synchronized boolean offer(String organisation, T work) {
        var share = shares.computeIfAbsent(organisation, any -> new Share());
        if (waiting >= most || share.line.size() >= mostEach) {
            forget(organisation, share);
            return false;
        }
        if (share.line.isEmpty() && share.running == 0) {
            share.nanos = Math.max(share.nanos, level);
        }
        share.line.add(work);
        waiting++;
        return true;
    }

    /** The next; {@link #served} is to be told when it is done. Null when nothing waits. */
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

    /** That so much time was spent for an organisation. */
    synchronized void served(String organisation, long nanos) {
        var share = shares.get(organisation);
        if (share != null) {
            share.running--;
            share.nanos += nanos;
            forget(organisation, share);
        }
    }

    /** Takes out what need not be done any more. */
    synchronized boolean remove(String organisation, T work) {
        var share = shares.get(organisation);
        boolean removed = share != null && share.line.remove(work);
        if (removed) {
            waiting--;
            forget(organisation, share);
        }
        return removed;
    }

    /** Who has had no more than anybody who comes anew needs no memory. */
    private void forget(String organisation, @Nullable Share share) {
        if (share != null && share.line.isEmpty() && share.running == 0 && share.nanos <= level) {
            shares.remove(organisation);
        }
    }
}
