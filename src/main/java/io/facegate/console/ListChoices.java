package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the filters of the list offer for a choice. Each offers at most {@value #MOST}; others can be typed. */
record ListChoices(
        List<Choice> capabilities,
        List<Choice> purposes,
        List<Choice> organisations,
        List<Choice> rules,
        Answerers answerers,
        List<Choice> codes,
        List<Choice> operations) {
    private static final int MOST = 500;

    /** An option; {@code below} indents it under another. */
    record Choice(String code, String words, boolean below) {
        /** True if its words say more than its code. */
        public boolean named() {
            return !words.isEmpty() && !words.equals(code);
        }
    }

    /** Who answers calls: vendors, and the accounts at them. */
    record Answerers(List<Choice> vendors, List<Choice> accounts) {}

    static ListChoices of(PageLanguage speech, SearchWords words) {
        return new ListChoices(
                Arrays.stream(Capability.values())
                        .map(one -> new Choice(
                                one.code(), speech.title(WordTitles.CAPABILITY, one.code()), one.parent() != null))
                        .toList(),
                titled(speech, WordTitles.PURPOSE, WordList.PURPOSES.words()),
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
                titled(speech, WordTitles.CODE, words.recorded(SearchFacet.CODE)),
                recorded(words, SearchFacet.OPERATION));
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
