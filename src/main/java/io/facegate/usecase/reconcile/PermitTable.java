package io.facegate.usecase.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The permits of a period that were the vendor's to answer, with what is on record of their requests. About 100 bytes a
 * permit, whatever its record holds.
 */
final class PermitTable {
    /** How many requests a permit may have whose outcome was never recorded: one with its retries. */
    static final int UNRECORDED_REQUESTS = 3;

    private static final byte ENDED = 1;
    private static final byte TRANSLATED = 2;
    private static final byte MATCHED = 4;

    private final KeyTable ids = new KeyTable();
    private final KeyTable requests = new KeyTable();
    private final KeyHash hash = new KeyHash();
    private final Map<String, Integer> operationNumbers = new HashMap<>();
    private final List<String> operations = new ArrayList<>();
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] times = new long[1024];
    private short[] operation = new short[1024];
    private short[] open = new short[1024];
    private short[] sent = new short[1024];
    private byte[] state = new byte[1024];
    private int size;

    /** Adds a permit; its outcome may follow. */
    void add(UUID id, long millis, String name, boolean isTranslated) {
        if (ids.putIfAbsent(id.getMostSignificantBits(), id.getLeastSignificantBits(), size) >= 0) {
            return;
        }
        ensureRoom();
        high[size] = id.getMostSignificantBits();
        low[size] = id.getLeastSignificantBits();
        times[size] = millis;
        operation[size] = number(name);
        open[size] = UNRECORDED_REQUESTS;
        state[size] = isTranslated ? TRANSLATED : 0;
        size++;
    }

    private short number(String name) {
        var known = operationNumbers.get(name);
        if (known == null) {
            known = Math.min(operations.size(), Short.MAX_VALUE);
            operationNumbers.put(name, known);
            operations.add(name);
        }
        return known.shortValue();
    }

    private void ensureRoom() {
        if (size == high.length) {
            int more = size * 2;
            high = Arrays.copyOf(high, more);
            low = Arrays.copyOf(low, more);
            times = Arrays.copyOf(times, more);
            operation = Arrays.copyOf(operation, more);
            open = Arrays.copyOf(open, more);
            sent = Arrays.copyOf(sent, more);
            state = Arrays.copyOf(state, more);
        }
    }

    /** Adds how a permit ended: the vendor's ids of its requests, and how many requests there were. */
    void end(int permit, List<String> vendorIds, int tries) {
        state[permit] |= ENDED;
        sent[permit] = (short) Math.min(tries, Short.MAX_VALUE);
        open[permit] = (short) Math.min(Math.max(0, tries - vendorIds.size()), Short.MAX_VALUE);
        for (var id : vendorIds) {
            hash.of(id);
            requests.putIfAbsent(hash.high(), hash.low(), permit);
        }
    }

    /** The permit of that id; -1 if there is none. */
    int find(UUID id) {
        return ids.get(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** The permit with a request of that id of the vendor; -1 if there is none. */
    int findRequest(String request) {
        hash.of(request);
        return requests.get(hash.high(), hash.low());
    }

    UUID id(int permit) {
        return new UUID(high[permit], low[permit]);
    }

    long millis(int permit) {
        return times[permit];
    }

    String operation(int permit) {
        return operations.get(operation[permit]);
    }

    /** Requests without an id of the vendor that no entry was found for yet. */
    int open(int permit) {
        return open[permit];
    }

    /** Takes an entry of the trail as one of the requests without an id. */
    void take(int permit) {
        open[permit]--;
        state[permit] |= MATCHED;
    }

    /** Takes an entry of the trail as the request of its id. */
    void match(int permit) {
        state[permit] |= MATCHED;
    }

    boolean isMatched(int permit) {
        return (state[permit] & MATCHED) != 0;
    }

    /** True if it is on record how the call ended. */
    boolean isEnded(int permit) {
        return (state[permit] & ENDED) != 0;
    }

    /** True if the call came over another vendor's wire, so that it may take several operations. */
    boolean isTranslated(int permit) {
        return (state[permit] & TRANSLATED) != 0;
    }

    /** How many requests were sent, as far as is on record. */
    int sent(int permit) {
        return sent[permit];
    }

    /** How many permits of a period, for such operations, were sent, as far as is on record. */
    int sentWithin(Period period, Predicate<String> wanted) {
        var isWanted = operations.stream().map(wanted::test).toList();
        int count = 0;
        for (int permit = 0; permit < size; permit++) {
            boolean isSent = sent[permit] > 0 && isWanted.get(operation[permit]);
            count += isSent && period.contains(Instant.ofEpochMilli(times[permit])) ? 1 : 0;
        }
        return count;
    }

    int size() {
        return size;
    }
}
