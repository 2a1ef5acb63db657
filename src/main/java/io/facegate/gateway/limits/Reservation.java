package io.facegate.gateway.limits;

import java.util.concurrent.atomic.AtomicBoolean;

/** A call that was counted in its budgets, and can be given back once. */
public final class Reservation {
    public static final Reservation NONE = new Reservation(QuotaStatus.NONE, () -> {});

    private final QuotaStatus status;
    private final Runnable giveBack;
    private final AtomicBoolean isGivenBack = new AtomicBoolean();

    Reservation(QuotaStatus status, Runnable giveBack) {
        this.status = status;
        this.giveBack = giveBack;
    }

    /** What is left of the caller's budgets, this call counted. */
    public QuotaStatus status() {
        return status;
    }

    /** Gives the call back: who answers failed, or nothing was sent. */
    public void giveBack() {
        if (isGivenBack.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
