package io.facegate.vendor.client;

/** When the vendors of a call must have answered, for tests of who asks them. */
public final class Deadlines {
    private Deadlines() {}

    /** Returns the deadline of the vendor that this thread asks next. */
    public static long next(long totalNanos) {
        return CallBudget.deadline(totalNanos);
    }
}
