package io.facegate.policy.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.PreconditionFailure;
import io.facegate.policy.reading.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of the house in each language. */
class WordTitlesTest {
    private static final Path BUNDLES = Path.of("src/main/resources/io/facegate");
    private static final Set<String> NOT_ENGLISH_HERE =
            Set.of("organisation", "purpose", "provider", "duty", "evidence", "place_type", "camera", "setting");

    /** Providers are called by their names, and who acts for whom by the types of organisations. */
    private static final Set<Attribute> NAMES = Set.of(Attribute.PROVIDER, Attribute.ON_BEHALF_OF);

    @Test
    void frenchHasEveryWordThatThereIsAndNoOther() throws IOException {
        var expected = new TreeSet<>(words());
        load("policy/vocabulary/titles.properties").stringPropertyNames().forEach(expected::add);
        assertThat(new TreeSet<>(load("policy/vocabulary/titles_fr.properties").stringPropertyNames()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyWordHasATitleOfItsOwn(Language language) {
        var titles = WordTitles.forLanguage(language);
        for (var key : words()) {
            var parts = key.split("\\.", 2);
            assertThat(titles.title(parts[0], parts[1])).as(key).isNotBlank().doesNotContain("_");
        }
        var capabilities = WordList.CAPABILITIES.words().stream()
                .map(word -> titles.title(WordTitles.CAPABILITY, word))
                .toList();
        assertThat(capabilities).doesNotHaveDuplicates().allMatch(title -> title.contains(" "));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyDoubtAndEveryBuiltInCodeHasATitle(Language language) {
        var phrases = new MessageBundle("io.facegate.policy.vocabulary.titles", language);
        Stream.concat(
                        Arrays.stream(PreconditionFailure.values()).map(PreconditionFailure::code),
                        Stream.of("no_rule_permits", "policy_error"))
                .forEach(
                        code -> assertThat(phrases.has("code." + code)).as(code).isTrue());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCodeAndEveryNoticeOfTheShippedPacksHasATitle(Language language) {
        var phrases = new MessageBundle("io.facegate.policy.vocabulary.titles", language);
        var words = new TreeSet<String>();
        for (var rule : PolicyReader.load(Path.of("policies")).rules()) {
            rule.obligations().notices().forEach(notice -> words.add("notice." + notice));
            if (rule.refuses()) {
                words.add("code." + rule.ruleText().code());
            }
        }
        assertThat(words).isNotEmpty().allMatch(phrases::has);
    }

    @Test
    void englishStandsInOnePlaceOnly() throws IOException {
        assertThat(load("policy/vocabulary/titles.properties").stringPropertyNames())
                .noneMatch(key -> NOT_ENGLISH_HERE.contains(key.split("\\.")[0]));
    }

    @Test
    void everyBundleHasTheSameKeysInEachLanguage() throws IOException {
        for (var english : bundles()) {
            var french = english.replace(".properties", "_fr.properties");
            if (!english.endsWith("titles.properties")) {
                assertThat(load(french).stringPropertyNames())
                        .as(english)
                        .isEqualTo(load(english).stringPropertyNames());
            }
        }
    }

    /** A straight apostrophe would begin a quotation for the one who fills sentences in. */
    @Test
    void frenchHasNoStraightApostropheOrQuotationMark() throws IOException {
        for (var english : bundles()) {
            var french = load(english.replace(".properties", "_fr.properties"));
            french.stringPropertyNames().stream()
                    .filter(key -> !key.startsWith("time"))
                    .forEach(key -> assertThat(french.getProperty(key)).as(key).doesNotContain("'", "\""));
        }
    }

    @Test
    void titlesWithinASentenceBeginSmallUnlessTheyAreNames() {
        var english = WordTitles.forLanguage(Language.EN);
        assertThat(english.titleInSentence("purpose", "missing_child")).isEqualTo("find a missing child");
        assertThat(english.titleInSentence("evidence", "warrant")).isEqualTo("a warrant");
        assertThat(english.titleInSentence("provider", "rekognition")).isEqualTo("Amazon Rekognition");
        assertThat(english.titleInSentence("on_behalf_of", "bank")).isEqualTo("regulated financial institution");
        assertThat(english.titleInSentence("purpose", "absent")).isEqualTo("not known");
        assertThat(english.titleInSentence("purpose", "of_a_later_version")).isEqualTo("of a later version");
        assertThat(WordTitles.forLanguage(Language.FR).titleInSentence("code", "banned"))
                .isEqualTo("la loi l’interdit");
    }

    @Test
    void theFirstOfAMonthIsWrittenAsTheLanguageWritesIt() {
        var first = LocalDate.parse("2027-12-01");
        assertThat(Language.EN.time("d MMMM uuuu", first)).isEqualTo("1 December 2027");
        assertThat(Language.FR.time("d MMMM uuuu", first)).isEqualTo("1er décembre 2027");
        assertThat(Language.FR.time("d MMMM uuuu", first.plusDays(10))).isEqualTo("11 décembre 2027");
    }

    @Test
    void theLanguageIsTheOneThatIsLikedBest() {
        assertThat(Language.fromAcceptLanguage(null)).isEqualTo(Language.EN);
        assertThat(Language.fromAcceptLanguage("fr-CA,fr;q=0.9,en;q=0.8")).isEqualTo(Language.FR);
        assertThat(Language.fromAcceptLanguage("de,en;q=0.7,fr;q=0.3")).isEqualTo(Language.EN);
        assertThat(Language.fromAcceptLanguage("de, fr;q=0.3, en;q=0")).isEqualTo(Language.FR);
        assertThat(Language.fromAcceptLanguage("*")).isEqualTo(Language.EN);
        assertThat(Language.fromAcceptLanguage("q=;;,,\u0000")).isEqualTo(Language.EN);
        assertThat(Language.fromCode("fr")).isEqualTo(Language.FR);
        assertThat(Language.fromCode("tlh")).isNull();
    }

    private static Set<String> words() {
        var all = new HashSet<String>(Set.of("provider.local", "provider.ring"));
        for (var attribute : Attribute.values()) {
            if (attribute.words() != null && !NAMES.contains(attribute)) {
                attribute.words().words().forEach(word -> all.add(attribute.word() + '.' + word));
            }
            all.add("attribute." + attribute.word());
        }
        WordList.facts("duty").words().forEach(word -> all.add("duty." + word));
        return all;
    }

    private static List<String> bundles() throws IOException {
        try (var files = Files.walk(BUNDLES)) {
            return files.map(file -> BUNDLES.relativize(file).toString())
                    .filter(name -> name.endsWith(".properties") && !name.endsWith("_fr.properties"))
                    .collect(Collectors.toList());
        }
    }

    private static Properties load(String bundle) throws IOException {
        var found = new Properties();
        try (var in = Files.newBufferedReader(BUNDLES.resolve(bundle), StandardCharsets.UTF_8)) {
            found.load(in);
        }
        return found;
    }
}
