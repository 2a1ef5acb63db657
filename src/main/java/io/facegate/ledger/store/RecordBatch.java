package io.facegate.ledger.store;

import io.facegate.ledger.tree.Rfc6962;
import java.util.Arrays;
import java.util.List;

/**
 * Batch of records that became durable together; one row of the store.
 *
 * @param first the index of its first record
 * @param lines the canonical JSON of each, separated by line feeds
 * @param leaves their hashes, 32 bytes each
 * @param root of the tree that ends with this batch
 */
public record RecordBatch(long first, int count, byte[] lines, byte[] leaves, byte[] root) {
    /** The hash of each record, 32 bytes each. */
    public static byte[] leaves(List<LogEntry> records) {
        var leaves = new byte[records.size() * Rfc6962.HASH];
        for (int place = 0; place < records.size(); place++) {
            System.arraycopy(records.get(place).leaf(), 0, leaves, place * Rfc6962.HASH, Rfc6962.HASH);
        }
        return leaves;
    }

    /** Receives the records of a batch one by one. */
    @FunctionalInterface
    public interface Visitor {
        /** Receives {@code lines[from, to)}; returns false to stop. */
        boolean visit(int place, int from, int to);
    }

    /** True if its records were pruned: only their hashes are left. */
    public boolean isPruned() {
        return lines.length == 0;
    }

    /** Passes each record's span of {@link #lines}, as many as there are. */
    public void forEachRecord(Visitor visitor) {
        if (isPruned()) {
            return;
        }
        int from = 0;
        for (int place = 0; from <= lines.length; place++) {
            int to = from;
            while (to < lines.length && lines[to] != '\n') {
                to++;
            }
            if (!visitor.visit(place, from, to)) {
                return;
            }
            from = to + 1;
        }
    }

    /** The stored hash of a record; empty if there is none. */
    public byte[] leaf(int place) {
        int from = place * Rfc6962.HASH;
        return from + Rfc6962.HASH <= leaves.length
                ? Arrays.copyOfRange(leaves, from, from + Rfc6962.HASH)
                : new byte[0];
    }

    @Override
    public String toString() {
        return "RecordBatch[" + first + " +" + count + ']';
    }
}
