package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** Matches a record against a query by its own bytes, since the projection that found it is untrusted. */
public final class QueryMatcher {
    /** Outcome fields that a decision is also found by; its own bytes do not hold them. */
    private static final Set<SearchFacet> OF_OUTCOMES = Set.of(SearchFacet.STATUS, SearchFacet.CODE);

    private QueryMatcher() {}

    /** True if a record matches a query, as far as its bytes show. */
    public static boolean matches(RecordQuery query, byte[] record) {
        var said = read(record);
        var terms = SearchTerms.extract(said);
        boolean decision = said.path("kind").asText().equals("DECISION");
        return query.coded().entrySet().stream()
                        .allMatch(coded -> (decision && OF_OUTCOMES.contains(coded.getKey()))
                                || ((query.isWithoutSandbox() && coded.getKey() == SearchFacet.SANDBOX)
                                        ? !terms.contains(SearchTerms.SANDBOX)
                                        : terms.contains(coded.getKey().term(coded.getValue()))))
                && query.words().stream().allMatch(word -> containsWord(said, terms, word))
                && isInPeriod(query.period(), said.path("time").asText());
    }

    private static boolean containsWord(JsonNode said, Set<String> terms, String word) {
        return SearchProjection.id(word) == null
                ? terms.containsAll(SearchTerms.fromText(word))
                : isSameId(said, "id", word) || isSameId(said, "decision_ref", word);
    }

    private static boolean isInPeriod(RecordQuery.Period period, String time) {
        try {
            return period.isUnbounded() || period.contains(Instant.parse(time).toEpochMilli());
        } catch (DateTimeException | ArithmeticException damaged) {
            return period.contains(0);
        }
    }

    /** True if a field of a record is that id. */
    public static boolean hasId(byte[] record, String field, String id) {
        return isSameId(read(record), field, id);
    }

    private static boolean isSameId(JsonNode said, String field, String id) {
        return said.path(field).asText().equalsIgnoreCase(id);
    }

    static JsonNode read(byte[] record) {
        try {
            var said = JsonMappers.PLAIN.readTree(record);
            return said == null ? JsonMappers.PLAIN.createObjectNode() : said;
        } catch (IOException damaged) {
            return JsonMappers.PLAIN.createObjectNode();
        }
    }
}
