package io.facegate.app.server;

import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger decorator with metrics: decisions by verdict, failures, and the time until a decision is durable. */
final class MeteredLedger implements Ledger {
    private final Ledger ledger;
    private final Counter permits;
    private final Counter refusals;
    private final Counter evaluations;
    private final Counter failures;
    private final Counter nobodies;
    private final Timer durable;

    MeteredLedger(Ledger ledger, MeterRegistry meters) {
        this.ledger = ledger;
        this.permits = meters.counter("facegate.decisions", "verdict", "permit");
        this.refusals = meters.counter("facegate.decisions", "verdict", "refuse");
        this.evaluations = meters.counter("facegate.evaluations");
        this.failures = meters.counter("facegate.ledger.failures");
        this.nobodies = meters.counter("facegate.unauthenticated");
        this.durable = meters.timer("facegate.ledger.durable");
    }

    @Override
    public Cleared clear(Question question, Decision.Permit permit, Undertaking undertaking) {
        var cleared = timed(() -> ledger.clear(question, permit, undertaking));
        permits.increment();
        return cleared;
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        var receipt = timed(() -> ledger.refuse(question, refuse));
        refusals.increment();
        return receipt;
    }

    @Override
    public Receipt answer(Question question, Decision decision) {
        var receipt = timed(() -> ledger.answer(question, decision));
        evaluations.increment();
        return receipt;
    }

    private <T> T timed(Supplier<T> write) {
        long start = System.nanoTime();
        try {
            return write.get();
        } catch (Fault.LedgerDown down) {
            failures.increment();
            throw down;
        } finally {
            durable.record(System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        try {
            ledger.close(cleared, ending);
        } catch (Fault.LedgerDown down) {
            failures.increment();
            throw down;
        }
    }

    @Override
    public void unauthenticated(String source, Fault.Why why, Instant now) {
        nobodies.increment();
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
