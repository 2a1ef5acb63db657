package io.facegate.cli.reconcile;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.reconcile.ContinuousReconcile;
import io.facegate.usecase.reconcile.Reconciliation;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Runs a comparison again and again. A run that fails is told and counted, and the next one comes in its time. */
final class ReconcileLoop {
    private final ContinuousReconcile reconcile;
    private final Duration every;
    private final ReconcileMetrics meters;
    private final Output output;

    /**
     * Where results go.
     *
     * @param result takes the result of a run
     * @param error takes the sentence about a run that failed
     */
    record Output(Consumer<Reconciliation> result, Consumer<String> error) {}

    ReconcileLoop(ContinuousReconcile reconcile, Duration every, ReconcileMetrics meters, Output output) {
        this.reconcile = reconcile;
        this.every = every;
        this.meters = meters;
        this.output = output;
    }

    /**
     * Runs until interrupted.
     *
     * @throws Fault.LedgerTampered if a record of the ledger does not verify: nothing can be compared any more
     */
    void run() throws InterruptedException {
        while (true) {
            var start = Instant.now();
            runOnce(InstantSource.system());
            Thread.sleep(Duration.between(Instant.now(), start.plus(every)));
        }
    }

    void runOnce(InstantSource clock) {
        try {
            var result = reconcile.compare(clock.instant());
            meters.accept(result, clock.instant());
            output.result().accept(result);
        } catch (Fault.LedgerTampered tampered) {
            throw tampered;
        } catch (IOException unreadable) {
            fail("The trail cannot be read: " + FileErrorFormatter.sentence(unreadable));
        } catch (RegistryException.Unacceptable unknownAccount) {
            fail(unknownAccount.sentence());
        } catch (ViewAudit.Unrecorded unable) {
            fail(AuditedRead.sentence(unable));
        } catch (Fault fault) {
            fail(String.valueOf(fault.getMessage()));
        } catch (SQLException unreadable) {
            fail("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private void fail(String sentence) {
        meters.countFailure();
        output.error().accept(sentence);
    }
}
