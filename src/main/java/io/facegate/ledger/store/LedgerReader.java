package io.facegate.ledger.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A ledger, open for reading in short reads, whichever store holds it and whether or not gateways write to it. */
public interface LedgerReader extends AutoCloseable {
    /** The tree head. */
    StoredHead head() throws SQLException;

    /** How far the records were checked when it was last opened for writing. */
    Mark mark() throws SQLException;

    /** The head, and the batches that begin at record {@code first} or after it, at most {@code limit}. */
    Glimpse from(long first, int limit) throws SQLException;

    /** The batches from the one that holds the record {@code index} on, at most {@code limit}. */
    List<RecordBatch> around(long index, int limit) throws SQLException;

    /**
     * Shows the batches that hold these records, in their order. A record that no batch is shown for may still be found by
     * {@link #around}. The visitor may read from this ledger.
     */
    default void holding(SortedSet<Long> indexes, Visitor visitor) throws SQLException {
        long next = 0;
        for (long index : indexes) {
            for (var batch : index < next ? List.<RecordBatch>of() : around(index, 1)) {
                next = batch.first() + batch.count();
                if (!visitor.take(batch)) {
                    return;
                }
            }
        }
    }

    /** Shows every batch from the one that holds the record {@code index} on. */
    void each(long index, Visitor visitor) throws SQLException;

    /** The hashes of the batches that hold the records from {@code from} to before {@code to}, without the records. */
    List<Leaves> leaves(long from, long to) throws SQLException;

    /** The same for several runs of {@code length} records, by the first record of each. */
    default Map<Long, List<Leaves>> leaves(SortedSet<Long> firsts, int length) throws SQLException {
        var found = new HashMap<Long, List<Leaves>>();
        for (long first : firsts) {
            found.put(first, leaves(first, first + length));
        }
        return found;
    }

    /** Where the records begin that were not pruned; the size where none is left. */
    default long minimum() throws SQLException {
        var first = new long[] {head().size()};
        each(0, batch -> {
            first[0] = batch.pruned() ? first[0] : batch.first();
            return batch.pruned();
        });
        return first[0];
    }

    /** A place that no permit which has not ended stands before. */
    default long oldestOpen() throws SQLException {
        return head().oldestOpen();
    }

    /** What stands in the store besides what a ledger is made of, or null. */
    default @Nullable String foreign() throws SQLException {
        return null;
    }

    /** How many batches are durable and wait for their place in the tree. */
    long waiting() throws SQLException;

    /** Whether the record of that id is durable and waits for its place in the tree. */
    default boolean waits(String id) throws SQLException {
        return false;
    }

    @Override
    void close() throws SQLException;

    /** The hashes of one batch. */
    record Leaves(long first, byte[] leaves) {}

    /**
     * How far the records were checked when the ledger was last opened for writing.
     *
     * @param range the roots of the perfect subtrees of those records
     */
    record Mark(long size, byte[] range) {}

    /**
     * What one short read saw, all at one moment.
     *
     * @param rows how many batches the ledger held, counted only when none was found
     */
    record Glimpse(StoredHead head, long rows, List<RecordBatch> batches) {}

    /** Takes batches; false to see no more. */
    @FunctionalInterface
    interface Visitor {
        boolean take(RecordBatch batch) throws SQLException;
    }
}
