package io.facegate.call;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Obligations of a permitted call.
 *
 * @param minSimilarity 0 to 1, or null: no result below it is requested or returned
 * @param redact attributes neither requested nor returned, including their descendants
 * @param maxResults maximum number of results returned
 * @param leadOnly the answer is marked as a lead, never as proof
 * @param reviewers number of people who must approve before the result is released
 * @param authorisation how long after the first use an authorisation must be filed, or null
 * @param notices notices given to the caller
 * @param duties duties of the caller that a gateway cannot enforce; sent to the caller and recorded
 */
public record Obligations(
        @Nullable Double minSimilarity,
        Set<Capability> redact,
        @Nullable Integer maxResults,
        boolean leadOnly,
        int reviewers,
        @Nullable Duration authorisation,
        Set<String> notices,
        Set<String> duties,
        Retention retention) {
    public static final Obligations NONE =
            new Obligations(null, Set.of(), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);

    public Obligations {
        redact = Set.copyOf(redact);
        notices = Set.copyOf(notices);
        duties = Set.copyOf(duties);
    }

    /** The obligation kinds, by their policy words. */
    public enum Kind {
        MIN_SIMILARITY("min_similarity"),
        REDACT("redact"),
        MAX_RESULTS("max_results"),
        LEAD_ONLY("lead_only"),
        REVIEWERS("reviewers"),
        AUTHORISATION("authorisation"),
        NOTICES("notices"),
        DUTIES("duties"),
        PICTURES("retention.pictures"),
        TEMPLATES("retention.templates"),
        RECORDS("retention.records");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** True if an obligation of that kind is set. */
    public boolean ask(Kind kind) {
        return switch (kind) {
            case MIN_SIMILARITY -> minSimilarity != null;
            case REDACT -> !redact.isEmpty();
            case MAX_RESULTS -> maxResults != null;
            case LEAD_ONLY -> leadOnly;
            case REVIEWERS -> reviewers > 0;
            case AUTHORISATION -> authorisation != null;
            case NOTICES -> !notices.isEmpty();
            case DUTIES -> !duties.isEmpty();
            case PICTURES -> retention.pictures != null;
            case TEMPLATES -> retention.templates != null;
            case RECORDS -> retention.records != null;
        };
    }

    /** True if the content of replies is restricted. */
    public boolean limitReplies() {
        return minSimilarity != null || maxResults != null || !redact.isEmpty();
    }

    /** True if that attribute is redacted. */
    public boolean redacts(Capability attribute) {
        return redact.stream().anyMatch(attribute::within);
    }

    /** Returns the facts as bounded by these obligations: no redacted capabilities, threshold raised to the minimum. */
    public FaceCall.Facts on(FaceCall.Facts judged) {
        var threshold = judged.threshold();
        return new FaceCall.Facts(
                judged.capabilities().stream()
                        .filter(capability -> !redacts(capability))
                        .collect(Collectors.toSet()),
                judged.ifSeveral(),
                judged.crowd(),
                judged.gallery(),
                judged.references(),
                threshold == null || minSimilarity == null
                        ? threshold
                        : Double.valueOf(Math.max(threshold, minSimilarity)),
                judged.spare());
    }

    /**
     * Retention limits.
     *
     * @param pictures maximum, or null
     * @param templates maximum, or null
     * @param records minimum, or null
     */
    public record Retention(
            @Nullable Period pictures,
            @Nullable Period templates,
            @Nullable Period records) {
        public static final Retention NONE = new Retention(null, null, null);
        private static final Comparator<Period> LENGTH = Comparator.comparing(LocalDate.EPOCH::plus);

        Retention and(Retention other) {
            return new Retention(
                    either(pictures, other.pictures, BinaryOperator.minBy(LENGTH)),
                    either(templates, other.templates, BinaryOperator.minBy(LENGTH)),
                    either(records, other.records, BinaryOperator.maxBy(LENGTH)));
        }
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Merges both; the stricter value of each kind wins. */
    public Obligations and(Obligations other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        var hidden = EnumSet.noneOf(Capability.class);
        hidden.addAll(redact);
        hidden.addAll(other.redact);
        return new Obligations(
                either(minSimilarity, other.minSimilarity, Math::max),
                hidden,
                either(maxResults, other.maxResults, Math::min),
                leadOnly || other.leadOnly,
                Math.max(reviewers, other.reviewers),
                either(authorisation, other.authorisation, BinaryOperator.minBy(Comparator.naturalOrder())),
                union(notices, other.notices),
                union(duties, other.duties),
                retention.and(other.retention));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private static <T> @Nullable T either(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        return one == null ? other : other == null ? one : both.apply(one, other);
    }
}
