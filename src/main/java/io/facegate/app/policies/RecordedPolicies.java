package io.facegate.app.policies;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.NewestAct;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.delivery.PolicyBundle;
import org.jspecify.annotations.Nullable;

/**
 * The policies that some gateway put in force last, as the ledger records them.
 *
 * @param digest of the policies; empty if none are recorded
 * @param serial number of their bundle; 0 if they came in none
 * @param bundle id of that bundle, or empty
 */
record RecordedPolicies(String digest, long serial, String bundle) {
    static final RecordedPolicies NONE = new RecordedPolicies("", 0, "");

    static RecordedPolicies newest(LedgerAddress ledger) {
        return NewestAct.find(ledger, PoliciesInForce.LOADED)
                .map(RecordedPolicies::read)
                .orElse(NONE);
    }

    /**
     * Same, where no older set may stand in for the newest.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if the record or a later one was altered or removed
     */
    static RecordedPolicies newestVerified(LedgerAddress ledger) {
        return NewestAct.findVerified(ledger, PoliciesInForce.LOADED)
                .map(RecordedPolicies::read)
                .orElse(NONE);
    }

    private static RecordedPolicies read(JsonNode loaded) {
        return new RecordedPolicies(
                loaded.path(RecordField.SUBJECT.key()).asText(),
                loaded.path(RecordField.SERIAL.key()).asLong(),
                loaded.path(RecordField.BUNDLE.key()).asText());
    }

    /** Why the bundle is older than what is recorded, or another one of the same number; or null. */
    @Nullable
    String findProblem(PolicyBundle next) {
        long number = next.manifest().serial();
        if (number < serial) {
            return "its serial number " + number + " is lower than " + serial + ", which the ledger records";
        }
        return number == serial && !next.id().equals(bundle)
                ? "the ledger records another bundle with its serial number " + number
                : null;
    }

    /**
     * The policies that a new set is compared with.
     *
     * @param digest empty if none are known
     * @param policySet null if their content is not known here
     */
    record Baseline(String digest, @Nullable PolicySet policySet) {
        static final Baseline UNKNOWN = new Baseline("", null);
    }
}
