package io.facegate.ledger.tiles;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The records of a log and their hashes, in order, whatever store they stand in. */
public interface LogSource extends AutoCloseable {
    /** How many records are durable. */
    long size();

    /** The leaf hashes of the records from {@code from} to before {@code to}, one after the other. */
    byte[] leaves(long from, long to);

    /**
     * The leaf hashes of several runs of {@code length} records, by the first record of each. A run that is not whole,
     * or cannot be had at once, is left out.
     */
    default Map<Long, byte[]> leaves(SortedSet<Long> firsts, int length) {
        return Map.of();
    }

    /** Where the records begin that were not pruned: of those before, the leaf hashes are all that is left. */
    long minimum();

    /** The canonical bytes of the records from {@code from} to before {@code to}; no bytes for those that were pruned. */
    List<byte[]> records(long from, long to);

    @Override
    void close();
}
