package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import io.facegate.identity.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Counts the calls that a quota refused, for each minute, so that a flood leaves few records. */
final class RefusedCallCounts {
    /** Records of single calls that one key may leave in a minute; further ones are only counted. */
    static final int RECORDED = 10;

    /** Combinations counted separately within one minute; all others are counted together. */
    private static final int MOST = 512;

    private static final int MINUTES = 60;

    private final Map<Instant, Map<Kind, Counts>> minutes = new HashMap<>();

    /**
     * Calls that are counted together.
     *
     * @param code the fault's code
     * @param quota its name, or empty
     */
    record Kind(String organisation, String key, String code, String quota) {
        private static final Kind OTHER = new Kind("other", "other", "other", "");

        /** Parts of a record's word that others chose are cut to this length: the whole has at most 128 characters. */
        private static final int LONGEST = 24;

        /** One word, as records demand it. */
        String describe(long calls, Instant minute) {
            var limit = quota.isEmpty() ? "-" : quota;
            return String.join(
                    ",", code, plain(organisation), plain(key), limit, minute.toString(), Long.toString(calls));
        }

        private static String plain(String text) {
            var plain = text.replaceAll("[^!-~]|[\",\\\\]", "?");
            return plain.length() > LONGEST ? plain.substring(0, LONGEST - 1) + '~' : plain;
        }
    }

    private static final class Counts {
        private long counted;
        private int recorded;
    }

    /** Takes the counts. */
    @FunctionalInterface
    interface Sink {
        /** Records the counts. If it throws a fault, they are kept. */
        void record(Kind kind, long calls, Instant minute);
    }

    /** True if this call may have a record of its own. */
    synchronized boolean takeRecord(Caller caller, String code, String quota, Instant now) {
        var counts = counts(caller, code, quota, now);
        if (counts.recorded >= RECORDED) {
            return false;
        }
        counts.recorded++;
        return true;
    }

    synchronized void count(Caller caller, String code, String quota, Instant now) {
        counts(caller, code, quota, now).counted++;
    }

    private Counts counts(Caller caller, String code, String quota, Instant now) {
        var minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (!minutes.containsKey(minute) && minutes.size() >= MINUTES) {
            minute = minutes.keySet().iterator().next();
        }
        var kinds = minutes.computeIfAbsent(minute, _ -> new HashMap<>());
        var kind = new Kind(caller.organisation().id(), caller.key(), code, quota);
        return kinds.computeIfAbsent(
                kinds.containsKey(kind) || kinds.size() < MOST ? kind : Kind.OTHER, _ -> new Counts());
    }

    /** Passes on every minute that ended before {@code now}, and forgets what was recorded. */
    void flush(Instant now, Sink sink) {
        Map<Instant, Map<Kind, Counts>> over = new HashMap<>();
        synchronized (this) {
            minutes.entrySet().removeIf(each -> {
                boolean ended = !each.getKey().plus(1, ChronoUnit.MINUTES).isAfter(now);
                if (ended) {
                    over.put(each.getKey(), each.getValue());
                }
                return ended;
            });
        }
        try {
            over.forEach((minute, kinds) -> {
                kinds.forEach((kind, counts) -> {
                    if (counts.counted > 0) {
                        sink.record(kind, counts.counted, minute);
                        counts.counted = 0;
                    }
                });
            });
        } catch (Fault unrecorded) {
            putBack(over);
            throw unrecorded;
        }
    }

    private synchronized void putBack(Map<Instant, Map<Kind, Counts>> unrecorded) {
        unrecorded.forEach((minute, kinds) -> kinds.forEach((kind, counts) -> {
            if (counts.counted > 0) {
                minutes.computeIfAbsent(minute, _ -> new HashMap<>())
                        .computeIfAbsent(kind, _ -> new Counts())
                        .counted += counts.counted;
            }
        }));
    }
}
