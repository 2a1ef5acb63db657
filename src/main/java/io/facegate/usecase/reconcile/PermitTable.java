package io.facegate.usecase.reconcile;

import io.facegate.call.Capability;
import io.facegate.catalogue.TrailOperations.KnownOperation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
    private static final byte TAKEN_INSIDE = 8;
    private static final byte TAKEN_OUTSIDE = 16;

    private final DigestTable ids = new DigestTable();
    private final DigestTable requests = new DigestTable();
    private final ShortDigest hash = new ShortDigest();
    private final NumberedValues<String> operations = new NumberedValues<>();
    private final NumberedValues<Set<Capability>> capabilities = new NumberedValues<>();
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] times = new long[1024];
    private short[] operation = new short[1024];
    private short[] permitted = new short[1024];
    private short[] open = new short[1024];
    private short[] sent = new short[1024];
    private byte[] state = new byte[1024];
    private int size;

    /**
     * Adds a permit; its outcome may follow.
     *
     * @param translated what was permitted, if the call came over another wire than the vendor's; or null
     */
    void add(UUID id, long millis, String name, @Nullable Set<Capability> translated) {
        if (ids.putIfAbsent(id.getMostSignificantBits(), id.getLeastSignificantBits(), size) >= 0) {
            return;
        }
        ensureRoom();
        high[size] = id.getMostSignificantBits();
        low[size] = id.getLeastSignificantBits();
        times[size] = millis;
        operation[size] = operations.number(name);
        permitted[size] = translated == null ? 0 : capabilities.number(translated);
        open[size] = UNRECORDED_REQUESTS;
        state[size] = translated != null ? TRANSLATED : 0;
        size++;
    }

    private void ensureRoom() {
        if (size == high.length) {
            int more = size * 2;
            high = Arrays.copyOf(high, more);
            low = Arrays.copyOf(low, more);
            times = Arrays.copyOf(times, more);
            operation = Arrays.copyOf(operation, more);
            permitted = Arrays.copyOf(permitted, more);
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

    /**
     * Takes an entry of the trail as one of the requests without an id.
     *
     * @param isInside whether the entry is of the period that is compared
     */
    void take(int permit, boolean isInside) {
        open[permit]--;
        state[permit] |= (byte) (MATCHED | (isInside ? TAKEN_INSIDE : TAKEN_OUTSIDE));
    }

    /** True if an entry within the period, or one beyond it, was taken as a request without an id. */
    boolean isTaken(int permit, boolean isInside) {
        return (state[permit] & (isInside ? TAKEN_INSIDE : TAKEN_OUTSIDE)) != 0;
    }

    /** Notes that the trail has the call, or may have it; nothing of what is open is taken. */
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

    /** True if the call came over another wire than the vendor's, so that it may take several operations. */
    boolean isTranslated(int permit) {
        return (state[permit] & TRANSLATED) != 0;
    }

    /** True if an operation may be a step of a call that came over another wire. */
    boolean isStep(int permit, @Nullable KnownOperation of) {
        return isTranslated(permit) && of != null && of.isStepOf(capabilities.get(permitted[permit]));
    }

    /** How many requests were sent, as far as is on record. */
    int sent(int permit) {
        return sent[permit];
    }

    /** True if a request was sent, as far as is on record. */
    boolean isSent(int permit) {
        return sent[permit] > 0;
    }

    /** How many permits there are for which a request was sent or may have been. */
    int countSendable() {
        int count = 0;
        for (int permit = 0; permit < size; permit++) {
            count += isSent(permit) || !isEnded(permit) ? 1 : 0;
        }
        return count;
    }

    /** How many permits of a period, for such operations, were sent, as far as is on record. */
    int sentWithin(Period period, Predicate<String> wanted) {
        var isWanted = operations.all().stream().map(wanted::test).toList();
        int count = 0;
        for (int permit = 0; permit < size; permit++) {
            boolean isSent = sent[permit] > 0 && isWanted.get(operation[permit]);
            count += isSent && period.contains(Instant.ofEpochMilli(times[permit])) ? 1 : 0;
        }
        return count;
    }

    /** When the newest permit of a period, for such operations, was decided that was sent; null if there is none. */
    @Nullable
    Instant newestSentWithin(Period period, Predicate<String> wanted) {
        var isWanted = operations.all().stream().map(wanted::test).toList();
        long newest = Long.MIN_VALUE;
        for (int permit = 0; permit < size; permit++) {
            boolean isSent = sent[permit] > 0 && isWanted.get(operation[permit]);
            if (isSent && times[permit] > newest && period.contains(Instant.ofEpochMilli(times[permit]))) {
                newest = times[permit];
            }
        }
        return newest == Long.MIN_VALUE ? null : Instant.ofEpochMilli(newest);
    }

    int size() {
        return size;
    }
}
