package io.facegate.usecase.lockdown.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Patterns with wildcards, and the search for a text in several sets at once, compared with trying every text. */
class PatternIntersectionTest {
    private static final String LETTERS = "abc";
    private static final int LONGEST = 6;
    private static final List<String> TEXTS = texts();

    private static List<String> texts() {
        var texts = new ArrayList<>(List.of(""));
        for (int at = 0; texts.get(at).length() < LONGEST; at++) {
            for (char letter : LETTERS.toCharArray()) {
                texts.add(texts.get(at) + letter);
            }
        }
        return texts;
    }

    private static String pattern(Random random) {
        var text = new StringBuilder();
        for (int left = random.nextInt(4); left >= 0; left--) {
            text.append("ab*?".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private static WildcardSet set(Random random) {
        var patterns = new ArrayList<WildcardPattern>();
        for (int left = random.nextInt(3); left > 0; left--) {
            patterns.add(WildcardPattern.of(pattern(random)));
        }
        return new WildcardSet(patterns, random.nextInt(3) == 0);
    }

    private static boolean matchesByRegex(String pattern, String text) {
        return text.matches(pattern.replace("*", ".*").replace("?", "."));
    }

    @Test
    void aPatternMatchesWhatItsRegularExpressionMatches() {
        var random = new Random(185);
        for (int round = 0; round < 400; round++) {
            var pattern = pattern(random);
            var compiled = WildcardPattern.of(pattern);
            for (var text : TEXTS) {
                assertThat(compiled.matches(text)).as("%s %s", pattern, text).isEqualTo(matchesByRegex(pattern, text));
            }
        }
    }

    /** Patterns of four signs that differ by a text differ by one of at most six letters, of two and a third. */
    @Test
    void aTextIsFoundIfAndOnlyIfThereIsOne() {
        var random = new Random(14);
        int found = 0;
        for (int round = 0; round < 3000; round++) {
            var groups = new ArrayList<List<WildcardSet>>();
            for (int left = 1 + random.nextInt(2); left > 0; left--) {
                groups.add(random.nextBoolean() ? List.of(set(random)) : List.of(set(random), set(random)));
            }
            var excluded = random.nextBoolean() ? List.of(set(random)) : List.of(set(random), set(random));

            var answer = PatternIntersection.find(groups, excluded);

            boolean isThere = TEXTS.stream().anyMatch(text -> isIn(text, groups, excluded));
            if (answer == null) {
                assertThat(isThere).as("%s without %s", groups, excluded).isFalse();
            } else {
                found++;
                assertThat(isIn(answer, groups, excluded))
                        .as("%s in %s without %s", answer, groups, excluded)
                        .isTrue();
            }
        }
        assertThat(found).isBetween(300, 2700);
    }

    private static boolean isIn(String text, List<List<WildcardSet>> groups, List<WildcardSet> excluded) {
        return groups.stream().allMatch(group -> group.stream().anyMatch(set -> set.contains(text)))
                && excluded.stream().noneMatch(set -> set.contains(text));
    }

    @Test
    void whereThereAreTooManyStatesNothingIsDecided() {
        var hard = new ArrayList<List<WildcardSet>>();
        for (char letter = 'a'; letter < 'p'; letter++) {
            hard.add(List.of(WildcardSet.of("*" + letter + "?????????*" + letter + "*")));
        }
        assertThat(PatternIntersection.find(hard, List.of())).isEqualTo(PatternIntersection.UNDECIDED);
    }
}
