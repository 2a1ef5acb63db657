package io.facegate.ledger.search;

/** The earliest and latest time of the records of a span: 4,096 consecutive ones, a small part of a block. */
record TimeSpan(long earliest, long latest) {
    private static final int SHIFT = 12;
    static final int SIZE = 1 << SHIFT;

    static final String TABLE =
            "CREATE TABLE span (span INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)";

    /** The span of a record. */
    static long number(long index) {
        return index >> SHIFT;
    }

    /** The first record of a span. */
    static long first(long number) {
        return number << SHIFT;
    }

    TimeSpan with(TimeSpan other) {
        return new TimeSpan(Math.min(earliest, other.earliest), Math.max(latest, other.latest));
    }
}
