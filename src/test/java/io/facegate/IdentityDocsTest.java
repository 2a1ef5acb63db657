package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.CommandNames;
import io.facegate.policy.vocabulary.FactWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdentityDocsTest {
    @Test
    void theDocumentListsExactlyTheFactsThatAreTaken() throws IOException {
        var table = text().split("\\| name \\| its words \\|\n")[1].split("\n\n")[0];
        var listed = table.lines()
                .map(row -> row.split("\\|")[1])
                .flatMap(cell -> Arrays.stream(cell.split("`")))
                .filter(word -> word.matches("[a-z_]+"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(new TreeSet<>(FactWords.names()));
    }

    @Test
    void theDocumentListsEveryCommandOnTheRegistry() throws IOException {
        for (var words : CommandNames.all()) {
            if (words.size() == 2 && Set.of("org", "key", "evidence").contains(words.getFirst())) {
                assertThat(text()).contains('`' + String.join(" ", words));
            }
        }
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("docs/identity.md"));
    }
}
