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
 * What to look for: all of it must fit.
 *
 * @param coded the value of each coded field that matters
 * @param personal what a record must have committed to; tried with every salt that is kept
 * @param words each must stand somewhere in the record
 * @param views whether records of looks at records are meant, too
 * @param before only records with a smaller index, for paging; null for the newest
 */
public record RecordQuery(
        Map<SearchFacet, String> coded,
        Map<RecordField, String> personal,
        List<String> words,
        Period period,
        boolean views,
        @Nullable Long before,
        int limit) {
    private static final String HIDDEN = "*";
    private static final Set<String> VIEWS = Set.of("view", "views");

    /** From then until before then; null has no end. */
    public record Period(@Nullable Instant from, @Nullable Instant until) {
        boolean ever() {
            return from == null && until == null;
        }

        boolean holds(long millis) {
            return (from == null || millis >= from.toEpochMilli()) && (until == null || millis < until.toEpochMilli());
        }

        /** Whether nothing between the two can be within it. */
        boolean misses(long earliest, long latest) {
            return (until != null && earliest >= until.toEpochMilli())
                    || (from != null && latest < from.toEpochMilli());
        }
    }

    public RecordQuery {
        coded = Map.copyOf(coded);
        personal = Map.copyOf(personal);
        words = List.copyOf(words);
    }

    /** Every record, at most so many at a time. */
    public static RecordQuery any(int limit) {
        return new RecordQuery(Map.of(), Map.of(), List.of(), new Period(null, null), true, null, limit);
    }

    /** Those of them with that value, or the same when it is null. */
    public RecordQuery with(SearchFacet facet, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new EnumMap<SearchFacet, String>(SearchFacet.class);
        more.putAll(coded);
        more.put(facet, value);
        return new RecordQuery(more, personal, words, period, views, before, limit);
    }

    /** Those of them that commit to that value, or the same when it is null. */
    public RecordQuery about(RecordField field, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new EnumMap<RecordField, String>(RecordField.class);
        more.putAll(personal);
        more.put(field, value);
        return new RecordQuery(coded, more, words, period, views, before, limit);
    }

    /** Those of them that hold these words, too. */
    public RecordQuery saying(List<String> more) {
        var all = new ArrayList<>(words);
        all.addAll(more);
        return new RecordQuery(coded, personal, all, period, views, before, limit);
    }

    public RecordQuery within(@Nullable Instant from, @Nullable Instant until) {
        return new RecordQuery(coded, personal, words, new Period(from, until), views, before, limit);
    }

    public RecordQuery before(@Nullable Long index) {
        return new RecordQuery(coded, personal, words, period, views, index, limit);
    }

    /**
     * The same without the records of looks at records, unless it asks for such: by act, kind or subject, by the word, or
     * by an id.
     */
    public RecordQuery withoutViews() {
        boolean asked = Stream.of(SearchFacet.ACT, SearchFacet.KIND, SearchFacet.SUBJECT)
                        .anyMatch(coded::containsKey)
                || words.stream()
                        .anyMatch(word -> VIEWS.contains(word.toLowerCase(Locale.ROOT)) || SearchFile.isId(word));
        return new RecordQuery(coded, personal, words, period, asked, before, limit);
    }

    public @Nullable String value(SearchFacet facet) {
        return coded.get(facet);
    }

    /** The query in words, without what may be a person's name. */
    public String said() {
        return said(value -> value);
    }

    /** What the query asks about, without any value that it asks for. */
    public String asked() {
        return said(_ -> HIDDEN);
    }

    private String said(UnaryOperator<String> value) {
        var said = new StringBuilder();
        for (var facet : SearchFacet.values()) {
            var asked = coded.get(facet);
            say(said, facet.key(), asked == null ? null : value.apply(asked));
        }
        personal.keySet().stream().sorted().forEach(field -> say(said, field.key(), HIDDEN));
        say(said, "from", period.from());
        say(said, "until", period.until());
        words.forEach(_ -> say(said, "word", HIDDEN));
        say(said, "before", before);
        return said.isEmpty() ? "all" : said.toString();
    }

    private static void say(StringBuilder said, String name, @Nullable Object value) {
        if (value != null) {
            said.append(said.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
    }
}
