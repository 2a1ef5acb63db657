package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.ledger.record.CanonicalWriter;
import io.facegate.ledger.record.Field;
import java.time.Instant;
import java.time.Period;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes what a permitted call was obliged to into its record. */
final class Pledges {
    private static final int MOST = 64;

    private Pledges() {}

    static void write(CanonicalWriter to, Obligations asked, @Nullable Instant due) {
        if (asked.isEmpty()) {
            return;
        }
        to.open(Field.OBLIGATIONS);
        if (due != null) {
            to.time(Field.AUTHORISATION_DUE, due);
        }
        words(to, Field.DUTIES, asked.duties());
        if (asked.leadOnly()) {
            to.word(Field.LABEL, "lead_only");
        }
        number(to, Field.MAX_RESULTS, asked.maxResults());
        if (asked.minSimilarity() != null) {
            to.number(Field.MIN_SIMILARITY, Math.round(asked.minSimilarity() * 1000));
        }
        words(to, Field.NOTICES, asked.notices());
        words(to, Field.REDACT, asked.redact().stream().map(Capability::code).toList());
        period(to, Field.RETAIN_PICTURES, asked.retention().pictures());
        period(to, Field.RETAIN_RECORDS, asked.retention().records());
        period(to, Field.RETAIN_TEMPLATES, asked.retention().templates());
        number(to, Field.REVIEWERS, asked.reviewers() == 0 ? null : asked.reviewers());
        to.shut();
    }

    private static void words(CanonicalWriter to, Field field, Collection<String> words) {
        if (!words.isEmpty()) {
            to.words(field, new TreeSet<>(words), MOST);
        }
    }

    private static void number(CanonicalWriter to, Field field, @Nullable Integer number) {
        if (number != null) {
            to.number(field, number);
        }
    }

    private static void period(CanonicalWriter to, Field field, @Nullable Period period) {
        if (period != null) {
            to.word(field, period.toString());
        }
    }
}
