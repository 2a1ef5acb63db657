package io.facegate.gateway;

import io.facegate.call.ObligationBinding;
import io.facegate.gateway.limits.QuotaStatus;
import java.time.Instant;

/** What goes with one call through all its steps. */
final class CallContext {
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
    CallContext(ObligationBinding terms, Instant start, long startNanos, QuotaStatus quotas) {
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
