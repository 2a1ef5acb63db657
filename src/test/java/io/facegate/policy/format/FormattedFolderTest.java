package io.facegate.policy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.policy.Mutations;
import io.facegate.policy.WildFiles;
import io.facegate.policy.WildYaml;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.testkit.ReducedTries;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;

@AddLifecycleHook(ReducedTries.class)
class FormattedFolderTest {
    private static final Pattern COMMENT = Pattern.compile("# (above|beside) \\d+");

    @Test
    void keysStandInTheOrderOfTheLanguageAndCommentsGoWithThem() {
        var wild = """
            # head
            title: T   # the title

            pack: a # its name
            binds: >- # folded
              somebody who is
              here


            rules: # the rules
            - effect: permit   # first
              # the id
              id: x
              match:
                  organisation:
                  - bank
                  - retailer
                  capability: [detect,
                    verify]
            # about y
            - {effect: permit, id: y, match: {capability: detect}}   # after y
            # the end
            """;
        assertThat(FormattedFolder.text("a.yaml", wild)).isEqualTo("""
            # head

            pack: a  # its name
            title: T  # the title
            binds: >-  # folded
              somebody who is here

            rules:  # the rules
              # the id
              - id: x
                effect: permit  # first
                match:
                  organisation: [bank, retailer]
                  capability: [detect, verify]
              # about y
              - {id: y, effect: permit, match: {capability: detect}}  # after y
            # the end
            """);
    }

    @Test
    void whatDoesNotFitIsBroken() {
        var words = "law_enforcement, prosecution, judiciary, border, government, nonprofit, healthcare, education";
        var text = "Nobody may, ".repeat(12).strip();
        var wide = "pack: a\ntitle: " + text + "\nbinds: Everybody.\nrules:\n  - id: r\n    effect: permit\n"
                + "    match: {organisation: [" + words + "], capability: [detect, verify]}\n"
                + "    reason: {text: \"" + text + "\"}\n";
        assertThat(FormattedFolder.text("a.yaml", wide)).isEqualTo("""
            pack: a
            title: >-
              Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody
              may, Nobody may, Nobody may,
            binds: Everybody.
            rules:
              - id: r
                effect: permit
                match:
                  organisation: [law_enforcement, prosecution, judiciary, border, government, nonprofit, healthcare, education]
                  capability: [detect, verify]
                reason:
                  text: >-
                    Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may, Nobody may,
                    Nobody may, Nobody may, Nobody may,
            """);
    }

    @Test
    void textsThatKeepTheirLinesKeepThem() {
        var text = "pack: a\ntitle: |-\n   One\n\n     two\nbinds: >\n  One\n\n  two\nrules: []\n";
        assertThat(FormattedFolder.text("a.yaml", text))
                .isEqualTo("pack: a\ntitle: |-\n  One\n\n    two\nbinds: >\n  One\n\n  two\nrules: []\n");
    }

    @Test
    void commentsInsideBracketsStayWhereTheyAre() {
        var text = "pack: a\nrules:\n  - id: r\n    match: {capability: [detect, # finds\n          verify]} # all\n";
        assertThat(FormattedFolder.text("a.yaml", text))
                .isEqualTo("pack: a\n"
                        + "rules:\n"
                        + "  - id: r\n"
                        + "    match: {capability: [detect, # finds\n"
                        + "      verify]}  # all\n");
    }

    @Test
    void whatItCannotWriteAnewIsLeftAsItIs() {
        for (var text : List.of(
                "pack: \"a\\\n  b\"\n",
                "pack: |+\n  a\n\n",
                "pack: |2\n    a\n",
                "- a\n",
                "pack: a\nrules:\n  - - a: {b: c}\n")) {
            assertThatThrownBy(() -> FormattedFolder.text("a.yaml", text)).isInstanceOf(UnformattableException.class);
        }
        var files = new TreeMap<>(Map.of("a.yaml", bytes("""
            pack: a
            title: "A \\
              test"
            binds: Everybody.
            rules:
              - {id: r, effect: permit, match: {capability: detect}}
            """)));
        var formatted = FormattedFolder.format(files);
        assertThat(formatted.changed()).isEmpty();
        assertThat(formatted.refused())
                .singleElement()
                .asString()
                .startsWith("a.yaml: is left as it is: line 2: a quoted text over several lines");
    }

