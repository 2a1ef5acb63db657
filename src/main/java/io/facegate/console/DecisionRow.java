package io.facegate.console;

import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import org.jspecify.annotations.Nullable;

/** A row of the decision list: a decision, or a record that fails verification. */
record DecisionRow(@Nullable DecisionView view, @Nullable TamperedView tampered) {
    static DecisionRow of(PageLanguage speech, CheckedRecord record) {
        return switch (record) {
            case VerifiedRecord entry -> new DecisionRow(DecisionView.of(speech, entry), null);
            case TamperedRecord found -> new DecisionRow(null, new TamperedView(speech, found));
        };
    }
}
