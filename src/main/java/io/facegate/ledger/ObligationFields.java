package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.ledger.record.CanonicalJsonWriter;
import io.facegate.ledger.record.RecordField;
import java.time.Instant;
import java.time.Period;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writer of a permitted call's obligations into its record. */
final class ObligationFields {
    private static final int MOST = 64;

    private ObligationFields() {}

    static void write(CanonicalJsonWriter to, Obligations asked, @Nullable Instant due) {
        if (asked.isEmpty()) {
            return;
        }
        to.open(RecordField.OBLIGATIONS);
        if (due != null) {
            to.time(RecordField.AUTHORISATION_DUE, due);
        }
        words(to, RecordField.DUTIES, asked.duties());
        if (asked.leadOnly()) {
            to.word(RecordField.LABEL, "lead_only");
        }
        number(to, RecordField.MAX_RESULTS, asked.maxResults());
        if (asked.minSimilarity() != null) {
            to.number(RecordField.MIN_SIMILARITY, Math.round(asked.minSimilarity() * 1000));
        }
        words(to, RecordField.NOTICES, asked.notices());
        words(
                to,
                RecordField.REDACT,
                asked.redact().stream().map(Capability::code).toList());
        period(to, RecordField.RETAIN_PICTURES, asked.retention().pictures());
        period(to, RecordField.RETAIN_RECORDS, asked.retention().records());
        period(to, RecordField.RETAIN_TEMPLATES, asked.retention().templates());
        number(to, RecordField.REVIEWERS, asked.reviewers() == 0 ? null : asked.reviewers());
        to.shut();
    }

    private static void words(CanonicalJsonWriter to, RecordField field, Collection<String> words) {
        if (!words.isEmpty()) {
            to.words(field, new TreeSet<>(words), MOST);
        }
    }

    private static void number(CanonicalJsonWriter to, RecordField field, @Nullable Integer number) {
        if (number != null) {
            to.number(field, number);
        }
    }

    private static void period(CanonicalJsonWriter to, RecordField field, @Nullable Period period) {
        if (period != null) {
            to.word(field, period.toString());
        }
    }
}
