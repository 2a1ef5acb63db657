package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** CHANGELOG.md is grouped by version and kind, and its first section is the version that pom.xml builds. */
class ChangelogTest {
    private static final List<String> KINDS = List.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");
    private static final Pattern RELEASED = Pattern.compile("## \\[\\d+\\.\\d+\\.\\d+] - 20\\d\\d-[01]\\d-[0-3]\\d");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>facegate</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void theChangelogIsGroupedAndFitsTheVersion() throws IOException {
        assertThat(mistakes(Files.readString(Path.of("CHANGELOG.md")), version()))
                .isEmpty();
    }

    /** Broken controls. */
    @Test
    void whatDoesNotFitIsFound() throws IOException {
        var log = Files.readString(Path.of("CHANGELOG.md"));
        assertThat(mistakes(log, "9.9.9")).isNotEmpty();
        assertThat(mistakes(log, "9.9.9-SNAPSHOT")).isNotEmpty();
        assertThat(mistakes(log.replaceFirst("### Fixed", "### Mended"), version()))
                .isNotEmpty();
        assertThat(mistakes(log.replaceFirst("### Added", "### Security"), version()))
                .isNotEmpty();
        assertThat(mistakes(log.replaceFirst("## \\[0\\.1\\.0] - .*", "## 0.1.0"), version()))
                .isNotEmpty();
    }

    private static String version() throws IOException {
        var found = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static List<String> mistakes(String log, String version) {
        var mistakes = new ArrayList<String>();
        var sections = List.of(log.split("(?m)^(?=## )"));
        var first = sections.get(1);
        var next = version.replace("-SNAPSHOT", "");
        if (version.equals(next)
                ? !first.startsWith("## [" + version + "] - ")
                : !first.contains("ecomes " + next + ' ')) {
            mistakes.add("the first section is not that of " + version);
        }
        for (var section : sections.subList(1, sections.size())) {
            var title = section.lines().findFirst().orElse("");
            boolean unreleased = title.equals("## [Unreleased]") && section.equals(first) && !version.equals(next);
            if (!unreleased && !RELEASED.matcher(title).matches()) {
                mistakes.add(title);
            }
            var kinds = section.lines()
                    .filter(line -> line.startsWith("### "))
                    .map(line -> line.substring(4))
                    .toList();
            if (kinds.isEmpty()
                    || !kinds.equals(KINDS.stream().filter(kinds::contains).toList())) {
                mistakes.add(title + ": " + kinds + " are not kinds in their order");
            }
        }
        return mistakes;
    }
}
