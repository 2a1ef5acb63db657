package io.facegate.cli.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/lockdown.md}: its example is executed, and it lists every file that is read. */
class LockdownDocsTest {
    private static final Path PAGE = Path.of("docs/lockdown.md");
    private static final Path SOURCES = Path.of("src/main/java/io/facegate/usecase/lockdown");

    private static String block(String language) throws Exception {
        return Files.readString(PAGE).split("```" + language + "\n", 2)[1].split("```", 2)[0];
    }

    @Test
    void theExampleIsWhatTheCommandPrints() throws Exception {
        var words = List.of(block("sh").strip().split(" "));
        assertThat(words.subList(0, 3)).containsExactly("./facegate", "lockdown", "check");

        var ran = Ran.of(new LockdownCheckCommand(), words.subList(3, words.size()));

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.out()).startsWith(block("text"));
    }

    @Test
    void everyFileThatIsReadIsListed() throws Exception {
        var page = Files.readString(PAGE);
        var read = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("\"([a-z-]+\\.json)\"")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> read.add(found.group(1)));
            }
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(17).allMatch(file -> page.contains("| `" + file + "` |"));
    }
}
