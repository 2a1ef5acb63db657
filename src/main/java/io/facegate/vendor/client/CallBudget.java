package io.facegate.vendor.client;

import org.jspecify.annotations.Nullable;

/**
 * The time and the retries that all vendors have together for one call of a caller. The time begins when the first is
 * asked. Each gets an equal share of what is left, and leaves to the next what it does not use.
 */
public final class CallBudget {
    private static final ScopedValue<CallBudget> CURRENT = ScopedValue.newInstance();

    private int vendors = 1;
    private @Nullable Long begun;
    private @Nullable RetryBudget retries;

    private CallBudget() {}

    /** A budget of a new call. */
    public static CallBudget create() {
        return new CallBudget();
    }

    /** The scope of the call: what a thread sends in it shares this budget. */
    public ScopedValue.Carrier scope() {
        return ScopedValue.where(CURRENT, this);
    }

    /** Says how many vendors may still be asked, the next one included. */
    public void divide(int most) {
        vendors = Math.max(1, most);
    }

    /** Returns until when the next vendor may take, in {@link System#nanoTime} nanoseconds. */
    static long deadline(long totalNanos) {
        long now = System.nanoTime();
        return CURRENT.isBound() ? CURRENT.get().deadline(now, totalNanos) : now + totalNanos;
    }

    private long deadline(long now, long totalNanos) {
        long start = begun == null ? now : begun;
        begun = start;
        return now + Math.max(0, totalNanos - (now - start)) / vendors;
    }

    /** Returns the retries of a call that came over that wire. */
    static RetryBudget retries(String wire) {
        if (!CURRENT.isBound()) {
            return RetryBudget.ofWire(wire);
        }
        var budget = CURRENT.get();
        var retries = budget.retries == null ? RetryBudget.ofWire(wire) : budget.retries;
        budget.retries = retries;
        return retries;
    }
}