    @Test
    void linesEndAsTheyShould() {
        var text = "\uFEFFpack: a\r\n\r\n\r\ntitle: T   \r\n";
        assertThat(FormattedFolder.text("a.yaml", text)).isEqualTo("pack: a\n\ntitle: T\n");
    }

    @Test
    void whatDoesNotCompileIsNotTouched() {
        assertThatThrownBy(() -> FormattedFolder.format(Map.of("a.yaml", bytes("pack: b\n"))))
                .isInstanceOf(PolicyErrors.class);
    }

    @Test
    void theShippedFilesKeepTheirMeaningAndComeToRest() {
        var files = Mutations.FILES;
        var formatted = FormattedFolder.format(files);
        assertThat(formatted.refused()).isEmpty();
        var all = new TreeMap<>(files);
        all.putAll(formatted.changed());
        assertThat(PolicyReader.read(all).hasSameContent(PolicyReader.read(files)))
                .isTrue();
        assertThat(FormattedFolder.format(all).changed()).isEmpty();
        assertThat(PolicyTestRunner.run(all).stream()
                        .map(result -> result.decision().matched() + result.actual()))
                .isEqualTo(PolicyTestRunner.run(files).stream()
                        .map(result -> result.decision().matched() + result.actual())
                        .toList());
        assertThat(all.values())
                .allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8).lines())
                        .filteredOn(line -> line.contains(" ") && !line.contains("http") && !line.contains("#"))
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(FlowStyleWriter.WIDTH)));
    }

    /** However a file is written, formatting keeps its meaning and its comments, and a second time changes nothing. */
    @Property(tries = 1000)
    void meaningAndCommentsAreKept(@ForAll long seed) {
        var wild = new WildFiles(seed);
        var pack = WildYaml.of(wild.pack(), seed);
        var suite = WildYaml.of(wild.suite(), seed + 1);
        var files = Map.of("wild.yaml", bytes(pack), "wild_test.yaml", bytes(suite));
        var formatted = FormattedFolder.format(files);
        assertThat(formatted.refused()).as(pack + suite).isEmpty();
        var all = new TreeMap<>(files);
        all.putAll(formatted.changed());
        assertThat(PolicyReader.read(all).hasSameContent(PolicyReader.read(files)))
                .as(pack)
                .isTrue();
        assertThat(FormattedFolder.format(all).changed()).isEmpty();
        for (var name : files.keySet()) {
            assertThat(remarks(all.get(name))).as(pack + suite).isEqualTo(remarks(files.get(name)));
        }
    }

    /** Shipped files with a few bytes changed: what still compiles is formatted without a change of meaning. */
    @Property(tries = 1000)
    void mutatedFilesKeepTheirMeaning(@ForAll long seed) {
        var name = Mutations.name(seed);
        if (name.endsWith("_test.yaml")) {
            return;
        }
        var files = Map.of(name, Mutations.mutated(name, seed));
        try {
            var before = PolicyReader.read(files);
            var changed = new TreeMap<>(files);
            changed.putAll(FormattedFolder.format(files).changed());
            assertThat(PolicyReader.read(changed).hasSameContent(before)).isTrue();
        } catch (PolicyErrors broken) {
            // nothing to format
        }
    }

    private static List<String> remarks(byte[] bytes) {
        return COMMENT.matcher(new String(bytes, StandardCharsets.UTF_8))
                .results()
                .map(match -> match.group())
                .sorted()
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
