package io.facegate.ledger.reading;

/**
 * How far the projection is.
 *
 * @param taken the records that can be found
 * @param size the records of the ledger
 */
public record Reach(long taken, long size) {
    public boolean whole() {
        return behind() == 0;
    }

    /** How many records cannot be found yet. */
    public long behind() {
        return Math.max(0, size - taken);
    }
}
