package io.facegate.console;

import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters of the list that are coded fields of a decision: how each is searched, and how its value is shown. */
final class CodedFilters {
    private static final String PURPOSE = "purpose";

    /** The value of the filter of purposes that finds calls without one. */
    static final String NONE = "none";

    private static final Map<String, SearchFacet> FACETS = Map.ofEntries(
            Map.entry("organisation", SearchFacet.ORGANISATION),
            Map.entry(PURPOSE, SearchFacet.PURPOSE),
            Map.entry("capability", SearchFacet.CAPABILITY),
            Map.entry("outcome", SearchFacet.VERDICT),
            Map.entry("rule", SearchFacet.RULE),
            Map.entry("place", SearchFacet.JURISDICTION),
            Map.entry("account", SearchFacet.ACCOUNT),
            Map.entry("vendor", SearchFacet.PROVIDER),
            Map.entry("code", SearchFacet.CODE),
            Map.entry("operation", SearchFacet.OPERATION),
            Map.entry("type", SearchFacet.TYPE),
            Map.entry("exemption", SearchFacet.EXEMPTION),
            Map.entry("evidence", SearchFacet.EVIDENCE),
            Map.entry("key", SearchFacet.KEY),
            Map.entry("method", SearchFacet.METHOD),
            Map.entry("matched", SearchFacet.MATCHED),
            Map.entry("policies", SearchFacet.POLICIES),
            Map.entry("status", SearchFacet.STATUS),
            Map.entry("authorisation", SearchFacet.AUTHORISATION),
            Map.entry("review", SearchFacet.REVIEW),
            Map.entry("appeal", SearchFacet.APPEAL),
            Map.entry("sandbox", SearchFacet.SANDBOX));

    /** Message keys for unknown words of filters that are chosen from a list. */
    private static final Map<String, String> UNKNOWN = Map.of(
            "capability", "list",
            "outcome", "outcome",
            "sandbox", "sandbox",
            "status", "list",
            "method", "list",
            "appeal", "list",
            "authorisation", "list");

    private CodedFilters() {}

    /** The field of a filter; null if it is no coded field. */
    static @Nullable SearchFacet facet(String filter) {
        return FACETS.get(filter);
    }

    /** The message key for an unknown word. */
    static String unknown(String filter) {
        return UNKNOWN.getOrDefault(filter, "word");
    }

    /** True for the outcome of a call that was permitted, and then ended with a fault. */
    static boolean isFault(String filter, String value) {
        return filter.equals("outcome") && value.equals("fault");
    }

    private static boolean isWithoutPurpose(String filter, String value) {
        return filter.equals(PURPOSE) && value.equals(NONE);
    }

    /** True for a value that is no word of its field, and stands for another condition. */
    static boolean isComputed(String filter, String value) {
        return isFault(filter, value) || isWithoutPurpose(filter, value);
    }

    /** What is typed, or the value that pages show in these words, in any language, and that is no word of its field. */
    static String meant(String filter, String typed) {
        return filter.equals(PURPOSE)
                        && Arrays.stream(Language.values())
                                .anyMatch(language -> new PageLanguage(language, "")
                                        .say("filter.purpose.none")
                                        .equalsIgnoreCase(typed))
                ? NONE
                : typed;
    }

    /** The query with a condition for each filter in use. */
    static RecordQuery add(RecordQuery query, Map<String, String> values) {
        var more = query;
        for (var filter : FACETS.entrySet()) {
            var value = values.get(filter.getKey());
            if (value != null && isFault(filter.getKey(), value)) {
                more = more.withFacet(SearchFacet.STATUS, RecordQuery.FAILED);
            } else if (value != null && isWithoutPurpose(filter.getKey(), value)) {
                more = more.withFacet(SearchFacet.WITHOUT, SearchFacet.PURPOSE.key());
            } else {
                more = more.withFacet(filter.getValue(), value);
            }
        }
        return more;
    }

    /** A value in the words that pages show. */
    static String describe(PageLanguage speech, String filter, String value) {
        if (isWithoutPurpose(filter, value)) {
            return speech.say("filter.purpose.none");
        }
        return switch (filter) {
            case "capability", PURPOSE, "code", "evidence" -> speech.title(filter, value);
            case "type" -> speech.title(WordTitles.ORGANISATION, value);
            case "exemption" -> ListChoices.exemption(speech, value);
            case "method" -> method(speech, value);
            case "status", "authorisation", "sandbox", "appeal" -> said(speech, filter, value);
            case "vendor" -> speech.title(WordTitles.PROVIDER, value);
            case "outcome" -> speech.say("outcome." + value);
            default -> value;
        };
    }

    /** In words; a value that has none as it is recorded, since the search file may have been changed. */
    private static String said(PageLanguage speech, String filter, String value) {
        var key = "filter." + filter + '.' + value;
        return speech.has(key) ? speech.say(key) : value;
    }

    /** How a caller authenticated, in words; a way that has no words as it is recorded. */
    static String method(PageLanguage speech, String method) {
        return SearchWords.METHODS.contains(method) ? speech.say("filter.method." + method) : method;
    }
}
