package io.facegate.call;

import io.facegate.call.ObligationType.Bound;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Obligations of a permitted call: a value for each {@link Kind} that is asked for. Everything that reads, merges,
 * proves, records or explains obligations goes over {@link Kind}, so a kind is declared there and nowhere else.
 */
public final class Obligations {
    public static final Obligations NONE = new Obligations(new EnumMap<>(Kind.class));

    private final Map<Kind, Object> values;

    private Obligations(EnumMap<Kind, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** The obligation kinds, in the order in which policies and answers name them. */
    public enum Kind {
        MIN_SIMILARITY(
                "min_similarity",
                ObligationType.SHARE,
                Bound.AT_LEAST,
                "min_similarity at least ",
                "0 to 1: the request asks for no less, the reply holds no less."),
        REDACT(
                "redact",
                ObligationType.CAPABILITIES,
                Bound.ALL,
                "redact ",
                "Attributes that are left out of request and answer."),
        MAX_RESULTS(
                "max_results",
                ObligationType.RESULTS,
                Bound.AT_MOST,
                "max_results at most ",
                "Most results that are given."),
        LEAD_ONLY(
                "lead_only",
                ObligationType.FLAG,
                Bound.ALL,
                "lead_only",
                "The answer is marked as a lead, never as proof."),
        REVIEWERS(
                "reviewers",
                ObligationType.PEOPLE,
                Bound.AT_LEAST,
                "reviewers at least ",
                "How many people must approve before the result is released."),
        AUTHORISATION(
                "authorisation",
                ObligationType.LENGTH,
                Bound.AT_MOST,
                "authorisation within ",
                "How long after the use began an authorisation must be filed, such as PT24H."),
        AUTHORISATION_GRANT(
                "authorisation_grant",
                ObligationType.LENGTH,
                Bound.AT_MOST,
                "authorisation granted within ",
                "How long after it was filed an authorisation must be granted, such as PT72H."),
        NOTICES(
                "notices",
                ObligationType.NOTICES,
                Bound.ALL,
                "notice ",
                "Words that are told to the caller, such as sign_at_entrance."),
        DUTIES(
                "duties",
                ObligationType.DUTIES,
                Bound.ALL,
                "duty ",
                "Duties of the caller that a gateway cannot carry out."),
        PICTURES(
                "retention.pictures",
                ObligationType.PERIOD,
                Bound.AT_MOST,
                "pictures kept at most ",
                "Kept at most this long, such as P0D."),
        TEMPLATES(
                "retention.templates",
                ObligationType.PERIOD,
                Bound.AT_MOST,
                "templates kept at most ",
                "Kept at most this long, such as P30D."),
        RECORDS(
                "retention.records",
                ObligationType.PERIOD,
                Bound.AT_LEAST,
                "records kept at least ",
                "Kept at least this long, such as P3Y.");

        private final String code;
        private final ObligationType type;
        private final Bound bound;
        private final String demand;
        private final String meaning;

        /**
         * @param code the key in policies; a dot separates a group of keys from the key in it
         * @param demand how a proof names it, before its value
         * @param meaning what it asks, in one sentence for editors of policies
         */
        Kind(String code, ObligationType type, Bound bound, String demand, String meaning) {
            this.code = code;
            this.type = type;
            this.bound = bound;
            this.demand = demand;
            this.meaning = meaning;
        }

        public String code() {
            return code;
        }

        public ObligationType type() {
            return type;
        }

        public Bound bound() {
            return bound;
        }

        public String demand() {
            return demand;
        }

        public String meaning() {
            return meaning;
        }

        /** The group of keys that it is in, such as {@code retention}; empty if it is in none. */
        public String group() {
            return code.substring(0, Math.max(0, code.indexOf('.')));
        }

        /** The key within its group. */
        public String key() {
            return code.substring(code.indexOf('.') + 1);
        }

        /** The name of its field in a record. */
        public String recordKey() {
            return switch (this) {
                case LEAD_ONLY -> "label";
                case AUTHORISATION -> "authorisation_due";
                default -> code.replace("retention.", "retain_");
            };
        }

        /** Greater is stricter. Only for kinds with a bound. */
        public double strictness(Object value) {
            return bound == Bound.AT_MOST ? -type.size(value) : type.size(value);
        }

        private Object stricter(Object one, Object other) {
            if (bound == Bound.ALL) {
                return type == ObligationType.FLAG ? one : union((Set<?>) one, (Set<?>) other);
            }
            int compared = type.compare(one, other);
            boolean second = bound == Bound.AT_MOST ? compared > 0 : compared < 0;
            return second ? other : one;
        }

        private static Set<?> union(Set<?> one, Set<?> other) {
            var all = new HashSet<Object>(one);
            all.addAll(other);
            return Set.copyOf(all);
        }
    }

    /**
     * These obligations with another value of one kind.
     *
     * @param value null, {@code false} or an empty set to ask for nothing of that kind
     * @throws IllegalArgumentException if the value is not of the kind's type
     */
    public Obligations with(Kind kind, @Nullable Object value) {
        var next = new EnumMap<Kind, Object>(Kind.class);
        next.putAll(values);
        next.remove(kind);
        if (value != null && !value.equals(false) && !(value instanceof Set<?> set && set.isEmpty())) {
            next.put(kind, kind.type.requireType(value));
        }
        return next.isEmpty() ? NONE : new Obligations(next);
    }

    /** The value of a kind, or null if it is not asked for. */
    public @Nullable Object get(Kind kind) {
        return values.get(kind);
    }

    /** True if an obligation of that kind is set. */
    public boolean has(Kind kind) {
        return values.containsKey(kind);
    }

    /** The kinds that are asked for. */
    public Set<Kind> kinds() {
        return values.keySet();
    }

    /** 0 to 1, or null: no result below it is requested or returned. */
    public @Nullable Double minSimilarity() {
        return (Double) values.get(Kind.MIN_SIMILARITY);
    }

    /** Attributes neither requested nor returned, including their descendants. */
    public Set<Capability> redact() {
        return set(Kind.REDACT, Capability.class);
    }

    /** Maximum number of results returned, or null. */
    public @Nullable Integer maxResults() {
        return (Integer) values.get(Kind.MAX_RESULTS);
    }

    /** True if the answer is marked as a lead, never as proof. */
    public boolean leadOnly() {
        return has(Kind.LEAD_ONLY);
    }

    /** Number of people who must approve before the result is released; 0 for none. */
    public int reviewers() {
        return values.get(Kind.REVIEWERS) instanceof Integer number ? number : 0;
    }

    /** How long after the first use an authorisation must be filed, or null. */
    public @Nullable Duration authorisation() {
        return (Duration) values.get(Kind.AUTHORISATION);
    }

    /** Notices given to the caller. */
    public Set<String> notices() {
        return set(Kind.NOTICES, String.class);
    }

    /** Duties of the caller that a gateway cannot enforce; sent to the caller and recorded. */
    public Set<String> duties() {
        return set(Kind.DUTIES, String.class);
    }

    /** How long templates may be kept at most, or null. */
    public @Nullable Period templates() {
        return (Period) values.get(Kind.TEMPLATES);
    }

    /** Returns how long templates may be kept, which is no longer than they would be anyway. */
    public Duration templateLifetime(Duration otherwise) {
        var permitted = templates();
        if (permitted == null) {
            return otherwise;
        }
        var most = Duration.ofDays(LocalDate.EPOCH.plus(permitted).toEpochDay());
        return most.compareTo(otherwise) < 0 ? most : otherwise;
    }

    private <T> Set<T> set(Kind kind, Class<T> of) {
        return values.get(kind) instanceof Set<?> set
                ? set.stream().map(of::cast).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** The words of a value that is a set; capabilities by their policy words. */
    public static List<String> words(@Nullable Object value) {
        var words = new ArrayList<String>();
        if (value instanceof Set<?> set) {
            set.forEach(one -> words.add(one instanceof Capability capability ? capability.code() : one.toString()));
        }
        return words;
    }

    /** All obligations by their keys in policies, as policies write them; a group of keys is a map. */
    public Map<String, Object> toPolicyForm() {
        var all = new LinkedHashMap<String, Object>();
        var groups = new LinkedHashMap<String, Map<String, Object>>();
        values.forEach((kind, value) -> {
            if (kind.group().isEmpty()) {
                all.put(kind.key(), kind.type.toPolicyForm(value));
            } else {
                groups.computeIfAbsent(kind.group(), group -> new LinkedHashMap<>())
                        .put(kind.key(), kind.type.toPolicyForm(value));
            }
        });
        all.putAll(groups);
        return all;
    }

    /** True if the content of replies is restricted. */
    public boolean limitsReplies() {
        return has(Kind.MIN_SIMILARITY) || has(Kind.MAX_RESULTS) || has(Kind.REDACT);
    }

    /** True if that attribute is redacted. */
    public boolean redacts(Capability attribute) {
        return values.get(Kind.REDACT) instanceof Set<?> set
                && set.stream().anyMatch(hidden -> attribute.isWithin((Capability) hidden));
    }

    /** Returns the facts as bounded by these obligations: no redacted capabilities, threshold raised to the minimum. */
    public FaceCall.Facts applyTo(FaceCall.Facts judged) {
        var threshold = judged.threshold();
        var least = minSimilarity();
        return FaceCall.Facts.of(judged.capabilities().stream()
                        .filter(capability -> !redacts(capability))
                        .collect(Collectors.toSet()))
                .withCrowd(judged.ifSeveral(), judged.crowd())
                .inGallery(judged.gallery())
                .referringTo(judged.references())
                .withThreshold(
                        threshold == null || least == null ? threshold : Double.valueOf(Math.max(threshold, least)))
                .withUnrequested(judged.unrequested());
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Merges both; the stricter value of each kind holds. */
    public Obligations mergeWith(Obligations other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        var all = new EnumMap<Kind, Object>(values);
        other.values.forEach((kind, value) -> all.merge(kind, value, kind::stricter));
        return new Obligations(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Obligations those && values.equals(those.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return toPolicyForm().toString();
    }
}
