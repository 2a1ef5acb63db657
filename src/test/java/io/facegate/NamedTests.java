package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The tests that documents name, as {@code Class.method} or {@code package.Class.method}, where the package is its last words. */
final class NamedTests {
    private static final Pattern TEST = Pattern.compile("`((?:[a-z]+\\.)*[A-Z][A-Za-z]+)\\.([a-z][A-Za-z0-9]+)`");

    private final List<Path> sources;

    private NamedTests(List<Path> sources) {
        this.sources = sources;
    }

    static NamedTests all() throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return new NamedTests(files.filter(Files::isRegularFile).toList());
        }
    }

    /** Demands that a text names one test at least, and none that is not there. */
    void demandIn(String text) throws IOException {
        var named = TEST.matcher(text).results().toList();
        assertThat(named).as(text).isNotEmpty();
        for (var test : named) {
            var end = '/' + test.group(1).replace('.', '/') + ".java";
            var found = sources.stream()
                    .filter(file -> file.toString().endsWith(end))
                    .toList();
            assertThat(found).as(test.group()).isNotEmpty();
            boolean there = false;
            for (var file : found) {
                there |=
                        Files.readString(file).matches("(?s).*(?:void|Stream<DynamicTest>) " + test.group(2) + "\\(.*");
            }
            assertThat(there).as(test.group()).isTrue();
        }
    }

    /** True if one of the tests that a text names runs in the long run only. */
    boolean ofTheLongRun(String text) throws IOException {
        for (var test : TEST.matcher(text).results().toList()) {
            var end = '/' + test.group(1).replace('.', '/') + ".java";
            for (var file : sources) {
                var tagged = "(?s).*@LongRun\\s+(?:final )?(?:class|void " + test.group(2) + "\\().*";
                if (file.toString().endsWith(end) && Files.readString(file).matches(tagged)) {
                    return true;
                }
            }
        }
        return false;
    }
}
