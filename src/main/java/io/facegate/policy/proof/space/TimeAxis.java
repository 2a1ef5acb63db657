package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** Time axis: the time of a call, split into intervals at every moment when something may change. */
public final class TimeAxis {
    private static final long DAY = 86_400_000;

    /** Threshold for coding intervals by day and time of day. */
    private static final int MANY = 4096;

    private final Bdd bdd;
    private final long[] cuts;
    private final SingleValueAxis axis;
    private final int[] from;

    /**
     * @param cuts all moments when something may change, ascending
     * @param first first free variable
     */
    TimeAxis(Bdd bdd, long[] cuts, int first) {
        this.bdd = bdd;
        this.cuts = cuts;
        axis = new SingleValueAxis(bdd, "time", new Atoms(), codes(cuts), first);
        from = new int[cuts.length + 1];
        Arrays.fill(from, -1);
    }

    /**
     * With many cuts, an interval is coded as day, then time of day: changes at the same time on many days then share
     * nodes. Empty if the code is the interval number.
     */
    private static int[] codes(long[] cuts) {
        long[] days = Arrays.stream(cuts)
                .map(cut -> Math.floorDiv(cut, DAY))
                .distinct()
                .toArray();
        long[] times = Arrays.stream(cuts)
                .map(cut -> Math.floorMod(cut, DAY))
                .sorted()
                .distinct()
                .toArray();
        int bits = Long.SIZE - Long.numberOfLeadingZeros(times.length);
        if (cuts.length < MANY || (long) days.length << bits >= Integer.MAX_VALUE / 2) {
            return new int[0];
        }
        var codes = new int[cuts.length + 1];
        for (int at = 0; at < cuts.length; at++) {
            int day = Arrays.binarySearch(days, Math.floorDiv(cuts[at], DAY));
            int time = Arrays.binarySearch(times, Math.floorMod(cuts[at], DAY));
            codes[at + 1] = day << bits | (time + 1);
        }
        return codes;
    }

    /** Lazy list of intervals: few of many are displayed. */
    private final class Atoms extends AbstractList<ValueAtom> implements RandomAccess {
        @Override
        public ValueAtom get(int at) {
            var first = Instant.ofEpochMilli(moment(at)).toString();
            long end = at < cuts.length ? cuts[at] - 1 : moment(at) + 1;
            return new ValueAtom(
                    label(at, at + 1), List.of(first, Instant.ofEpochMilli(end).toString()), 1);
        }

        @Override
        public int size() {
            return cuts.length + 1;
        }
    }

    /** The axis of time. */
    public SingleValueAxis axis() {
        return axis;
    }

    /** All moments when something may change, ascending. */
    public long[] cuts() {
        return cuts.clone();
    }

    /** A moment in an interval: its first, or the last of the interval without a start. */
    public long moment(int interval) {
        if (interval > 0) {
            return cuts[interval - 1];
        }
        return cuts.length == 0 ? 0 : cuts[0] - 1;
    }

    /** The interval of a moment. */
    public int interval(long moment) {
        int at = Arrays.binarySearch(cuts, moment);
        return at >= 0 ? at + 1 : -at - 1;
    }

    /** Requests in one interval. */
    public int requestsAt(int interval) {
        return axis.singleAtom(interval);
    }

    /** Requests from a moment on; it must be a cut or outside all time. */
    private int requestsFrom(long moment) {
        if (moment == Long.MIN_VALUE) {
            return Bdd.TRUE;
        }
        if (moment == Long.MAX_VALUE) {
            return Bdd.FALSE;
        }
        int at = interval(moment);
        if (at == 0 || cuts[at - 1] != moment) {
            throw new IllegalArgumentException(Instant.ofEpochMilli(moment) + " is no cut");
        }
        if (from[at] < 0) {
            from[at] = axis.fromAtom(at);
        }
        return from[at];
    }

    /** Requests from the first moment (inclusive) to the second (exclusive). */
    public int requestsDuring(long first, long end) {
        return bdd.difference(requestsFrom(first), requestsFrom(end));
    }

    /**
     * Piecewise function over time.
     *
     * @param changes cuts, ascending
     * @param functions functions of variables below time: before the first change, from it on, and so on
     */
    public int piecewise(long[] changes, int[] functions) {
        var from = new int[changes.length + 1];
        for (int at = 0; at < changes.length; at++) {
            from[at + 1] = interval(changes[at]);
        }
        return axis.piecewise(from, functions);
    }

    /** Requests at times when a predicate holds; it may change only at the given moments. */
    public int requestsWhen(SortedSet<Long> changes, LongPredicate holds) {
        var moments = new TreeSet<>(changes);
        moments.remove(Long.MIN_VALUE);
        moments.remove(Long.MAX_VALUE);
        if (moments.isEmpty()) {
            return holds.test(0) ? Bdd.TRUE : Bdd.FALSE;
        }
        int found = holds.test(moments.first() - 1) ? requestsDuring(Long.MIN_VALUE, moments.first()) : Bdd.FALSE;
        long[] all = moments.stream().mapToLong(Long::longValue).toArray();
        for (int at = 0; at < all.length; at++) {
            if (holds.test(all[at])) {
                found = bdd.or(found, requestsDuring(all[at], at + 1 < all.length ? all[at + 1] : Long.MAX_VALUE));
            }
        }
        return found;
    }

    /** Intervals as text; adjacent ones are merged. */
    public List<String> formatIntervals(BitSet intervals) {
        var stretches = new ArrayList<String>();
        for (int at = intervals.nextSetBit(0); at >= 0; at = intervals.nextSetBit(intervals.nextClearBit(at))) {
            stretches.add(label(at, intervals.nextClearBit(at)));
        }
        return stretches;
    }

    private String label(int first, int end) {
        var since = first == 0 ? "" : "from " + Instant.ofEpochMilli(cuts[first - 1]);
        var until = end > cuts.length ? "" : "until " + Instant.ofEpochMilli(cuts[end - 1]);
        var label = (since + ' ' + until).strip();
        return label.isEmpty() ? "at any time" : label;
    }
}
