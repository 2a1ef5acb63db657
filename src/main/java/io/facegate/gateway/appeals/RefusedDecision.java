package io.facegate.gateway.appeals;

import io.facegate.call.Fault;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.TamperedRecord;

/** Finds out whether a decision on record refused a call of an organisation. The record is verified before it counts. */
record RefusedDecision(RecordSearch records) {
    private static final int TRIES = 20;
    private static final int PAUSE_MILLIS = 100;

    /**
     * True if the decision refused a call that this organisation made.
     *
     * @throws Fault.LedgerTampered if the record does not verify
     * @throws Fault.Overloaded if the record is durable, but not in the tree yet
     */
    boolean isOf(String organisation, String decision) {
        for (int left = TRIES; left > 0; left--) {
            var found = records.findDecision(decision).orElse(null);
            if (found == null) {
                return false;
            }
            if (found instanceof DecisionDetails || found instanceof TamperedRecord) {
                return isOf(organisation, found);
            }
            pause();
        }
        throw new Fault.Overloaded("The decision is on record, but not in the tree yet. Try again.");
    }

    private static boolean isOf(String organisation, CheckedDecision found) {
        if (found instanceof TamperedRecord tampered) {
            tampered.requireVerified();
        }
        if (!(found instanceof DecisionDetails details)) {
            return false;
        }
        var record = details.decision().fields();
        return record.path("verdict").asText().equals("refuse")
                && record.path("organisation").path("id").asText().equals(organisation);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Fault.Overloaded("The gateway is stopping.");
        }
    }
}
