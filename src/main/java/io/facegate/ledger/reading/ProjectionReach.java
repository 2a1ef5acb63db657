package io.facegate.ledger.reading;

/**
 * How far the projection is.
 *
 * @param taken the records that can be found
 * @param size the records of the ledger
 * @param waiting batches that are durable and not yet in the tree, so that nobody finds them
 */
public record ProjectionReach(long taken, long size, long waiting) {
    /** Where nothing waits. */
    public ProjectionReach(long taken, long size) {
        this(taken, size, 0);
    }

    public boolean whole() {
        return behind() == 0;
    }

    /** How many records cannot be found yet. */
    public long behind() {
        return Math.max(0, size - taken);
    }
}
