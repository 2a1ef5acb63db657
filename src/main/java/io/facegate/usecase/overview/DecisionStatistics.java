package io.facegate.usecase.overview;

import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordCounts.Asked;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How calls were decided in a period of whole days in UTC. Decisions of the sandbox are counted apart. The counts come
 * from the search index, and each is the number of records that a list with the same filters shows.
 *
 * @param days each day of the period
 * @param by the counts for each value of a field, the most frequent first
 * @param partial fields with more values than were counted
 * @param open permitted calls without an outcome so far
 * @param sandbox decisions of the sandbox
 * @param unverified records that do not verify, at any time: they are in no count
 */
public record DecisionStatistics(
        Tally total,
        List<Day> days,
        Map<SearchFacet, List<Value>> by,
        Set<SearchFacet> partial,
        long open,
        long sandbox,
        long unverified) {
    /** The fields that are counted. */
    public static final List<SearchFacet> FIELDS = List.of(
            SearchFacet.RULE,
            SearchFacet.ORGANISATION,
            SearchFacet.PURPOSE,
            SearchFacet.CAPABILITY,
            SearchFacet.PROVIDER);

    private static final int PERMITTED = 0;
    private static final int REFUSED = 1;
    private static final int FAULTS = 2;
    private static final int SANDBOX = 3;

    /** Numbers of decisions. Calls with a fault are among the permitted ones. */
    public record Tally(long permitted, long refused, long faults) {
        public long all() {
            return permitted + refused;
        }

        /** Permitted, and not known to have ended with a fault. */
        public long sound() {
            return permitted - faults;
        }

        public Tally plus(Tally other) {
            return new Tally(permitted + other.permitted, refused + other.refused, faults + other.faults);
        }
    }

    /** The decisions of a day. */
    public record Day(LocalDate day, Tally tally) {}

    /** The decisions with a value of a field. */
    public record Value(String value, Tally tally) {}

    /** Counts the decisions from the first day to the last. */
    public static DecisionStatistics count(AuditedRecords records, LocalDate from, LocalDate until) {
        return count(records, from, until, null);
    }

    /**
     * Counts the decisions on calls of one organisation, and on calls made on its behalf.
     *
     * @param organisation its id, or null for all organisations
     */
    public static DecisionStatistics count(
            AuditedRecords records, LocalDate from, LocalDate until, @Nullable String organisation) {
        var period = decisions(from, until).withFacet(SearchFacet.ORGANISATION, organisation);
        var calls = period.withFacet(SearchFacet.SANDBOX, "no");
        var fields = new TreeSet<>(FIELDS);
        fields.add(SearchFacet.DAY);
        var counts = records.counts(List.of(
                new Asked(calls.withFacet(SearchFacet.VERDICT, "permit"), fields),
                new Asked(calls.withFacet(SearchFacet.VERDICT, "refuse"), fields),
                new Asked(calls.withFacet(SearchFacet.STATUS, RecordQuery.FAILED), fields),
                new Asked(period.withFacet(SearchFacet.SANDBOX, "yes"), Set.of())));
        var partial = new TreeSet<SearchFacet>();
        counts.forEach(each -> partial.addAll(each.partial()));
        var by = new EnumMap<SearchFacet, List<Value>>(SearchFacet.class);
        FIELDS.forEach(field -> by.put(field, values(counts, field)));
        return new DecisionStatistics(
                new Tally(
                        counts.get(PERMITTED).total(),
                        counts.get(REFUSED).total(),
                        counts.get(FAULTS).total()),
                from.datesUntil(until.plusDays(1))
                        .map(day -> new Day(day, tally(counts, SearchFacet.DAY, day.toString())))
                        .toList(),
                by,
                partial,
                counts.get(PERMITTED).open(),
                counts.get(SANDBOX).total(),
                counts.get(PERMITTED).unverified());
    }

    static RecordQuery decisions(LocalDate from, LocalDate until) {
        return RecordQuery.matchAll(1)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withPeriod(
                        from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static List<Value> values(List<RecordCounts> counts, SearchFacet field) {
        var known = new TreeSet<String>();
        for (int at = PERMITTED; at <= FAULTS; at++) {
            known.addAll(counts.get(at).byFacet().getOrDefault(field, Map.of()).keySet());
        }
        // A pack counts its rules.
        known.removeIf(value -> field == SearchFacet.RULE && value.indexOf('/') < 0);
        var values = new ArrayList<Value>();
        known.forEach(value -> values.add(new Value(value, tally(counts, field, value))));
        values.sort(Comparator.comparingLong((Value one) -> one.tally().all())
                .reversed()
                .thenComparing(Value::value));
        return values;
    }

    private static Tally tally(List<RecordCounts> counts, SearchFacet field, String value) {
        return new Tally(
                number(counts.get(PERMITTED), field, value),
                number(counts.get(REFUSED), field, value),
                number(counts.get(FAULTS), field, value));
    }

    private static long number(RecordCounts counts, SearchFacet field, String value) {
        return counts.byFacet().getOrDefault(field, Map.of()).getOrDefault(value, 0L);
    }
}
