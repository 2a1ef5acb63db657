package io.facegate.console;

import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.Entry;
import io.facegate.ledger.reading.TamperedRecord;
import org.jspecify.annotations.Nullable;

/** One line of the list: a decision, or a record that does not verify. */
record Row(@Nullable DecisionView view, @Nullable TamperedView tampered) {
    static Row of(Speech speech, CheckedRecord record) {
        return switch (record) {
            case Entry entry -> new Row(DecisionView.of(speech, entry), null);
            case TamperedRecord found -> new Row(null, new TamperedView(speech, found));
        };
    }
}
