package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of decisions filters by each coded field that a decision can have. */
class CodedFiltersTest {
    /** Fields of other records, the kind that the list is about, and days and purposes, which have filters of their own. */
    private static final Set<SearchFacet> NO_FILTER = EnumSet.of(
            SearchFacet.ACT,
            SearchFacet.DAY,
            SearchFacet.KIND,
            SearchFacet.REASON,
            SearchFacet.SUBJECT,
            SearchFacet.WITHOUT);

    @Test
    void everyCodedFieldOfADecisionHasAFilter() throws IOException {
        assertThat(missing(filters())).isEmpty();
    }

    /** Broken control: one filter less. */
    @Test
    void aMissingFilterIsFound() throws IOException {
        var some = filters();
        some.remove("method");
        assertThat(missing(some)).containsExactly(SearchFacet.METHOD);
    }

    @Test
    void everyFilterHasItsNameInEachLanguage() throws IOException {
        for (var language : Language.values()) {
            var speech = new PageLanguage(language, "");
            for (var filter : filters()) {
                assertThat(speech.say("filter." + filter)).isNotBlank();
            }
            for (var method : SearchWords.METHODS) {
                assertThat(CodedFilters.method(speech, method)).isNotEqualTo(method);
            }
            assertThat(CodedFilters.method(speech, "other")).isEqualTo("other");
        }
    }

    /** The search file may have been changed; a page must not fail for that. */
    @Test
    void aValueWithoutWordsIsShownAsItIs() {
        for (var filter : List.of("appeal", "status", "authorisation", "sandbox", "method")) {
            assertThat(CodedFilters.describe(new PageLanguage(Language.FR, ""), filter, "edited"))
                    .isEqualTo("edited");
        }
    }

    private static Set<SearchFacet> missing(Collection<String> filters) {
        var missing = EnumSet.complementOf(EnumSet.copyOf(NO_FILTER));
        filters.stream().map(CodedFilters::facet).forEach(missing::remove);
        return missing;
    }

    /** The names of the fields of the form. */
    private static Set<String> filters() throws IOException {
        var form = Files.readString(Path.of("src/main/resources/templates/console/list.html"));
        return List.of(form.substring(0, form.indexOf("</form>", form.indexOf("class=\"filters\"")))
                        .split(" name=\""))
                .stream()
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf('"')))
                .filter(name -> !name.equals("form"))
                .collect(Collectors.toSet());
    }
}
