package io.facegate.console;

import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.ledger.DisplayText;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of the decision list: a decision, or a record that fails verification.
 *
 * @param name the name that its organisation is registered under now; empty if there is none
 * @param held what became of an answer that people must review, in words; empty if none was held
 */
record DecisionRow(@Nullable DecisionView view, @Nullable TamperedView tampered, String name, String held) {
    /**
     * A row of a record.
     *
     * @param names the registered names of organisations, by id
     * @param reviews what became of the answer of a decision that asked for a review
     */
    static DecisionRow of(
            PageLanguage speech,
            CheckedRecord record,
            Map<String, String> names,
            Function<VerifiedRecord, ReviewState> reviews) {
        return switch (record) {
            case VerifiedRecord entry -> {
                var view = DecisionView.of(speech, entry);
                var name = names.getOrDefault(view.fields().organisation(), "");
                var review = view.reviewRequired() ? reviews.apply(entry) : ReviewState.NONE;
                yield new DecisionRow(view, null, DisplayText.forPage(name), words(speech, review));
            }
            case TamperedRecord found -> new DecisionRow(null, new TamperedView(speech, found), "", "");
        };
    }

    /** What became of an answer that was held, as its own page says it; empty if none was held. */
    private static String words(PageLanguage speech, ReviewState review) {
        return review == ReviewState.NONE
                ? ""
                : speech.say("decision.held." + review.name().toLowerCase(Locale.ROOT));
    }
}
