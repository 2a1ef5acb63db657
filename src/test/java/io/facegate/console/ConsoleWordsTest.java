package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's own small parts: words, filters, sessions, and records of any shape. */
class ConsoleWordsTest {
    private static final SearchWords WORDS = new SearchWords(new RecordsInMemory(), Map::of, List::of);
    private static final PageLanguage ENGLISH = new PageLanguage(Language.EN, "/console");

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCapabilityHasWordsOfItsOwn(Language language) {
        var speech = new PageLanguage(language, "/console");
        assertThat(Arrays.stream(Capability.values())
                        .map(one -> speech.title(WordTitles.CAPABILITY, one.code()))
                        .toList())
                .doesNotHaveDuplicates();
        assertThat(speech.title(WordTitles.CAPABILITY, "of_a_later_version")).isEqualTo("of a later version");
    }

    /** A list without rows says why it may be empty or what to do, in a second sentence; so do the parts of the inbox. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void everyEmptyListSaysWhatToDo(Language language) throws Exception {
        var speech = new PageLanguage(language, "/console");
        var keys = new TreeSet<>(Set.of("overview.ends.none"));
        for (var part : List.of("stops", "reviews", "proposals", "authorisations", "appeals", "ending")) {
            keys.add("work." + part + ".none");
        }
        try (var pages = Files.list(Path.of("src/main/resources/templates/console"))) {
            for (var page : pages.toList()) {
                EMPTY.matcher(Files.readString(page))
                        .results()
                        .flatMap(list -> SAID.matcher(list.group()).results())
                        .forEach(said -> keys.add(said.group(1)));
            }
        }
        // Not a list of things: the path of a proof.
        keys.remove("place.path.none");
        assertThat(keys).hasSizeGreaterThan(18);
        assertThat(keys).allSatisfy(key -> assertThat(speech.say(key)).as(key).matches("(?s).+[.:] .+[.]"));
    }

    private static final Pattern EMPTY =
            Pattern.compile("<p class=\"none\">.*?</p>| none=s\\.say\\('[^']*'\\)|class=\"empty\"><p>.*?</p>");
    private static final Pattern SAID = Pattern.compile("s\\.say\\('([^']*)'\\)");

    /** A word in two forms reads as two things. */
    @Test
    void frenchHasOneWordForOneThing() throws Exception {
        for (var bundle : List.of(
                "console/console", "usecase/report/report", "ledger/narrative/narrative", "policy/vocabulary/titles")) {
            var words = new Properties();
            try (var file = PageLanguage.class.getResourceAsStream("/io/facegate/" + bundle + "_fr.properties")) {
                words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            }
            assertThat(words.values().stream().map(Object::toString))
                    .as(bundle)
                    .noneMatch(said -> said.contains("exploitant"))
                    .noneMatch(said -> said.contains("visage parmi plusieurs"))
                    .noneMatch(said -> said.matches("(?s).*(ppels? permis|été permis).*"))
                    .noneMatch(said -> said.contains("journal d’un fournisseur"));
        }
    }

    @Test
    void aPageLeadsToItselfInTheOtherLanguage() {
        assertThat(new PageLanguage(Language.EN, "/console?outcome=refuse&rule=a/b").others())
                .containsExactly(new PageLanguage.Other(
                        "fr", "Français", "/console/language/fr?to=%2Fconsole%3Foutcome%3Drefuse%26rule%3Da%2Fb"));
    }

