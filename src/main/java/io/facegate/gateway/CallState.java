package io.facegate.gateway;

import io.facegate.call.ObligationBinding;
import io.facegate.gateway.limits.QuotaStatus;
import java.time.Instant;

/** The state of one call while it is processed: its binding, its time and what is left of its quotas. */
final class CallState {
    private final ObligationBinding terms;
    private final Instant start;
    private final long startNanos;
    private QuotaStatus quotas;

    /**
     * @param terms obligation binding of the API it arrived on
     * @param start when its body was complete
     * @param startNanos the monotonic time then
     * @param quotas what is left of its caller's rates
     */
    CallState(ObligationBinding terms, Instant start, long startNanos, QuotaStatus quotas) {
        this.terms = terms;
        this.start = start;
        this.startNanos = startNanos;
        this.quotas = quotas;
    }

    ObligationBinding terms() {
        return terms;
    }

    /** Current time = start + monotonic elapsed; immune to clock changes. */
    Instant now() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    QuotaStatus quotas() {
        return quotas;
    }

    /** Adds what is left of its caller's budgets. */
    void addQuotas(QuotaStatus budgets) {
        quotas = quotas.with(budgets);
    }
}
