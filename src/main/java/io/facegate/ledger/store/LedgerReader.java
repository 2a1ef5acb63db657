package io.facegate.ledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Read access to a ledger in short transactions, whichever store holds it and even while gateways write to it. */
public interface LedgerReader extends AutoCloseable {
    /** The tree head. */
    StoredHead head() throws SQLException;

    /** How far the records were checked when it was last opened for writing. */
    CheckedUpTo checkedMark() throws SQLException;

    /**
     * The head, and the batches that begin at record {@code first} or after it, at most {@code limit}. Where there are
     * none, all batches are counted, which takes longer the more there are: who only follows the ledger asks for
     * {@link #batchesFrom}.
     */
    TailSnapshot readFrom(long first, int limit) throws SQLException;

    /** The batches that begin at record {@code first} or after it, at most {@code limit}. */
    List<RecordBatch> batchesFrom(long first, int limit) throws SQLException;

    /** The batches from the one that holds the record {@code index} on, at most {@code limit}. */
    List<RecordBatch> readAround(long index, int limit) throws SQLException;

    /**
     * Passes the batches that hold these records, in order. A record whose batch is not passed may still be found by
     * {@link #readAround}. The visitor may read from this ledger.
     */
    default void forEachHolding(SortedSet<Long> indexes, Visitor visitor) throws SQLException {
        long next = 0;
        for (long index : indexes) {
            for (var batch : index < next ? List.<RecordBatch>of() : readAround(index, 1)) {
                next = batch.first() + batch.count();
                if (!visitor.visit(batch)) {
                    return;
                }
            }
        }
    }

    /** Passes every batch from the one that holds the record {@code index} on. */
    void forEachBatch(long index, Visitor visitor) throws SQLException;

    /** The hashes of the batches that hold the records from {@code from} to before {@code to}, without the records. */
    List<Leaves> leaves(long from, long to) throws SQLException;

    /** Same, for several runs of {@code length} records, by the first record of each. */
    default Map<Long, List<Leaves>> leaves(SortedSet<Long> firsts, int length) throws SQLException {
        var found = new HashMap<Long, List<Leaves>>();
        for (long first : firsts) {
            found.put(first, leaves(first, first + length));
        }
        return found;
    }

    /** Index of the first record that was not pruned; the size if none is left. */
    default long minimum() throws SQLException {
        var first = new long[] {head().size()};
        forEachBatch(0, batch -> {
            first[0] = batch.isPruned() ? first[0] : batch.first();
            return batch.isPruned();
        });
        return first[0];
    }

    /** Lower bound of the indexes of permits without an outcome. */
    default long oldestOpen() throws SQLException {
        return head().oldestOpen();
    }

    /** The first foreign object in the store, or null. */
    default @Nullable String findForeignObject() throws SQLException {
        return null;
    }

    /** Number of batches that are durable but not in the tree yet. */
    long waitingBatches() throws SQLException;

    /** Waits, at most that long, until the batches that are durable now are in the tree. */
    default void awaitIntegration(Duration patience) throws SQLException {}

    /** True if the record with that id is durable but not in the tree yet. */
    default boolean isWaiting(String id) throws SQLException {
        return false;
    }

    /** Lines of batches that are durable but not in the tree yet, where they have that text; none of them is verified. */
    default List<byte[]> waitingLines(String text) throws SQLException {
        return List.of();
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
    record CheckedUpTo(long size, byte[] range) {}

    /**
     * Result of one read, all at one moment.
     *
     * @param rows how many batches the ledger held; empty if some were found, since then nobody counts
     */
    record TailSnapshot(StoredHead head, OptionalLong rows, List<RecordBatch> batches) {}

    /** Receives batches; returns false to stop. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(RecordBatch batch) throws SQLException;
    }
}
