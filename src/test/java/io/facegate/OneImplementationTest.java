package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** There is one class for each tool that every part needs: nobody configures another. */
class OneImplementationTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @ParameterizedTest
    @CsvSource({
        "MessageDigest\\.getInstance\\(,call/Digests.java",
        "Mac\\.getInstance\\(,call/Digests.java",
        "Cipher\\.getInstance\\(,integrity/AesGcmCipher.java",
        "new (ObjectMapper|JsonMapper)\\(|JsonMapper\\.builder\\(,json/JsonMappers.java",
        "new JsonFactory\\(,json/JsonMappers.java"
    })
    void oneClassMakesIt(String what, String where) throws IOException {
        assertThat(filesWith(what)).containsExactly(where);
    }

    @Test
    void noOptionNamesItsVariable() throws IOException {
        assertThat(filesWith("\\$\\{env:")).isEmpty();
        assertThat(filesWith("\\$\\{sys:")).as("the control").isNotEmpty();
    }

    private static List<String> filesWith(String what) throws IOException {
        var made = Pattern.compile(what);
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> made.matcher(text(file)).find())
                    .map(file -> SOURCES.resolve("io/facegate").relativize(file).toString())
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
