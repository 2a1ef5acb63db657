package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.testkit.ReducedTries;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;

@AddLifecycleHook(ReducedTries.class)
class HostileFilesTest {
    private static final String SOUND = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - id: r
            effect: permit
            match: {capability: detect}
        """;
    private static final PolicySet BOOK = PolicyReader.read(Mutations.FILES);
    private static final long TEN_SECONDS = 10_000_000_000L;

    /** Whatever bytes a file holds, it is read or its mistakes are named, within a second. */
    @Property(tries = 2000)
    void changedBytesAreReadOrNamed(@ForAll long seed) {
        var name = Mutations.name(seed);
        var bytes = Mutations.mutated(name, seed);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            if (name.endsWith("_test.yaml")) {
                PolicyTestRunner.check(Map.of(name, bytes), BOOK);
            } else {
                PolicyReader.read(Map.of(name, bytes));
            }
        } catch (PolicyErrors errors) {
            assertThat(errors.mistakes())
                    .isNotEmpty()
                    .allSatisfy(mistake ->
                            assertThat(mistake.message()).isNotBlank().doesNotContain("\n"));
        }
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                .isLessThan(TEN_SECONDS);
    }

    @Test
    void aBillionLaughsAreOneMistake() {
        var laughs = new StringBuilder(SOUND + "x0: &x0 [ha, ha]\n");
        for (int level = 1; level < 30; level++) {
            laughs.append("x%d: &x%d [*x%d, *x%d, *x%d]\n".formatted(level, level, level - 1, level - 1, level - 1));
        }
        assertThat(mistakes(laughs.toString()))
                .containsExactly("a.yaml:8:5: anchors and aliases are not part of the language; write it out");
    }

    @Test
    void whatHoldsItselfIsRefused() {
        assertThat(mistakes(SOUND.replace("{capability: detect}", "&x {any: [*x]}")))
                .containsExactly("a.yaml:7:12: anchors and aliases are not part of the language; write it out");
        assertThat(mistakes("&x\n- *x\n")).singleElement().asString().contains("a.yaml:1:1: anchors");
    }

    @Test
    void tagsAreRefusedWhatTheyAre() {
        for (var tag : List.of("!!java.util.Date", "!<tag:yaml.org,2002:python/object:os.system>", "!!str", "!own")) {
            assertThat(mistakes(SOUND.replace("A test", tag + " A test")))
                    .singleElement()
                    .asString()
                    .startsWith("a.yaml:2:8: tags (here ");
        }
    }

    @Test
    void oneFileHoldsOneDocument() {
        assertThat(mistakes(SOUND + "---\n" + SOUND))
                .containsExactly("a.yaml:8:1: a second document begins here; one file holds one, so leave '---' out");
        assertThat(mistakes("%YAML 1.1\n---\n" + SOUND))
                .singleElement()
                .asString()
                .contains("directives (%YAML, %TAG)");
        PolicyReader.read(Calls.files("a.yaml", "---\n" + SOUND));
    }

    @Test
    void tabsDoNotIndent() {
        assertThat(mistakes(SOUND.replace("    effect", "\teffect")))
                .containsExactly("a.yaml:6:1: is not YAML: a tab cannot indent; use spaces");
    }

    @Test
    void aByteOrderMarkIsSkippedAndOtherSignsAreNot() {
        assertThat(PolicyReader.read(Calls.files("a.yaml", "\uFEFF" + SOUND)).rules())
                .hasSize(1);
        assertThat(mistakes(SOUND.replace("A test", "A\0test")))
                .containsExactly("a.yaml:2:9: holds the character U+0000, which no policy may hold");
        assertThat(mistakes(SOUND.replace("A test", "\"A\\0test\"")))
                .singleElement()
                .asString()
                .startsWith("a.yaml:2:8: title holds a control character");
        assertThat(mistakes(SOUND.replace("A test", "\"A \\ud800\"")))
                .singleElement()
                .asString()
                .startsWith("a.yaml:2:8: title holds a control character or half a letter");
    }

    @Test
    void whatIsNotUtf8IsSaidWithItsPlace() {
        var bytes = SOUND.getBytes(StandardCharsets.UTF_8);
        bytes[10] = (byte) 0xC3;
        assertThat(mistakes(bytes)).containsExactly("a.yaml:2:3: is not UTF-8");
    }

    @Test
    void whatIsNestedDeeplyIsRefused() {
        assertThat(mistakes("[".repeat(200_000))).singleElement().asString().contains("is nested deeper than 64");
        assertThat(mistakes(SOUND.replace(
                        "{capability: detect}", "{any: ".repeat(9) + "{capability: detect}" + "}".repeat(9))))
                .singleElement()
                .asString()
                .contains("match is nested deeper than 8");
        assertThat(mistakes("- ".repeat(500_000))).isNotEmpty();
    }

    @Test
    void manyMistakesAreCutShort() {
        var words = "wrong, ".repeat(140_000);
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(mistakes(SOUND.replace("detect", "[" + words + "detect]")))
                .hasSize(101)
                .last()
                .asString()
                .endsWith("and more that is not listed; correct the listed mistakes first");
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                .isLessThan(TEN_SECONDS);
        assertThat(mistakes("x".repeat(1 << 20) + "\n"))
                .singleElement()
                .asString()
                .contains("is larger than");
    }

    @Test
    void whatDoesNotEndIsNamedWhereItBegan() {
        assertThat(mistakes(SOUND + "    appeal: \"write\n"))
                .containsExactly("a.yaml:9:1: is not YAML: found unexpected end of stream"
                        + " (while scanning a quoted scalar that begins in line 8)");
    }

    @Test
    void spacesAroundAWordAreNotPartOfIt() {
        assertThat(mistakes(SOUND.replace("detect", "' detect'")))
                .containsExactly("a.yaml:7:25: capability begins or ends with a space; leave it out");
    }

    @Test
    void keysThatAreNoWordsAreMistakes() {
        assertThat(mistakes(SOUND + "? [a, b]\n: c\n")).containsExactly("a.yaml:8:3: a key must be a single value");
        assertThat(mistakes(SOUND + "<<: {title: B}\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:8:1: unknown key");
    }

    private static List<String> mistakes(String text) {
        return mistakes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> mistakes(byte[] bytes) {
        try {
            PolicyReader.read(Map.of("a.yaml", bytes));
        } catch (PolicyErrors errors) {
            return errors.mistakes().stream().map(PolicyMistake::toString).toList();
        }
        throw new AssertionError("no mistake was found");
    }
}