    @Test
    void daysAreWholeDaysInUtc() {
        var query = ListFilters.of(
                        ENGLISH, WORDS, Map.of("from", List.of("2026-11-23"), "until", List.of("2026-11-24")))
                .query(WORDS);
        assertThat(query.period().from()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(query.period().until()).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(query.value(SearchFacet.KIND)).isEqualTo("DECISION");
    }

    /** The same address means other days as time goes on, and the page says which. */
    @Test
    void aPeriodByItsNameIsThatOfTheDayOnWhichItIsLookedAt() {
        var asked = Map.of("period", List.of("this-month"), "outcome", List.of("refuse"));
        var november = ListFilters.of(ENGLISH, WORDS, asked, LocalDate.of(2026, 11, 24));
        var december = ListFilters.of(ENGLISH, WORDS, asked, LocalDate.of(2026, 12, 2));
        assertThat(november.problems()).isEmpty();
        assertThat(november.all(WORDS).period().from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(november.all(WORDS).period().until()).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(december.query(WORDS).period().from()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(december.chips())
                .contains(new ListFilters.Chip(
                        "Period",
                        "This month (as of today: 2026-12-01 to 2026-12-02)",
                        "/console/decisions?outcome=refuse"));
        for (var kept : List.of(
                december.address(), december.newest(), december.older(7), december.export("csv"), december.bundle())) {
            assertThat(kept).contains("period=this-month").doesNotContain("from=", "until=");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "this-month,2026-12-01,2026-12-02",
        "last-month,2026-11-01,2026-11-30",
        "this-quarter,2026-10-01,2026-12-02",
        "last-quarter,2026-07-01,2026-09-30",
        "last-7-days,2026-11-26,2026-12-02",
        "last-30-days,2026-11-03,2026-12-02",
        "last-90-days,2026-09-04,2026-12-02"
    })
    void eachPeriodHasItsDays(String code, LocalDate from, LocalDate until) {
        var today = LocalDate.of(2026, 12, 2);
        assertThat(CalendarPeriod.of(code).orElseThrow().days(today)).isEqualTo(new CalendarPeriod.Days(from, until));
        var shown = ListFilters.of(ENGLISH, WORDS, Map.of("from", List.of("2026-11-23")), today);
        assertThat(shown.periods())
                .hasSameSizeAs(CalendarPeriod.values())
                .anyMatch(one -> one.address().equals("/console/decisions?period=" + code) && !one.current());
    }

    @Test
    void aPeriodThatDoesNotExistAndOneBesideDaysAreErrors() {
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("period", List.of("this-week")))
                        .problems())
                .containsOnlyKeys("period")
                .extractingByKey("period")
                .asString()
                .startsWith("Period must be one of this-month, last-month, ");
        assertThat(ListFilters.of(
                                ENGLISH, WORDS, Map.of("period", List.of("this-month"), "until", List.of("2026-11-23")))
                        .problems())
                .containsExactly(Map.entry("period", "Choose either Period or Until."));
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("period", List.of("this-month", "last-month")))
                        .problems())
                .containsOnlyKeys("period");
    }

    @Test
    void addressesCarryWhatWasGivenAndNothingElse() {
        var filters = ListFilters.of(
                ENGLISH, WORDS, Map.of("purpose", List.of(" a+b & c "), "before", List.of("7"), "rule", List.of("")));
        assertThat(filters.address()).isEqualTo("/console/decisions?purpose=a%2Bb+%26+c&before=7");
        assertThat(filters.problems()).containsOnlyKeys("purpose");
        assertThat(filters.newest()).isEqualTo("/console/decisions?purpose=a%2Bb+%26+c");
        assertThat(filters.chips()).containsExactly(new ListFilters.Chip("Purpose", "a+b & c", "/console/decisions"));
    }

    /** A reason and a place are found by what pages show, in each language. */
    @Test
    void reasonsAndPlacesAreFoundAsTheyAreShown() {
        var recorded = new SearchWords.RecordedValues() {
            @Override
            public boolean lists(SearchFacet facet, String value) {
                return values(facet).contains(value);
            }

            @Override
            public List<String> values(SearchFacet facet) {
                return switch (facet) {
                    case CODE -> List.of("moratorium", "purpose_expired");
                    case JURISDICTION -> List.of("US", "US-OR", "US-OR/portland");
                    default -> List.of();
                };
            }

            @Override
            public boolean names(String id) {
                return false;
            }

            @Override
            public boolean containsWords(String text) {
                return false;
            }
        };
        var words = new SearchWords(recorded, Map::of, List::of);
        assertThat(words.resolve(SearchFacet.JURISDICTION, "portland, oregon").code())
                .isEqualTo("US-OR/portland");
        assertThat(words.resolve(SearchFacet.JURISDICTION, "États-Unis").code()).isEqualTo("US");
        assertThat(words.resolve(SearchFacet.JURISDICTION, "Belgique").code()).isEqualTo("BE");
        assertThat(words.resolve(SearchFacet.JURISDICTION, "Atlantis").code()).isNull();
        for (var language : Language.values()) {
            var shown = WordTitles.forLanguage(language).title(WordTitles.CODE, "purpose_expired");
            assertThat(words.resolve(SearchFacet.CODE, shown).code()).isEqualTo("purpose_expired");
        }
    }

    /** Whatever signs the title has, such as the apostrophes of French, of either kind. */
    @Test
    void everyPurposeIsFoundAsItIsShown() {
        for (var language : Language.values()) {
            var titles = WordTitles.forLanguage(language);
            for (var purpose : WordList.PURPOSES.words()) {
                for (var shown : List.of(
                        titles.title(WordTitles.PURPOSE, purpose),
                        titles.title(WordTitles.PURPOSE, purpose).replace('’', '\''))) {
                    var filters = ListFilters.of(ENGLISH, WORDS, Map.of("purpose", List.of(shown)));
                    assertThat(filters.problems()).as(shown).isEmpty();
                    assertThat(filters.value("purpose")).as(shown).isEqualTo(purpose);
                }
            }
        }
    }

    /** What the pick list and the marks of filters in use show, typed or pasted in either language. */
    @Test
    void exemptionsAndCallsWithoutAPurposeAreFoundAsTheyAreShown() {
        for (var language : Language.values()) {
            var speech = new PageLanguage(language, "/console");
            for (var capability : Capability.values()) {
                var word = capability.code().replace('.', '_');
                var shown = CodedFilters.describe(speech, "exemption", word);
                var filters = ListFilters.of(ENGLISH, WORDS, Map.of("exemption", List.of(shown)));
                assertThat(filters.problems()).as(shown).isEmpty();
                assertThat(filters.value("exemption")).as(shown).isEqualTo(word);
            }
            var none = CodedFilters.describe(speech, "purpose", CodedFilters.NONE);
            for (var shown : List.of(none, none.toUpperCase(java.util.Locale.ROOT))) {
                var filters = ListFilters.of(ENGLISH, WORDS, Map.of("purpose", List.of(shown)));
                assertThat(filters.address()).as(shown).isEqualTo("/console/decisions?purpose=none");
                assertThat(filters.blanks())
                        .as("led to the address by its code")
                        .isTrue();
            }
        }
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("purpose", List.of("No purpose at all")))
                        .problems())
                .containsOnlyKeys("purpose");
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("exemption", List.of("Nothing")))
                        .problems())
                .containsOnlyKeys("exemption");
    }

    /** Each coded field that an officer asks by, as a word or as what pages show. */
    @Test
    void moreCodedFieldsAreFilters() {
        var asked = Map.of(
                "type", List.of("law_enforcement.police"),
                "exemption", List.of("identify_live"),
                "status", List.of("held"),
                "authorisation", List.of("due"),
                "evidence", List.of("warrant"),
                "method", List.of("sigv4"),
                "purpose", List.of("none"),
                "appeal", List.of("file"));
        var filters = ListFilters.of(ENGLISH, WORDS, asked);
        assertThat(filters.problems()).isEmpty();
        assertThat(filters.more()).isTrue();
        assertThat(filters.query(WORDS).coded())
                .containsEntry(SearchFacet.TYPE, "law_enforcement.police")
                .containsEntry(SearchFacet.EXEMPTION, "identify_live")
                .containsEntry(SearchFacet.STATUS, "held")
                .containsEntry(SearchFacet.AUTHORISATION, "due")
                .containsEntry(SearchFacet.EVIDENCE, "warrant")
                .containsEntry(SearchFacet.METHOD, "sigv4")
                .containsEntry(SearchFacet.WITHOUT, "purpose")
                .containsEntry(SearchFacet.APPEAL, "file")
                .doesNotContainKey(SearchFacet.PURPOSE);
        assertThat(filters.chips())
                .extracting(ListFilters.Chip::name, ListFilters.Chip::value)
                .contains(
                        org.assertj.core.api.Assertions.tuple("What became of it", "Held for review (released or not)"),
                        org.assertj.core.api.Assertions.tuple("Kind of credential", "AWS key that signs each call"),
                        org.assertj.core.api.Assertions.tuple("Purpose", "No registered purpose"));
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("status", List.of("held"), "outcome", List.of("fault")))
                        .problems())
                .containsOnlyKeys("status");
        assertThat(ListFilters.of(ENGLISH, WORDS, Map.of("status", List.of("x")))
                        .problems())
                .containsOnlyKeys("status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0199c3f2-7a10-7c55-9f3e-2b9a51d00001",
                "0199C3F2-7A10-7C55-9F3E-2B9A51D00001.",
                "0199c3f27a107c559f3e2b9a51d00001",
                "Decision: 0199c3f2-7a10-7c55-9f3e-2b9a51d00001",
                "Décision : “0199c3f2-7a10-7c55-9f3e-2b9a51d00001”."
            })
    void anIdIsFoundAsLettersWriteIt(String pasted) {
        var filters = ListFilters.of(ENGLISH, WORDS, Map.of("id", List.of(pasted)));
        assertThat(filters.problems()).isEmpty();
        assertThat(filters.value("id")).isEqualTo("0199c3f2-7a10-7c55-9f3e-2b9a51d00001");
    }

    @Test
    void theBeginningOfAnIdNeedsNoHyphensAndOtherWordsAreNoId() {
        assertThat(PastedId.read("0199C3F27A10")).isEqualTo("0199c3f2-7a10");
        assertThat(PastedId.read("0199c3f2-7a")).isEqualTo("0199c3f2-7a");
        var filters = ListFilters.of(ENGLISH, WORDS, Map.of("id", List.of("Decision: none")));
        assertThat(filters.problems()).containsOnlyKeys("id");
    }

    @Test
    void aSessionTooManyEndsTheOldest() {
        var sessions = new ConsoleSessions(() -> Instant.EPOCH);
        var oldest = sessions.open();
        var second = sessions.open();
        for (int i = 2; i < ConsoleSessions.MOST; i++) {
            sessions.open();
        }
        assertThat(sessions.isValid(oldest)).isTrue();
        sessions.open();
        assertThat(sessions.isValid(oldest)).isFalse();
        assertThat(sessions.isValid(second)).isTrue();
    }

    @Test
    void endedSessionsMakeRoomBeforeLivingOnes() {
        var now = new Instant[] {Instant.EPOCH};
        var sessions = new ConsoleSessions(() -> now[0]);
        sessions.open();
        now[0] = now[0].plus(Duration.ofHours(1));
        var living = sessions.open();
        now[0] = now[0].plus(ConsoleSessions.LIFE).minus(Duration.ofMinutes(30));
        for (int i = 1; i < ConsoleSessions.MOST; i++) {
            sessions.open();
        }
        assertThat(sessions.isValid(living)).isTrue();
    }

    @Test
    void secretsHave256BitsAndDiffer() {
        assertThat(ConsoleSessions.secret()).hasSize(43).isNotEqualTo(ConsoleSessions.secret());
    }

    @Test
    void recordsOfAnyShapeCanBeOpened() {
        for (var json : List.of(
                "", "null", "[]", "17", "{\"time\":5,\"capabilities\":{\"a\":[]}}", "not json", "\u0000\u0007")) {
            var fields = RecordFields.of(
                    Entries.of(0, json.getBytes(StandardCharsets.UTF_8), new byte[32]), DisplayText::forPage);
            assertThat(fields.id()).isEmpty();
            assertThat(fields.time()).isNull();
            assertThat(fields.organisation()).isEmpty();
            assertThat(fields.pretty()).doesNotContain("\u0000");
        }
    }

    @Test
    void unseenCharactersAreShownAsCodes() {
        var fields =
                Entries.of(0, "{\"purpose\":\"a\\u202eb\\u200bc\\n\"}".getBytes(StandardCharsets.UTF_8), new byte[32]);
        assertThat(RecordFields.of(fields, DisplayText::forPage).purpose()).isEqualTo("a\\u202eb\\u200bc\n");
    }
}
