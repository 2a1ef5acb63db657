package io.facegate.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.PageLanguage;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Language;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rule is said to change nothing only once that was computed. */
class DayViewTest {
    private static final LocalDate DAY = LocalDate.parse("2027-12-02");
    private static final String PACK = "eu-ai-act-post-remote/";

    private List<DatedEntries.Entry> entries;

    @BeforeEach
    void read() throws Exception {
        entries = DatedEntries.of(PolicyReader.load(Path.of("policies"))).get(DAY);
    }

    private List<String> idle(Set<String> causes, String waiting) {
        var speech = PolicySpeech.of(new PageLanguage(Language.EN, "/console/calendar"));
        var day = new DayView(speech, DAY, entries, Map.of(), List.of(), causes, waiting);
        return day.packs().stream()
                .flatMap(pack -> pack.entries().stream())
                .filter(DayView.EntryView::idle)
                .map(entry -> entry.rule().name())
                .toList();
    }

    @Test
    void nothingIsSaidWhileItIsComputed() {
        assertThat(idle(Set.of(), "is being computed")).isEmpty();
    }

    @Test
    void onlyRefusalsThatNoChangeNamesChangeNothing() {
        assertThat(idle(Set.of(), null))
                .containsOnlyOnce("untargeted", "authorisation")
                .doesNotContain("records");
        assertThat(idle(Set.of(PACK + "untargeted"), null))
                .contains("authorisation")
                .doesNotContain("untargeted");
    }
}
