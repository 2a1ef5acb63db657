package io.facegate.gateway;

import io.facegate.call.CallStage;
import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.StageObserver;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger decorator with metrics: decisions by verdict, failures, and the time until a decision is durable. */
public final class MeteredLedger implements Ledger {
    private final Ledger ledger;
    private final Meters meters;
    private final DecisionCounts decisions;

    /**
     * The meters to count on; a call enters no other package for them.
     *
     * @param decisions makes the counter of decisions on record with these labels
     * @param evaluations counts evaluations on record, of calls that are not made through this gateway
     * @param sandbox counts decisions and evaluations of the sandbox, which the meters above do not count
     * @param failures counts what could not be recorded
     * @param unauthenticated counts requests without a credential that is accepted
     * @param durable times decisions until they are durable, or failed to be
     * @param stages observes the recording of decisions as a stage of their calls
     */
    public record Meters(
            Function<DecisionCounts.Labels, Runnable> decisions,
            Runnable evaluations,
            Runnable sandbox,
            Runnable failures,
            Runnable unauthenticated,
            Durations durable,
            StageObserver stages) {}

    /** Takes durations. */
    @FunctionalInterface
    public interface Durations {
        void record(long amount, TimeUnit unit);
    }

    public MeteredLedger(Ledger ledger, Meters meters) {
        this.ledger = ledger;
        this.meters = meters;
        this.decisions = new DecisionCounts(meters.decisions);
    }

    @Override
    public Cleared recordPermit(Question question, Decision.Permit permit, Undertaking undertaking) {
        var cleared = timed(() -> ledger.recordPermit(question, permit, undertaking));
        count(question, permit);
        return cleared;
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        var receipt = timed(() -> ledger.refuse(question, refuse));
        count(question, refuse);
        return receipt;
    }

    @Override
    public Receipt recordEvaluation(Question question, Decision decision) {
        var receipt = timed(() -> ledger.recordEvaluation(question, decision));
        (question.caller().sandbox() ? meters.sandbox : meters.evaluations).run();
        return receipt;
    }

    private void count(Question question, Decision decision) {
        if (question.caller().sandbox()) {
            meters.sandbox.run();
        } else {
            decisions.count(question.call(), decision);
        }
    }

    private <T> T timed(Supplier<T> write) {
        long start = System.nanoTime();
        try {
            return meters.stages.observe(CallStage.RECORD, write);
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
    public void countUnauthenticated(String source, Fault.Why why, Instant now) {
        meters.unauthenticated.run();
        ledger.countUnauthenticated(source, why, now);
    }

    @Override
    public void recordAct(Administrative act) {
        ledger.recordAct(act);
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
    public @Nullable String stopReason() {
        return ledger.stopReason();
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
