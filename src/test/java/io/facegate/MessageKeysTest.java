package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two messages with one key in a file, only the last is ever shown. */
class MessageKeysTest {
    private static List<String> repeated(List<String> lines) {
        var keys = new HashSet<String>();
        return lines.stream()
                .filter(line -> line.contains(" = ") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .filter(key -> !keys.add(key))
                .toList();
    }

    @Test
    void noKeyIsRepeated() throws IOException {
        try (var all = Files.walk(Path.of("src/main/resources/io/facegate"))) {
            var files =
                    all.filter(file -> file.toString().endsWith(".properties")).toList();
            assertThat(files).hasSizeGreaterThan(5);
            for (var file : files) {
                assertThat(repeated(Files.readAllLines(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    /** Each bundle has the same keys in English and French, but those of titles: a word without one is shown as its code. */
    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        try (var all = Files.walk(Path.of("src/main/resources/io/facegate"))) {
            var french = all.filter(file -> file.toString().endsWith("_fr.properties"))
                    .filter(file -> !file.endsWith("titles_fr.properties"))
                    .toList();
            assertThat(french).hasSizeGreaterThan(5).anyMatch(file -> file.endsWith("console_fr.properties"));
            for (var file : french) {
                var english = Path.of(file.toString().replace("_fr.", "."));
                assertThat(keys(file)).as(file.toString()).isEqualTo(keys(english));
            }
        }
    }

    private static Set<String> keys(Path file) throws IOException {
        var words = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            words.load(in);
        }
        return words.stringPropertyNames();
    }

    @Test
    void aRepeatedKeyIsFound() {
        assertThat(repeated(List.of("a.b = one", "# a.b = no", "c = two", "a.b = three")))
                .containsExactly("a.b");
    }
}
