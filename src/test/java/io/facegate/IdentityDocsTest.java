package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.CommandNames;
import io.facegate.policy.vocabulary.FactWords;
import io.facegate.policy.vocabulary.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdentityDocsTest {
    @Test
    void theDocumentListsEveryFactAndItsWords() throws IOException {
        for (var name : FactWords.names()) {
            var row = lines().stream()
                    .filter(line -> line.startsWith("| `" + name + "` |"))
                    .toList();
            assertThat(row)
                    .as(name)
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line).contains(quoted(Words.facts(name).words())));
        }
    }

    @Test
    void theDocumentListsEveryTypeOfEvidence() throws IOException {
        assertThat(lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Types, ")
                        .endsWith(": " + quoted(Words.facts("evidence").words()) + '.'));
    }

    @Test
    void theDocumentListsEveryCommandOnTheRegistry() throws IOException {
        var text = Files.readString(Path.of("docs/identity.md"));
        for (var words : CommandNames.all()) {
            if (words.size() == 2 && Set.of("org", "key", "evidence").contains(words.getFirst())) {
                assertThat(text).contains('`' + String.join(" ", words));
            }
        }
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '`' + word + '`').collect(Collectors.joining(" "));
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("docs/identity.md"));
    }
}
