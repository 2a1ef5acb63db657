package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.CommandNames;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdentityDocsTest {
    @Test
    void theDocumentListsExactlyTheFactsThatAreTaken() throws IOException {
        var listed = Pattern.compile("^\\| `([a-z_]+)` \\| (?:word|place|day|number), fact \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/policy.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(new TreeSet<>(AttestableFacts.names()));
        assertThat(text()).contains("(policy.md#what-can-be-matched)");
    }

    @Test
    void theDocumentListsEveryCommandOnTheRegistry() throws IOException {
        for (var words : CommandNames.all()) {
            if (words.size() == 2
                    && Set.of("org", "key", "evidence", "person", "proposal", "grant", "stop")
                            .contains(words.getFirst())) {
                assertThat(text()).contains('`' + String.join(" ", words));
            }
        }
    }

    /** Least privilege: the table, what is printed, and what is checked are one. */
    @Test
    void theTableOfRolesIsTheOneThatIsChecked() throws IOException {
        for (var role : Role.values()) {
            assertThat(text())
                    .contains("| `" + role.word() + "` | "
                            + role.rights().stream().map(Right::word).collect(Collectors.joining(", ")) + " |");
        }
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("docs/identity.md"));
    }
}
