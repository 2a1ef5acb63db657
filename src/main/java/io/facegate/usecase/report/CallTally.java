package io.facegate.usecase.report;

import io.facegate.ledger.search.MatchedRecords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts the calls of a period on the search file. */
final class CallTally {
    private static final String PERMIT = "permit";
    private static final String REFUSE = "refuse";

    /** Attribute of exemptions; their words are capabilities, spelt with an underscore. */
    static final String EXEMPTION = "exemption";

    private final PeriodRecords period;
    private final long sandbox;
    private final MatchedRecords decided;
    private final MatchedRecords permitted;
    private final MatchedRecords refused;
    /** Permitted calls whose outcome is among the counted records. */
    private final MatchedRecords ended;

    CallTally(PeriodRecords period) throws SQLException {
        this.period = period;
        var decisions = period.ofKind("DECISION");
        this.sandbox = decisions.with(SearchFacet.SANDBOX, "yes").count();
        this.decided = decisions.withoutSandbox();
        this.permitted = decided.with(SearchFacet.VERDICT, PERMIT);
        this.refused = decided.with(SearchFacet.VERDICT, REFUSE);
        this.ended = permitted.ended().withoutEndedFrom(period.records());
    }

    CallCounts counts() throws SQLException {
        return new CallCounts(
                decided.count(),
                permitted.count(),
                refused.count(),
                permitted.count() - ended.count(),
                sandbox,
                period.ofKind("EVALUATION").count());
    }

    List<Breakdown> volumes() throws SQLException {
        return List.of(
                breakdown(WordTitles.ORGANISATION, SearchFacet.TYPE, WordList.ORGANISATIONS, true),
                breakdown(WordTitles.PURPOSE, SearchFacet.PURPOSE, WordList.PURPOSES, true),
                breakdown(WordTitles.CAPABILITY, SearchFacet.CAPABILITY, WordList.CAPABILITIES, true));
    }

    /** Calls of organisations for which an exemption counted at that moment. */
    Breakdown exemptions() throws SQLException {
        return breakdown(EXEMPTION, SearchFacet.EXEMPTION, WordList.facts(EXEMPTION), false);
    }

    private Breakdown breakdown(String kind, SearchFacet facet, WordList<?> words, boolean withNone)
            throws SQLException {
        var all = decided.countBy(facet);
        var yes = permitted.countBy(facet);
        var no = refused.countBy(facet);
        var rows = new ArrayList<Breakdown.Row>();
        for (var word : ordered(words, all)) {
            rows.add(new Breakdown.Row(
                    word,
                    Math.max(0, words.lineage(word).size() - 1),
                    all.getOrDefault(word, 0L),
                    yes.getOrDefault(word, 0L),
                    no.getOrDefault(word, 0L)));
        }
        if (withNone) {
            addNone(facet, rows);
        }
        return new Breakdown(kind, rows);
    }

    /** Calls without any word of the field, such as one that declared no purpose. */
    private void addNone(SearchFacet facet, List<Breakdown.Row> rows) throws SQLException {
        long all = decided.countWithout(facet);
        if (all > 0) {
            rows.add(new Breakdown.Row("", 0, all, permitted.countWithout(facet), refused.countWithout(facet)));
        }
    }

    /** The words that occur, in the order of the vocabulary; then those that it does not know. */
    private static List<String> ordered(WordList<?> words, Map<String, Long> found) {
        var order = new ArrayList<>(words.words());
        order.retainAll(found.keySet());
        var unknown = new TreeSet<>(found.keySet());
        order.forEach(unknown::remove);
        order.addAll(unknown);
        return order;
    }

    /** Refused calls by rule; packs are left out. */
    Map<String, Long> refusals() throws SQLException {
        var found = new TreeMap<>(refused.countBy(SearchFacet.RULE));
        found.keySet().removeIf(rule -> rule.indexOf('/') < 0);
        return found;
    }

    SortedMap<String, Long> outcomes() throws SQLException {
        return new TreeMap<>(ended.countBy(SearchFacet.STATUS));
    }

    /** Permitted calls that ended with a fault, by the code of their outcome; under "" those without one. */
    SortedMap<String, Long> faultCodes() throws SQLException {
        var faults = ended.withAny(SearchFacet.STATUS, RecordQuery.FAULTS);
        var codes = new TreeMap<>(faults.countBy(SearchFacet.CODE));
        long coded = codes.values().stream().mapToLong(Long::longValue).sum();
        if (faults.count() > coded) {
            codes.put("", faults.count() - coded);
        }
        return codes;
    }

    Map<String, Long> policies() throws SQLException {
        return decided.countBy(SearchFacet.POLICIES);
    }
}
