package io.facegate.usecase.overview;

import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordCounts.Asked;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who was refused in a period of whole days in UTC, and by which rules; without the sandbox. A call made on behalf of
 * others counts for each organisation in it.
 *
 * @param rows a part of the organisations, the most often refused first
 * @param organisations how many organisations were refused
 * @param refused how many calls were refused
 * @param partial true if there are more than could be counted
 */
public record RefusedOrganisations(List<Row> rows, int organisations, long refused, boolean partial) {
    /** An organisation with its refusals, the most frequent rule first. */
    public record Row(String organisation, long refused, List<RuleCount> rules) {}

    /** How often a rule refused calls of an organisation. */
    public record RuleCount(String rule, long refused) {}

    /**
     * Counts the refusals from the first day to the last.
     *
     * @param start how many organisations are left out before the first that is told
     * @param most how many are told, at most
     */
    public static RefusedOrganisations count(
            AuditedRecords records, LocalDate from, LocalDate until, int start, int most) {
        var refusals = DecisionStatistics.decisions(from, until)
                .withFacet(SearchFacet.SANDBOX, "no")
                .withFacet(SearchFacet.VERDICT, "refuse");
        var all = counts(records, List.of(refusals), SearchFacet.ORGANISATION).getFirst();
        var organisations = sorted(all, SearchFacet.ORGANISATION);
        var told = organisations.stream().skip(start).limit(most).toList();
        var ruled = counts(
                records,
                told.stream()
                        .map(one -> refusals.withFacet(SearchFacet.ORGANISATION, one.getKey()))
                        .toList(),
                SearchFacet.RULE);
        var rows = new ArrayList<Row>();
        for (int at = 0; at < told.size(); at++) {
            rows.add(new Row(told.get(at).getKey(), told.get(at).getValue(), rules(ruled.get(at))));
        }
        boolean partial = !all.partial().isEmpty()
                || ruled.stream().anyMatch(one -> !one.partial().isEmpty());
        return new RefusedOrganisations(rows, organisations.size(), all.total(), partial);
    }

    private static List<RecordCounts> counts(AuditedRecords records, List<RecordQuery> queries, SearchFacet facet) {
        return queries.isEmpty()
                ? List.of()
                : records.counts(queries.stream()
                        .map(query -> new Asked(query, Set.of(facet)))
                        .toList());
    }

    /** A pack counts its rules, and is none. */
    private static List<RuleCount> rules(RecordCounts counts) {
        return sorted(counts, SearchFacet.RULE).stream()
                .filter(one -> one.getKey().indexOf('/') >= 0)
                .map(one -> new RuleCount(one.getKey(), one.getValue()))
                .toList();
    }

    private static List<Map.Entry<String, Long>> sorted(RecordCounts counts, SearchFacet facet) {
        return counts.byFacet().getOrDefault(facet, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }
}
