package io.facegate.call;

import io.facegate.call.Obligations.Kind;
import java.time.Duration;
import java.time.Period;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Obligations of a test, all kinds at once; null, 0, false and an empty set ask for nothing. */
public final class GivenObligations {
    private GivenObligations() {}

    public static Obligations of(
            @Nullable Double minSimilarity,
            Set<Capability> redact,
            @Nullable Integer maxResults,
            boolean leadOnly,
            int reviewers,
            @Nullable Duration authorisation,
            Set<String> notices,
            Set<String> duties,
            Retention retention) {
        return Obligations.NONE
                .with(Kind.MIN_SIMILARITY, minSimilarity)
                .with(Kind.REDACT, redact)
                .with(Kind.MAX_RESULTS, maxResults)
                .with(Kind.LEAD_ONLY, leadOnly)
                .with(Kind.REVIEWERS, reviewers == 0 ? null : reviewers)
                .with(Kind.AUTHORISATION, authorisation)
                .with(Kind.NOTICES, notices)
                .with(Kind.DUTIES, duties)
                .with(Kind.PICTURES, retention.pictures)
                .with(Kind.TEMPLATES, retention.templates)
                .with(Kind.RECORDS, retention.records);
    }

    /** How long things are kept; null for no limit. */
    public record Retention(
            @Nullable Period pictures,
            @Nullable Period templates,
            @Nullable Period records) {
        public static final Retention NONE = new Retention(null, null, null);
    }
}
