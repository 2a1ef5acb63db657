package io.facegate.ledger.writing;

import io.facegate.call.Fault;
import org.jspecify.annotations.Nullable;

/** Whether a writer takes records: not while its store is away, and never again after it has ended. */
final class Health {
    private volatile @Nullable String ended;
    private volatile @Nullable String away;

    /** Demands that a record can become durable now. */
    void demandNow() {
        demandSome();
        if (away != null) {
            throw new Fault.LedgerDown("The ledger cannot be reached; calls are refused until it can: " + away);
        }
    }

    /** Demands that a record can become durable some time. */
    void demandSome() {
        if (ended != null) {
            throw new Fault.LedgerDown(
                    "The ledger failed and takes nothing more until the gateway is restarted: " + ended);
        }
    }

    void away(Exception why) {
        away = String.valueOf(why.getMessage());
    }

    void back() {
        away = null;
    }

    void ended(String why) {
        ended = why;
    }
}
