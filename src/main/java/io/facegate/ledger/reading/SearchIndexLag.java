package io.facegate.ledger.reading;

/**
 * Progress of the search projection.
 *
 * @param taken number of searchable records
 * @param size number of records in the ledger
 * @param waiting durable batches that are not in the tree yet, so that no search finds them
 * @param generation another number whenever the file was opened or built again: what it left out before may be there now
 */
public record SearchIndexLag(long taken, long size, long waiting, long generation) {
    /** Progress without waiting batches. */
    public SearchIndexLag(long taken, long size) {
        this(taken, size, 0, 0);
    }

    public boolean isComplete() {
        return recordsBehind() == 0;
    }

    /** Number of records that are not searchable yet. */
    public long recordsBehind() {
        return Math.max(0, size - taken);
    }
}
