package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the filters of the list offer for a choice. Each offers at most {@value #MOST}; others can be typed. */
record ListChoices(
        List<Choice> periods,
        List<Choice> capabilities,
        List<Choice> purposes,
        List<Choice> organisations,
        List<Choice> rules,
        Answerers answerers,
        More more) {
    private static final int MOST = 500;

    /** Digests of policies to choose from: each is long, and an older one is copied from a decision. */
    private static final int DIGESTS = 50;

    /** What became of permitted calls, beside that they were answered. */
    private static final List<String> STATUSES =
            List.of("held", "released", "not_forwarded", "vendor_error", "fault", "unknown");

    /** An option; {@code below} indents it under another. */
    record Choice(String code, String words, boolean below) {
        /** True if its words say more than its code. */
        public boolean named() {
            return !words.isEmpty() && !words.equals(code);
        }
    }

    /** Who answers calls: vendors, and the accounts at them. */
    record Answerers(List<Choice> vendors, List<Choice> accounts) {}

    /** What the filters offer that are folded away. */
    record More(
            List<Choice> codes,
            List<Choice> operations,
            List<Choice> types,
            List<Choice> exemptions,
            List<Choice> policies,
            List<Choice> statuses,
            Callers callers) {}

    /** What the filters offer about how a call was made, which rules it met, and whether it was appealed against. */
    record Callers(List<Choice> evidence, List<Choice> methods, List<Choice> matched, List<Choice> appeals) {}

    static ListChoices of(PageLanguage speech, SearchWords words) {
        return new ListChoices(
                Arrays.stream(CalendarPeriod.values())
                        .map(one -> new Choice(one.code(), speech.say(one.nameKey()), false))
                        .toList(),
                Arrays.stream(Capability.values())
                        .map(one -> new Choice(
                                one.code(), speech.title(WordTitles.CAPABILITY, one.code()), one.parent() != null))
                        .toList(),
                purposes(speech),
                words.organisations().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(String.CASE_INSENSITIVE_ORDER))
                        .limit(MOST)
                        .map(one -> new Choice(
                                DisplayText.forPage(one.getKey()), DisplayText.forPage(one.getValue()), false))
                        .toList(),
                recorded(words, SearchFacet.RULE),
                new Answerers(
                        titled(speech, WordTitles.PROVIDER, words.recorded(SearchFacet.PROVIDER)),
                        recorded(words, SearchFacet.ACCOUNT)),
                more(speech, words));
    }

    private static More more(PageLanguage speech, SearchWords words) {
        return new More(
                titled(speech, WordTitles.CODE, words.recorded(SearchFacet.CODE)),
                recorded(words, SearchFacet.OPERATION),
                titled(speech, WordTitles.ORGANISATION, words.recorded(SearchFacet.TYPE)),
                words.recorded(SearchFacet.EXEMPTION).stream()
                        .limit(MOST)
                        .map(word -> new Choice(DisplayText.forPage(word), exemption(speech, word), false))
                        .toList(),
                recorded(words, SearchFacet.POLICIES).stream().limit(DIGESTS).toList(),
                said(speech, "status", STATUSES),
                new Callers(
                        titled(speech, WordTitles.EVIDENCE, words.recorded(SearchFacet.EVIDENCE)),
                        said(speech, "method", SearchWords.METHODS),
                        recorded(words, SearchFacet.MATCHED),
                        said(speech, "appeal", SearchWords.APPEALS)));
    }

    private static List<Choice> purposes(PageLanguage speech) {
        var all = new ArrayList<>(titled(speech, WordTitles.PURPOSE, WordList.PURPOSES.words()));
        all.add(new Choice(CodedFilters.NONE, speech.say("filter.purpose.none"), false));
        return all;
    }

    /** The words of a filter that is chosen from a list. */
    private static List<Choice> said(PageLanguage speech, String filter, List<String> words) {
        return words.stream()
                .map(word -> new Choice(word, speech.say("filter." + filter + '.' + word), false))
                .toList();
    }

    /** What an exemption is for, in words; its word is that of a capability, spelt as in policies. */
    static String exemption(PageLanguage speech, String word) {
        return Arrays.stream(Capability.values())
                .filter(one -> one.code().replace('.', '_').equals(word))
                .findFirst()
                .map(one -> speech.title(WordTitles.CAPABILITY, one.code()))
                .orElse(DisplayText.forPage(word));
    }

    private static List<Choice> titled(PageLanguage speech, String kind, Collection<String> words) {
        return words.stream()
                .limit(MOST)
                .map(word ->
                        new Choice(DisplayText.forPage(word), DisplayText.forPage(speech.title(kind, word)), false))
                .toList();
    }

    private static List<Choice> recorded(SearchWords words, SearchFacet facet) {
        return words.recorded(facet).stream()
                .limit(MOST)
                .map(word -> new Choice(DisplayText.forPage(word), "", false))
                .toList();
    }
}
