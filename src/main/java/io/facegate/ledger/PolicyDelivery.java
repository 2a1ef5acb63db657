package io.facegate.ledger;

import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordJsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signed bundle that a set of policies came in, as its record names it.
 *
 * @param bundle SHA-256 of the text that was signed, in lowercase hex
 * @param serial number of the bundle
 * @param commit the commit that the signers named, or null
 * @param activation when the set was to come into force; null for at once
 * @param signers ids of the keys that signed, in hex; keys may be named after people, so no name is recorded
 */
public record PolicyDelivery(
        String bundle,
        long serial,
        @Nullable String commit,
        @Nullable Instant activation,
        List<String> signers) {
    private static final int MOST = 20;

    public PolicyDelivery {
        signers = List.copyOf(signers);
    }

    void writeActivation(RecordJsonWriter to) {
        if (activation != null) {
            to.time(RecordField.ACTIVATION, activation);
        }
    }

    void writeBundle(RecordJsonWriter to) {
        to.word(RecordField.BUNDLE, bundle);
    }

    void writeCommit(RecordJsonWriter to) {
        if (commit != null) {
            to.word(RecordField.COMMIT, commit);
        }
    }

    void writeSerialAndSigners(RecordJsonWriter to) {
        to.number(RecordField.SERIAL, serial).words(RecordField.SIGNERS, signers, MOST);
    }
}
