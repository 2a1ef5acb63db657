package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** Matches a record against a query by its own bytes, since the projection that found it is untrusted. */
public final class QueryMatcher {
    /** Fields of outcomes and appeals that a decision is also found by; its own bytes do not hold them. */
    private static final Set<SearchFacet> OF_OTHERS = Set.of(SearchFacet.STATUS, SearchFacet.CODE, SearchFacet.APPEAL);

    private QueryMatcher() {}

    /** True if a record matches a query, as far as its bytes show. */
    public static boolean matches(RecordQuery query, byte[] record) {
        var said = read(record);
        var terms = SearchTerms.extract(said);
        boolean decision = said.path("kind").asText().equals("DECISION");
        return query.coded().entrySet().stream()
                        .allMatch(coded -> (decision && OF_OTHERS.contains(coded.getKey()))
                                || holds(query, coded.getKey(), coded.getValue(), terms))
                && query.words().stream().allMatch(word -> containsWord(said, terms, word))
                && isInPeriod(query.period(), said.path("time").asText());
    }

    private static boolean holds(RecordQuery query, SearchFacet facet, String value, Set<String> terms) {
        if (query.isWithoutSandbox() && facet == SearchFacet.SANDBOX) {
            return !terms.contains(SearchTerms.SANDBOX);
        }
        return (query.isAnyFault() && facet == SearchFacet.STATUS)
                ? SearchTerms.FAULTS.stream().anyMatch(terms::contains)
                : terms.contains(facet.term(value));
    }

    private static boolean containsWord(JsonNode said, Set<String> terms, RecordQuery.Word word) {
        var text = word.text();
        if (SearchProjection.id(text) != null) {
            return isSameId(said, "id", text) || isSameId(said, "decision_ref", text);
        }
        var prefix = IdPrefix.parse(text);
        if (word.ownId()) {
            return prefix != null && prefix.isOf(said.path("id").asText());
        }
        return terms.containsAll(SearchTerms.fromText(text))
                || (prefix != null
                        && (prefix.isOf(said.path("id").asText())
                                || prefix.isOf(said.path("decision_ref").asText())))
                || word.organisations().stream().anyMatch(id -> terms.contains(SearchFacet.ORGANISATION.term(id)));
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
