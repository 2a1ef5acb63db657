package io.facegate.vendor.client;

import java.util.function.Supplier;

/**
 * The retries that the gateway may still make for one call of a caller, over all its requests and pages. It makes only
 * those that the caller's own client would not: otherwise the vendor would see the product of both.
 */
final class RetryBudget {
    /** The most retries for one call. */
    static final int MOST = 2;

    private static final ScopedValue<RetryBudget> CURRENT = ScopedValue.newInstance();

    private final ClientRetries caller;
    private int left = MOST;

    private RetryBudget(ClientRetries caller) {
        this.caller = caller;
    }

    /** Returns the budget of a call that came over that wire. */
    static RetryBudget ofWire(String wire) {
        return new RetryBudget(ClientRetries.ofWire(wire));
    }

    /** Returns the budget of the call that this thread works for; a request for no call has a budget of its own. */
    static RetryBudget current() {
        return CURRENT.isBound() ? CURRENT.get() : new RetryBudget(ClientRetries.NOTHING);
    }

    /** Runs the work on this thread within this budget, unless it works within one already. */
    <T> T run(Supplier<T> sending) {
        return CURRENT.isBound()
                ? sending.get()
                : ScopedValue.where(CURRENT, this).call(sending::get);
    }

    /** Returns true if the request may be sent again after this attempt. */
    boolean allows(RetryableRequest request, SendAttempt attempt) {
        return left > 0 && request.mayFollow(attempt) && (wasIdleConnection(attempt) || !caller.repeat(attempt));
    }

    /** Takes one retry. */
    void spend() {
        left--;
    }

    /** A connection that the vendor closed while it was idle is the gateway's own, and the request was not read. */
    private static boolean wasIdleConnection(SendAttempt attempt) {
        return attempt instanceof SendAttempt.ConnectionLost(var begun, var wasIdle) && !begun && wasIdle;
    }
}
