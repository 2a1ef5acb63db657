package io.facegate.ledger;

import io.facegate.call.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counter of failed authentications: a flood leaves few records and takes bounded memory. */
final class AuthFailureCounter {
    static final String OTHER = "other";

    /** Networks counted separately within one minute; all others are counted together. */
    static final int SOURCES = 256;

    /** Minutes held before they are written. */
    private static final int MINUTES = 3;

    private final Map<Instant, Minute> minutes = new HashMap<>();

    /** Failures with the same source and reason, counted together. */
    record Kind(String source, Fault.Why reason) {}

    /** Receives the counts. */
    @FunctionalInterface
    interface Sink {
        void record(Kind kind, long attempts, Instant minute);
    }

    private static final class Minute {
        private final Set<String> sources = new HashSet<>();
        private final Map<Kind, Long> attempts = new HashMap<>();

        void count(String source, Fault.Why why) {
            boolean known = sources.contains(source) || (sources.size() < SOURCES && sources.add(source));
            attempts.merge(new Kind(known ? source : OTHER, why), 1L, Long::sum);
        }
    }

    synchronized void count(String source, Fault.Why why, Instant now) {
        var minute = now.truncatedTo(ChronoUnit.MINUTES);
        var network = RecordWriter.source(source);
        var into = minutes.get(minute);
        if (into == null) {
            minute = minutes.size() < MINUTES
                    ? minute
                    : minutes.keySet().iterator().next();
            into = minutes.computeIfAbsent(minute, _ -> new Minute());
        }
        into.count(network == null ? OTHER : network, why);
    }

    /** Passes on and removes every minute that ended before {@code now}. */
    void flush(Instant now, Sink sink) {
        var over = new HashMap<Instant, Minute>();
        synchronized (this) {
            minutes.entrySet().removeIf(each -> {
                boolean ended = !each.getKey().plus(1, ChronoUnit.MINUTES).isAfter(now);
                if (ended) {
                    over.put(each.getKey(), each.getValue());
                }
                return ended;
            });
        }
        over.forEach(
                (minute, counted) -> counted.attempts.forEach((kind, attempts) -> sink.record(kind, attempts, minute)));
    }
}
