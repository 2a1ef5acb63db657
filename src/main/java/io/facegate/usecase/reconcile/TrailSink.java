package io.facegate.usecase.reconcile;

/** Receives what a trail holds. */
interface TrailSink {
    /** Receives a call of the vendor's face service. */
    void accept(TrailEntry entry);

    /** A record that is not a call of it. */
    void countOther();

    /** A record that could not be read. */
    void countUnreadable();
}
