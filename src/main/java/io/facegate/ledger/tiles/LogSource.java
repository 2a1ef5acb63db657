package io.facegate.ledger.tiles;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Source of a log's records and leaf hashes, in order, whatever store holds them. */
public interface LogSource extends AutoCloseable {
    /** The number of durable records. */
    long size();

    /** The leaf hashes of the records from {@code from} to before {@code to}, one after the other. */
    byte[] leaves(long from, long to);

    /**
     * The leaf hashes of several runs of {@code length} records, by the first record of each. Omits a run that is
     * incomplete or not available at once.
     */
    default Map<Long, byte[]> leaves(SortedSet<Long> firsts, int length) {
        return Map.of();
    }

    /** Index of the first record that was not pruned; only the leaf hashes of earlier ones are left. */
    long minimum();

    /** The canonical bytes of the records from {@code from} to before {@code to}; empty for pruned ones. */
    List<byte[]> records(long from, long to);

    @Override
    void close();
}
