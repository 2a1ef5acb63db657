package io.facegate.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.PageLanguage;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
        var day = new DayView(speech, new DayView.When(DAY, DAY), entries, Map.of(), List.of(), causes, waiting);
        return day.packs().stream()
                .flatMap(pack -> pack.entries().stream())
                .filter(DayView.EntryView::idle)
                .map(entry -> entry.rule().name())
                .toList();
    }

    private List<String> addresses(LocalDate today) {
        var speech = PolicySpeech.of(new PageLanguage(Language.EN, "/console/calendar"));
        var when = new DayView.When(DAY, today);
        return new DayView(speech, when, entries, Map.of(), List.of(), Set.of(), null)
                .packs().stream()
                        .flatMap(pack -> Stream.concat(
                                Stream.of(pack.address()),
                                pack.entries().stream().map(DayView.EntryView::address)))
                        .toList();
    }

    /** The calendar says what was known of that day, so its links may not lead to what is known today. */
    @Test
    void aPastDayLinksToPoliciesAsTheyWereKnownThen() {
        assertThat(addresses(DAY.plusDays(1)))
                .contains("/console/policies/" + PACK + "authorisation?on=" + DAY)
                .allMatch(address -> address.endsWith("?on=" + DAY));
        for (var today : List.of(DAY, DAY.minusDays(1))) {
            assertThat(addresses(today))
                    .contains("/console/policies/" + PACK + "authorisation")
                    .noneMatch(address -> address.contains("?"));
        }
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

    private DayView computed(List<DatedEntries.Entry> shown, Set<String> causes) {
        var speech = PolicySpeech.of(new PageLanguage(Language.EN, "/console/calendar"));
        return new DayView(speech, new DayView.When(DAY, DAY), shown, Map.of(), List.of(), causes, null);
    }

    /** The difference is that of these rules: among those that name the same places there is none. */
    @Test
    void whereSomeRulesDoNotHoldIsToldFromTheRules() {
        assertThat(computed(entries, Set.of()).notes())
                .contains("4 of these rules do not hold in Denmark and Ireland, where the others hold.")
                .noneMatch(note -> note.startsWith("Groups also list"));
        var alike = entries.stream()
                .filter(entry ->
                        !entry.rule().match().words(Attribute.JURISDICTION).contains("EU"))
                .toList();
        assertThat(alike).hasSize(4);
        assertThat(computed(alike, Set.of()).notes()).noneMatch(note -> note.contains("Denmark"));
    }

    @Test
    void rulesThatRefuseNothingNewAreCountedApart() {
        assertThat(computed(entries, Set.of(PACK + "authorisation", PACK + "authorisation-rejected"))
                        .notes())
                .contains(
                        "3 rules begin to refuse. One of them refuses nothing that was permitted before, and so makes no call impossible.");
        var all = Set.of(PACK + "authorisation", PACK + "authorisation-rejected", PACK + "untargeted");
        assertThat(computed(entries, all).notes())
                .contains(
                        "3 rules begin to refuse. One rule can make several groups impossible, and one group can come from several rules.");
        assertThat(computed(entries, all).answer())
                .isEqualTo("On 2 December 2027, no group of calls becomes impossible, and none becomes possible.");
    }
}
