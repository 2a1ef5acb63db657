package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger decorator with metrics: decisions by verdict, failures, and the time until a decision is durable. */
public final class MeteredLedger implements Ledger {
    private final Ledger ledger;
    private final Meters meters;

    /**
     * The meters to count on; a call enters no other room of the gateway for them.
     *
     * @param permits counts permits on record
     * @param refusals counts refusals on record
     * @param evaluations counts evaluations on record, of calls that are not made through this gateway
     * @param failures counts what could not be recorded
     * @param unauthenticated counts requests without a credential that is accepted
     * @param durable times decisions until they are durable, or failed to be
     */
    public record Meters(
            Runnable permits,
            Runnable refusals,
            Runnable evaluations,
            Runnable failures,
            Runnable unauthenticated,
            Durations durable) {}

    /** Takes durations. */
    @FunctionalInterface
    public interface Durations {
        void record(long amount, TimeUnit unit);
    }

    public MeteredLedger(Ledger ledger, Meters meters) {
        this.ledger = ledger;
        this.meters = meters;
    }

    @Override
    public Cleared clear(Question question, Decision.Permit permit, Undertaking undertaking) {
        var cleared = timed(() -> ledger.clear(question, permit, undertaking));
        meters.permits.run();
        return cleared;
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        var receipt = timed(() -> ledger.refuse(question, refuse));
        meters.refusals.run();
        return receipt;
    }

    @Override
    public Receipt answer(Question question, Decision decision) {
        var receipt = timed(() -> ledger.answer(question, decision));
        meters.evaluations.run();
        return receipt;
    }

    private <T> T timed(Supplier<T> write) {
        long start = System.nanoTime();
        try {
            return write.get();
        } catch (Fault.LedgerDown down) {
            meters.failures.run();
            throw down;
        } finally {
            meters.durable.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        try {
            ledger.close(cleared, ending);
        } catch (Fault.LedgerDown down) {
            meters.failures.run();
            throw down;
        }
    }

    @Override
    public void unauthenticated(String source, Fault.Why why, Instant now) {
        meters.unauthenticated.run();
        ledger.unauthenticated(source, why, now);
    }

    @Override
    public void administrative(Administrative act) {
        ledger.administrative(act);
    }

    @Override
    public Head head() {
        return ledger.head();
    }

    @Override
    public LedgerClock clock() {
        return ledger.clock();
    }

    @Override
    public @Nullable String ended() {
        return ledger.ended();
    }

    @Override
    public void halt(String why) {
        ledger.halt(why);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
