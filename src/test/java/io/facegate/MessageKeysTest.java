package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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

    @Test
    void aRepeatedKeyIsFound() {
        assertThat(repeated(List.of("a.b = one", "# a.b = no", "c = two", "a.b = three")))
                .containsExactly("a.b");
    }
}
