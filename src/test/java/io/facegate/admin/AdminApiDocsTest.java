package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.admin.AdminEndpointList.Endpoint;
import io.facegate.registry.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the admin API lists every endpoint with the right that is checked, and every word of a problem. */
class AdminApiDocsTest {
    private static final Path PAGE = Path.of("docs/admin-api.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`(?:GET|PUT|POST|DELETE) .*`) \\| (.+) \\|$");

    @Test
    void theTableOfEndpointsIsTheOneThatIsChecked() throws IOException {
        var listed = new TreeMap<String, String>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> {
            for (var endpoint : row.group(1).split(", ")) {
                listed.put(endpoint.replace("`", ""), row.group(2));
            }
        });
        var checked = AdminEndpointList.all().stream()
                .collect(Collectors.toMap(Endpoint::toString, AdminApiDocsTest::rights, (a, b) -> a, TreeMap::new));
        assertThat(listed).isEqualTo(checked);
    }

    private static String rights(Endpoint endpoint) {
        if (endpoint.isOpen()) {
            return "nobody: no token is needed";
        }
        return endpoint.rights().isEmpty()
                ? "every registered person"
                : endpoint.rights().stream().sorted().map(Right::word).collect(Collectors.joining(", "))
                        + (endpoint.orOwn() ? ", own" : "");
    }

    @Test
    void everyWordOfAProblemIsOnThePage() throws IOException {
        var page = Files.readString(PAGE);
        var words = Pattern.compile("\"([a-z]+(?:_[a-z]+)+|closed|conflict|unacceptable|unauthenticated)\"");
        try (var files = Files.list(Path.of("src/main/java/io/facegate/admin"))) {
            for (var file : files.toList()) {
                var source = Files.readString(file);
                var found = words.matcher(source)
                        .results()
                        .map(match -> match.group(1))
                        .filter(word -> source.contains("roblem"))
                        .toList();
                assertThat(found).as(file.toString()).allMatch(word -> page.contains('`' + word + '`'));
            }
        }
    }
}
