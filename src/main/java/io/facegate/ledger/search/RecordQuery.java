package io.facegate.ledger.search;

import io.facegate.ledger.record.RecordField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Query for records; all conditions must match.
 *
 * @param coded the required value of each coded field
 * @param personal values that a record must have committed to; tried with every salt that is kept
 * @param words a record must match each
 * @param views whether access records are included
 * @param beforeIndex only records with a smaller index, for paging; null for the newest
 */
public record RecordQuery(
        Map<SearchFacet, String> coded,
        Map<RecordField, String> personal,
        List<Word> words,
        Period period,
        boolean views,
        @Nullable Long beforeIndex,
        int limit) {
    private static final String HIDDEN = "*";
    private static final Set<String> VIEWS = Set.of("view", "views");

    /** The value of {@link SearchFacet#STATUS} for {@link #FAULTS}. */
    public static final String FAILED = "failed";

    /** Outcomes that are faults: the vendor's error, a fault on the way, and an outcome that is not known. */
    public static final List<String> FAULTS = List.of("vendor_error", "fault", "unknown");

    /**
     * A typed word. A record matches if it contains the text, if its id or the id that it refers to begins with it, or if
     * it is of one of the organisations.
     *
     * @param organisations ids of the organisations whose name contains the text
     * @param ownId true if only the record's own id may begin with it, and no text counts
     */
    public record Word(String text, Set<String> organisations, boolean ownId) {
        public Word {
            organisations = Set.copyOf(organisations);
        }

        /** A word that names no organisation. */
        public static Word of(String text) {
            return new Word(text, Set.of(), false);
        }

        /** The beginning of a record's own id. */
        public static Word ofId(String text) {
            return new Word(text, Set.of(), true);
        }
    }

    /** A time period, {@code until} exclusive; null means unbounded. */
    public record Period(@Nullable Instant from, @Nullable Instant until) {
        boolean isUnbounded() {
            return from == null && until == null;
        }

        /** Its first millisecond. */
        long first() {
            return from == null ? Long.MIN_VALUE : from.toEpochMilli();
        }

        /** The millisecond after its last. */
        long end() {
            return until == null ? Long.MAX_VALUE : until.toEpochMilli();
        }

        boolean contains(long millis) {
            return millis >= first() && millis < end();
        }

        /** True if nothing between the two times can be within it. */
        boolean excludes(long earliest, long latest) {
            return earliest >= end() || latest < first();
        }
    }

    public RecordQuery {
        coded = Map.copyOf(coded);
        personal = Map.copyOf(personal);
        words = List.copyOf(words);
    }

    /** Matches every record, with a limit. */
    public static RecordQuery matchAll(int limit) {
        return new RecordQuery(Map.of(), Map.of(), List.of(), new Period(null, null), true, null, limit);
    }

    /** Adds a field value, unless it is null. */
    public RecordQuery withFacet(SearchFacet facet, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new EnumMap<SearchFacet, String>(SearchFacet.class);
        more.putAll(coded);
        more.put(facet, value);
        return new RecordQuery(more, personal, words, period, views, beforeIndex, limit);
    }

    /** Without a condition on that field. */
    RecordQuery without(SearchFacet facet) {
        if (!coded.containsKey(facet)) {
            return this;
        }
        var less = new EnumMap<SearchFacet, String>(coded);
        less.remove(facet);
        return new RecordQuery(less, personal, words, period, views, beforeIndex, limit);
    }

    /** Adds a committed value, unless it is null. */
    public RecordQuery withCommitted(RecordField field, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new EnumMap<RecordField, String>(RecordField.class);
        more.putAll(personal);
        more.put(field, value);
        return new RecordQuery(coded, more, words, period, views, beforeIndex, limit);
    }

    /** Adds words that name no organisation. */
    public RecordQuery withWords(List<String> more) {
        return withTyped(more.stream().map(Word::of).toList());
    }

    /** Adds words. */
    public RecordQuery withTyped(List<Word> more) {
        var all = new ArrayList<>(words);
        all.addAll(more);
        return new RecordQuery(coded, personal, all, period, views, beforeIndex, limit);
    }

    public RecordQuery withPeriod(@Nullable Instant from, @Nullable Instant until) {
        return new RecordQuery(coded, personal, words, new Period(from, until), views, beforeIndex, limit);
    }

    public RecordQuery beforeIndex(@Nullable Long index) {
        return new RecordQuery(coded, personal, words, period, views, index, limit);
    }

    /** The same query for the newest matching record alone. */
    public RecordQuery newest() {
        return new RecordQuery(coded, personal, words, period, views, null, 1);
    }

    /** Excludes access records, unless the query asks for them: by act, kind or subject, by the word, or by an id. */
    public RecordQuery withoutViews() {
        boolean asked = Stream.of(SearchFacet.ACT, SearchFacet.KIND, SearchFacet.SUBJECT)
                        .anyMatch(coded::containsKey)
                || words.stream()
                        .map(Word::text)
                        .anyMatch(word -> VIEWS.contains(word.toLowerCase(Locale.ROOT))
                                || SearchFile.isId(word)
                                || IdPrefix.parse(word) != null);
        return new RecordQuery(coded, personal, words, period, asked, beforeIndex, limit);
    }

    /** True if it matches every record. */
    boolean isEverything() {
        return coded.isEmpty()
                && personal.isEmpty()
                && words.isEmpty()
                && period.isUnbounded()
                && views
                && beforeIndex == null;
    }

    /** True if decisions on calls of the sandbox are left out. */
    boolean isWithoutSandbox() {
        return "no".equals(coded.get(SearchFacet.SANDBOX));
    }

    /** True if the outcome may be any fault. */
    boolean isAnyFault() {
        return FAILED.equals(coded.get(SearchFacet.STATUS));
    }

    public @Nullable String value(SearchFacet facet) {
        return coded.get(facet);
    }

    /** Describes the query, without values that may be a person's name. */
    public String describe() {
        return describe(value -> value);
    }

    /** Describes the criteria of the query, without their values. */
    public String describeCriteria() {
        return describe(_ -> HIDDEN);
    }

    private String describe(UnaryOperator<String> value) {
        var said = new StringBuilder();
        for (var facet : SearchFacet.values()) {
            var asked = coded.get(facet);
            appendCriterion(said, facet.key(), asked == null ? null : value.apply(asked));
        }
        personal.keySet().stream().sorted().forEach(field -> appendCriterion(said, field.key(), HIDDEN));
        appendCriterion(said, "from", period.from());
        appendCriterion(said, "until", period.until());
        words.forEach(_ -> appendCriterion(said, "word", HIDDEN));
        appendCriterion(said, "before", beforeIndex);
        return said.isEmpty() ? "all" : said.toString();
    }

    private static void appendCriterion(StringBuilder said, String name, @Nullable Object value) {
        if (value != null) {
            said.append(said.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
