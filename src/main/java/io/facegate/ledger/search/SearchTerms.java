package io.facegate.ledger.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** Term of decisions with no registered purpose. */
    static final String WITHOUT_PURPOSE = SearchFacet.WITHOUT.term(SearchFacet.PURPOSE.key());

    /** What the acts of an appeal begin with. */
    private static final String APPEAL = "appeal_";

    /** The value of {@link SearchFacet#AUTHORISATION}. */
    static final String AUTHORISATION_DUE = "due";

    /** Terms of calls with a fault. */
    static final List<String> FAULTS =
            RecordQuery.FAULTS.stream().map(SearchFacet.STATUS::term).toList();

    private static final String WORD = "word:";

    /** What a fact of an exemption starts with. */
    private static final String EXEMPTION = "exemption=";

    private static final String TIME = "time";

    /** Characters of a day. */
    static final int DAY = 10;

    private static final Map<String, SearchFacet> PLAIN = Stream.of(
                    SearchFacet.ACCOUNT,
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
                    SearchFacet.VERDICT)
            .collect(Collectors.toUnmodifiableMap(SearchFacet::key, facet -> facet));

    /** Fields without full-text terms: they are found by other means, or not at all. */
    private static final Set<String> NO_WORDS =
            Set.of("id", "decision_ref", "review", "case", "gallery", "person", "time", "since", "expected", "schema");

    private final Set<String> terms = new HashSet<>();

    static Set<String> extract(JsonNode record) {
        var of = new SearchTerms();
        of.terms.add(ALL);
        record.properties().forEach(field -> of.field(field.getKey(), field.getValue()));
        if (record.path("kind").asText().equals("DECISION")
                && !record.path("purpose").isTextual()) {
            of.terms.add(WITHOUT_PURPOSE);
        }
        return of.terms;
    }

    /** The terms of one field, wherever else it occurs. */
    static Set<String> extractField(String name, JsonNode value) {
        var of = new SearchTerms();
        of.field(name, value);
        return of.terms;
    }

    /** True if a field with this text has no terms. */
    static boolean hasNone(String name) {
        return NO_WORDS.contains(name) && !name.equals(TIME) && facet(name) == null;
    }

    /** The term that a field is found by as a whole; null if it has none. */
    static @Nullable String coded(String name, JsonNode value) {
        var facet = facet(name);
        return facet == null || !value.isTextual() ? null : facet.term(value.asText());
    }

    /** The term of the decision that a record of an appeal is about; null for every other record. */
    static @Nullable String ofAppealed(JsonNode record) {
        var act = record.path("act").asText();
        return act.startsWith(APPEAL) ? SearchFacet.APPEAL.term(act.substring(APPEAL.length())) : null;
    }

    private static @Nullable SearchFacet facet(String name) {
        return PLAIN.get(name);
    }

    /** Index terms for a typed text. */
    static Set<String> fromText(String text) {
        var terms = new HashSet<String>();
        words(text, word -> terms.add(WORD + word));
        return terms;
    }

    private void field(String name, JsonNode value) {
        var whole = coded(name, value);
        if (whole != null) {
            terms.add(whole);
        }
        coded(name, value, value.asText());
        if (!NO_WORDS.contains(name)) {
            words(value);
        }
    }

    private void coded(String name, JsonNode value, String text) {
        switch (name) {
            case TIME -> day(text);
            case "organisation" -> organisation(value);
            case "on_behalf_of" -> value.forEach(this::organisation);
            case "capabilities" -> value.forEach(this::capability);
            case "evidence" -> value.forEach(type -> add(SearchFacet.EVIDENCE, type));
            case "jurisdictions" ->
                value.forEach(place -> addAncestors(SearchFacet.JURISDICTION, place.asText(), "/-"));
            case "matched" -> value.forEach(rule -> addAncestors(SearchFacet.MATCHED, rule.asText(), "/"));
            case "obligations" -> authorisation(value);
            case "rule" -> rule(value, text);
            default -> {}
        }
    }

    private void authorisation(JsonNode obligations) {
        if (obligations.has("authorisation_due")) {
            terms.add(SearchFacet.AUTHORISATION.term(AUTHORISATION_DUE));
        }
    }

    private void day(String time) {
        if (time.length() > DAY) {
            terms.add(SearchFacet.DAY.term(time.substring(0, DAY)));
        }
    }

    private void rule(JsonNode value, String text) {
        if (value.isTextual()) {
            addAncestors(SearchFacet.RULE, text, "/");
            addAncestors(SearchFacet.MATCHED, text, "/");
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
