package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Index terms of one record. */
final class SearchTerms {
    /** Term of every record. */
    static final String ALL = "";

    /** Term of decisions with an outcome. */
    static final String ENDED = "ended";

    /** Term of access records. */
    static final String VIEW = SearchFacet.ACT.term("view");

    /** Term of decisions on calls of the sandbox. */
    static final String SANDBOX = SearchFacet.SANDBOX.term("yes");

    /** The value of {@link SearchFacet#AUTHORISATION}. */
    static final String AUTHORISATION_DUE = "due";

    /** Terms of calls with a fault. */
    static final List<String> FAULTS =
            RecordQuery.FAULTS.stream().map(SearchFacet.STATUS::term).toList();

    private static final String WORD = "word:";

    /** What a fact of an exemption starts with. */
    private static final String EXEMPTION = "exemption=";

    private static final List<SearchFacet> PLAIN = List.of(
            SearchFacet.ACT,
            SearchFacet.CODE,
            SearchFacet.KEY,
            SearchFacet.KIND,
            SearchFacet.METHOD,
            SearchFacet.OPERATION,
            SearchFacet.POLICIES,
            SearchFacet.PROVIDER,
            SearchFacet.PURPOSE,
            SearchFacet.REASON,
            SearchFacet.REVIEW,
            SearchFacet.SANDBOX,
            SearchFacet.STATUS,
            SearchFacet.SUBJECT,
            SearchFacet.VERDICT);

    /** Fields without full-text terms: they are found by other means, or not at all. */
    private static final Set<String> NO_WORDS =
            Set.of("id", "decision_ref", "review", "case", "gallery", "person", "time", "since", "expected", "schema");

    private final Set<String> terms = new HashSet<>();
    private final JsonNode record;

    private SearchTerms(JsonNode record) {
        this.record = record;
    }

    static Set<String> extract(JsonNode record) {
        var of = new SearchTerms(record);
        of.terms.add(ALL);
        of.coded();
        of.organisation(record.path("organisation"));
        record.path("on_behalf_of").forEach(of::organisation);
        record.properties().forEach(field -> {
            if (!NO_WORDS.contains(field.getKey())) {
                of.words(field.getValue());
            }
        });
        return of.terms;
    }

    /** Index terms for a typed text. */
    static Set<String> fromText(String text) {
        var terms = new HashSet<String>();
        words(text, word -> terms.add(WORD + word));
        return terms;
    }

    private void coded() {
        PLAIN.forEach(facet -> add(facet, record.path(facet.key())));
        var time = record.path("time").asText();
        if (time.length() > 10) {
            terms.add(SearchFacet.DAY.term(time.substring(0, 10)));
        }
        if (record.path("obligations").has("authorisation_due")) {
            terms.add(SearchFacet.AUTHORISATION.term(AUTHORISATION_DUE));
        }
        record.path("capabilities").forEach(this::capability);
        record.path("evidence").forEach(type -> add(SearchFacet.EVIDENCE, type));
        record.path("jurisdictions").forEach(place -> addAncestors(SearchFacet.JURISDICTION, place.asText(), "/-"));
        record.path("matched").forEach(rule -> addAncestors(SearchFacet.MATCHED, rule.asText(), "/"));
        if (record.path("rule").isTextual()) {
            addAncestors(SearchFacet.RULE, record.path("rule").asText(), "/");
            addAncestors(SearchFacet.MATCHED, record.path("rule").asText(), "/");
        }
    }

    private void organisation(JsonNode organisation) {
        add(SearchFacet.ORGANISATION, organisation.path("id"));
        if (organisation.path("type").isTextual()) {
            addAncestors(SearchFacet.TYPE, organisation.path("type").asText(), ".");
        }
        organisation.path("facts").forEach(fact -> {
            if (fact.asText().startsWith(EXEMPTION)) {
                terms.add(SearchFacet.EXEMPTION.term(fact.asText().substring(EXEMPTION.length())));
            }
        });
    }

    private void add(SearchFacet facet, JsonNode value) {
        if (value.isTextual()) {
            terms.add(facet.term(value.asText()));
        }
    }

    private void capability(JsonNode code) {
        add(SearchFacet.CAPABILITY, code);
        for (var at = Capability.fromCode(code.asText()); at != null; at = at.parent()) {
            terms.add(SearchFacet.CAPABILITY.term(at.code()));
        }
    }

    /** Adds a value and its ancestors, the prefixes that end at a separator. */
    private void addAncestors(SearchFacet facet, String value, String separators) {
        terms.add(facet.term(value));
        for (int i = 1; i < value.length(); i++) {
            if (separators.indexOf(value.charAt(i)) >= 0) {
                terms.add(facet.term(value.substring(0, i)));
            }
        }
    }

    private void words(JsonNode value) {
        if (value.isTextual()) {
            words(value.asText(), word -> terms.add(WORD + word));
        } else {
            value.forEach(this::words);
        }
    }

    /** Splits into runs of letters and digits, in lower case. */
    private static void words(String text, Consumer<String> each) {
        var small = text.toLowerCase(Locale.ROOT);
        int from = 0;
        for (int i = 0; i <= small.length(); i++) {
            if (i == small.length() || !Character.isLetterOrDigit(small.charAt(i))) {
                if (i > from) {
                    each.accept(small.substring(from, i));
                }
                from = i + 1;
            }
        }
    }
}
