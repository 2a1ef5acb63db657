package io.facegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.testing.TestResult;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.WordList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PolicyDocTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleLoadsAndDecidesAsItSays() throws IOException {
        var files = new TreeMap<String, byte[]>();
        var examples = EXAMPLE.matcher(doc());
        while (examples.find()) {
            files.put(examples.group(1), examples.group(2).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(files).hasSize(2);
        assertThat(doc().split("```yaml", -1)).hasSize(files.size() + 1);
        assertThat(PolicyTestRunner.run(files))
                .hasSize(4)
                .allSatisfy(result -> assertThat(result).as(result.actual()).matches(TestResult::passed));
    }

    @Test
    void everyWordIsListed() throws IOException {
        for (var type : OrganisationType.values()) {
            assertThat(doc()).contains("| `" + type.code() + "` | " + type.title() + " |");
        }
        for (var purpose : Purpose.values()) {
            assertThat(doc()).contains("| `" + purpose.code() + "` | " + purpose.title() + " |");
        }
        for (var variable : ConditionVariable.values()) {
            assertThat(doc())
                    .contains(
                            "| `" + variable.word() + "` | " + variable.typeName() + " | " + variable.meaning() + " |");
        }
        assertThat(WordList.PROVIDERS.words())
                .allSatisfy(word -> assertThat(doc()).contains("`" + word + "`"));
        assertThat(WordList.REFERENCES.words())
                .allSatisfy(word -> assertThat(doc()).contains("`" + word + "`"));
        assertThat(WordList.CAPABILITIES.words())
                .filteredOn(word -> !word.contains("."))
                .allSatisfy(word -> assertThat(doc()).contains("`" + word + "`"));
    }

    @Test
    void everyAttributeAndItsWordsAreListed() throws IOException {
        for (var attribute : Attribute.values()) {
            assertThat(doc()).contains('`' + attribute.word() + '`');
        }
        var file = Files.readString(Path.of("src/main/resources/io/facegate/policy/vocabulary/words.tsv"));
        var listed =
                doc().split("<!-- words -->")[1].split("<!-- /words -->")[0].strip();
        var rows = file.lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(cells -> "| `" + cells[0] + "` | `" + cells[1] + "` | " + cells[2] + " |")
                .toList();
        assertThat(listed.lines().skip(2)).containsExactlyElementsOf(rows);
    }

    @Test
    void everyKeyIsListed() throws IOException {
        for (var mapping :
                List.of("pack", "rule", "range", "reason", "review", "citation", "amendment", "suite", "case")) {
            for (var key : PolicyKeys.keysOf(mapping)) {
                assertThat(doc()).containsPattern("`" + key + "`|\\b" + key + ":");
            }
        }
        var obligations = Files.readString(Path.of("docs/obligations.md"))
                .split("## What can be asked", 2)[1]
                .split("\n## ", 2)[0];
        for (var mapping : List.of("obligations", "retention")) {
            for (var key : PolicyKeys.keysOf(mapping)) {
                assertThat(obligations).contains("`" + key + "`");
            }
        }
    }

    private static String doc() throws IOException {
        return Files.readString(Path.of("docs/policy.md"));
    }
}
