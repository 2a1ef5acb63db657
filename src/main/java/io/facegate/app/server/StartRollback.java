package io.facegate.app.server;

import io.facegate.call.BuildInfo;
import io.facegate.call.Fault;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.policy.pdp.AuthzenDecisionPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes what a failed start had opened beside the ledger, and records the stop. */
final class StartRollback {
    private final Deque<Runnable> opened = new ArrayDeque<>();

    /** @param point the connection to an external decision point, which was opened before; or null */
    static StartRollback after(@Nullable AuthzenDecisionPoint point) {
        var steps = new StartRollback();
        if (point != null) {
            steps.add(point::close);
        }
        return steps;
    }

    void add(Runnable close) {
        opened.push(close);
    }

    /** Closes the newest first, and records the stop; what does not succeed is told with the failure. */
    void undo(Exception failed, Ledger ledger) {
        for (var close : opened) {
            try {
                close.run();
            } catch (RuntimeException stuck) {
                failed.addSuppressed(stuck);
            }
        }
        if (!(ledger instanceof ReadOnlyLedger)) {
            recordStop(failed, ledger);
        }
    }

    /** Records that the gateway, whose start is on record, has ended, and why. */
    private static void recordStop(Exception failed, Ledger ledger) {
        try {
            var details = new AdministrativeActDetails(null, reason(failed), true, null);
            ledger.recordAct(new Administrative(
                    "stop", BuildInfo.VERSION, null, null, ledger.clock().now(), details));
        } catch (Fault.LedgerDown gone) {
            failed.addSuppressed(gone);
        }
    }

    private static String reason(Exception failed) {
        var why = ("The start failed: " + failed.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return why.length() <= AdministrativeActDetails.LONGEST_REASON
                ? why
                : why.substring(0, AdministrativeActDetails.LONGEST_REASON - 1) + '…';
    }
}
