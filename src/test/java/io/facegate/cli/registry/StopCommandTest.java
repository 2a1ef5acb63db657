package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code facegate stop}, as docs/stop.md shows it. */
class StopCommandTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    @BeforeEach
    void people() {
        shell.registerPolice(data);
        for (var words : List.of(
                "person add --id m.roe --role operator --by m.roe",
                "person add --id a.lee --role officer --by m.roe")) {
            assertThat(shell.run(data, words.split(" "))).as(shell.err()).isZero();
        }
    }

    /** The commands in the blocks of the page, in their order. */
    private static List<String> documented() throws IOException {
        return Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/stop.md")))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    private int type(String command) {
        var words = WORD.matcher(command.replaceFirst("^facegate ", ""))
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
        return shell.run(data, words.toArray(String[]::new));
    }

    private String held() throws IOException {
        assertThat(type("stop list --json")).isZero();
        return shell.json().path("id").asText();
    }

    @Test
    void thePagesCommandsStopAndLift() throws Exception {
        var commands = documented();
        assertThat(commands).hasSize(4);
        assertThat(type(commands.get(0))).as(shell.err()).isZero();
        var id = held();
        assertThat(shell.json().path("word").asText()).isEqualTo("identify");
        assertThat(type(commands.get(1))).isZero();
        assertThat(shell.out()).contains(id, "identify", "m.roe", "Wrong matches, ticket 812.");
        assertThat(type(commands.get(2).replace("ID", id))).as(shell.err()).isZero();
        assertThat(held()).isEqualTo(id);
        assertThat(type(commands.get(2).replace("request", "confirm").replace("ID", id)))
                .isEqualTo(2);
        assertThat(shell.err()).contains("Another person confirms it");
        assertThat(type(commands.get(3).replace("ID", id))).as(shell.err()).isZero();
        assertThat(type("stop list")).isZero();
        assertThat(shell.out()).doesNotContain(id);
        assertThat(type("stop list --all")).isZero();
        assertThat(shell.out()).contains(id, "lifted", "a.lee", "Seen the mend.");
        assertThat(Shell.acts(data))
                .contains(
                        "stop_set " + id + "/capability/identify",
                        "stop_request_lift " + id + "/capability/identify",
                        "stop_confirm_lift " + id + "/capability/identify");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop set --by m.roe --reason x",
                "stop set --all --vendor rekognition --by m.roe --reason x",
                "stop set --capability identity --by m.roe --reason x",
                "stop set --vendor amazon --by m.roe --reason x",
                "stop set --vendor local --by m.roe --reason x",
                "stop set --all --by m.roe",
                "stop set --all --reason x",
                "stop request-lift s-none --by m.roe --reason x",
                "stop confirm-lift s-none --reason x"
            })
    void aMistakeIsSaidAndStopsNothing(String command) {
        assertThat(type(command)).isEqualTo(2);
        assertThat(shell.err()).isNotBlank();
        var acts = new ArrayList<>(Shell.acts(data));
        acts.removeIf(act -> !act.startsWith("stop_"));
        assertThat(acts).isEmpty();
    }

    /** Also one whose row is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"UPDATE stop SET word = 'verify'", "DELETE FROM stop"})
    void aStopThatWasChangedIsListedAsSuch(String tampering) throws Exception {
        assertThat(type("stop set --capability identify --by a.lee --reason x")).isZero();
        var id = held();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var running = connection.createStatement()) {
            running.execute(tampering);
        }
        assertThat(type("stop list --json")).isEqualTo(5);
        assertThat(shell.out()).contains(id, "\"altered\":true");
        assertThat(shell.err()).contains("so everything is stopped");
    }

    @Test
    void aVendorAndEverythingCanBeStoppedTogether() {
        for (var what : Arrays.asList("--vendor rekognition", "--all", "--all")) {
            assertThat(type("stop set " + what + " --by a.lee --reason x"))
                    .as(shell.err())
                    .isZero();
        }
        assertThat(type("stop list --json")).isZero();
        assertThat(shell.out()).hasLineCount(3).contains("\"vendor\"", "\"all\"");
    }
}
