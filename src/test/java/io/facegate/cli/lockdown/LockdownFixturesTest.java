package io.facegate.cli.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts with one planted hole each, and sound ones, which somebody else wrote than the check. */
class LockdownFixturesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "facegate", "lockdown");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> accounts() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.endsWith("expected.json"))
                    .map(Path::getParent)
                    .map(FOLDER::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode expected(Path account) throws IOException {
        return JSON.readTree(FOLDER.resolve(account).resolve("expected.json").toFile());
    }

    private static Ran check(Path account, JsonNode expected) {
        var words = new ArrayList<>(List.of("--vendor", expected.path("vendor").asText(), "--json"));
        words.addAll(List.of("--account", FOLDER.resolve(account).toString()));
        expected.path("gateway").forEach(name -> words.addAll(List.of("--gateway", name.asText())));
        return Ran.of(new LockdownCheckCommand(), words);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void aHoleIsNamedAndASoundAccountIsClosed(Path account) throws IOException {
        var expected = expected(account);
        var ran = check(account, expected);
        assertThat(ran.code())
                .as(ran.out() + ran.err())
                .isEqualTo(expected.path("sound").asBoolean() ? 0 : 6);
        if (!expected.path("sound").asBoolean()) {
            var principals = principals(expected.path("hole")).toList();
            assertThat(ran.json().stream().map(hole -> hole.path("principal").asText()))
                    .as("%s", principals)
                    .anyMatch(principals::contains);
        }
    }

    /** Without the names of the gateway's principals a sound account may be called open, but no hole is missed. */
    @ParameterizedTest
    @MethodSource("accounts")
    void withoutTheGatewaysNamesNoHoleIsMissed(Path account) throws IOException {
        var expected = expected(account);
        if (!expected.path("sound").asBoolean()) {
            var unnamed = JSON.createObjectNode()
                    .put("vendor", expected.path("vendor").asText());
            assertThat(check(account, unnamed).code()).isEqualTo(6);
        }
    }

    /** The page of the fixtures names no other that is missing. */
    @Test
    void thePageOfTheFixturesLeadsSomewhere() throws IOException {
        var page = Files.readString(FOLDER.resolve("README.md"));
        assertThat(Pattern.compile("`[^`]*\\.md`").matcher(page).results()).isEmpty();
        assertThat(Pattern.compile("\\]\\(([^)]+)\\)").matcher(page).results().map(link -> link.group(1)))
                .isNotEmpty()
                .allMatch(link -> Files.isRegularFile(FOLDER.resolve(link)));
    }

    private static Stream<String> principals(JsonNode hole) {
        var all = new ArrayList<JsonNode>();
        all.add(hole);
        hole.path("alternatives").forEach(all::add);
        return all.stream().map(one -> one.path("principal").asText());
    }

    @Test
    void thereAreEnoughOfBoth() throws IOException {
        int sound = 0;
        int open = 0;
        for (var account : accounts()) {
            if (expected(account).path("sound").asBoolean()) {
                sound++;
            } else {
                open++;
            }
        }
        assertThat(open).isGreaterThanOrEqualTo(40);
        assertThat(sound).isGreaterThanOrEqualTo(20);
    }
}
