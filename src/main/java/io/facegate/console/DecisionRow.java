package io.facegate.console;

import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.ledger.DisplayText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the decision list: a decision, or a record that fails verification.
 *
 * @param name the name that its organisation is registered under now; empty if there is none
 */
record DecisionRow(@Nullable DecisionView view, @Nullable TamperedView tampered, String name) {
    /** @param names the registered names of organisations, by id */
    static DecisionRow of(PageLanguage speech, CheckedRecord record, Map<String, String> names) {
        return switch (record) {
            case VerifiedRecord entry -> {
                var view = DecisionView.of(speech, entry);
                var name = names.getOrDefault(view.fields().organisation(), "");
                yield new DecisionRow(view, null, DisplayText.forPage(name));
            }
            case TamperedRecord found -> new DecisionRow(null, new TamperedView(speech, found), "");
        };
    }
}
