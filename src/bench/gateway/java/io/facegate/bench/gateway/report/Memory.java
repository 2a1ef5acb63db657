package io.facegate.bench.gateway.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * Result of the memory test: many callers with large images against a small heap.
 *
 * @param engine the provider that answered
 * @param endings number of calls by result
 * @param outOfMemory true if the gateway reported OutOfMemoryError
 * @param peakMib peak memory of its process
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

    /** Calls neither answered nor throttled. */
    public long other() {
        return endings.values().stream().mapToLong(Long::longValue).sum() - answered() - throttled();
    }

    /** The other results in brackets, or an empty text. */
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
