package io.facegate.app.bench.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a crowd with large images was served within a small heap.
 *
 * @param engine who answered
 * @param endings how often a call ended which way
 * @param outOfMemory whether the gateway complained of it
 * @param peakMib the most memory its process ever held
 */
public record Memory(String engine, Map<String, Long> endings, boolean outOfMemory, long peakMib) {
    private static final String ANSWERED = "200";
    private static final String THROTTLED = "400 ThrottlingException";

    public Memory {
        endings = Map.copyOf(endings);
    }

    public long answered() {
        return endings.getOrDefault(ANSWERED, 0L);
    }

    public long throttled() {
        return endings.getOrDefault(THROTTLED, 0L);
    }

    /** Calls that ended any other way. */
    public long other() {
        return endings.values().stream().mapToLong(Long::longValue).sum() - answered() - throttled();
    }

    /** How the others ended, in brackets, or nothing. */
    String why() {
        var others = new TreeMap<>(endings);
        others.remove(ANSWERED);
        others.remove(THROTTLED);
        return others.isEmpty() ? "" : " " + others.keySet();
    }

    public boolean isMet() {
        return other() == 0 && answered() > 0 && !outOfMemory;
    }
}
