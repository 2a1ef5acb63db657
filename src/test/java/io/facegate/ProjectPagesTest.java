package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's pages lead to what is there: links to files and headings, in every page; and the glossary is in order. */
class ProjectPagesTest {
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
        var pages = new ArrayList<Path>();
        for (var folder : List.of("docs", "deploy", ".github")) {
            try (var files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        Stream.of("README", "THIRD-PARTY", "CHANGELOG", "CONTRIBUTING", "SECURITY", "policies/README")
                .map(name -> Path.of(name + ".md"))
                .forEach(pages::add);
        var broken = new ArrayList<String>();
        for (var page : pages) {
            broken.addAll(broken(page, Files.readString(page)));
        }
        assertThat(broken).isEmpty();
    }

    /** Broken controls. */
    @Test
    void aLinkThatLeadsNowhereIsFound() throws IOException {
        var page = Path.of("docs/glossary.md");
        assertThat(broken(page, "[a](no-such-page.md)")).hasSize(1);
        assertThat(broken(page, "[a](ledger.md#no-such-heading)")).hasSize(1);
        assertThat(broken(page, "[a](ledger.md#a-witness), [b](https://example.org/x), `[c](nowhere.md)`"))
                .isEmpty();
    }

    @Test
    void theGlossaryIsAlphabeticalAndNamesNothingTwice() throws IOException {
        var terms = Files.readAllLines(Path.of("docs/glossary.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| term |"))
                .map(line -> line.split("\\|")[1].strip().toLowerCase(Locale.ROOT))
                .toList();
        assertThat(terms).hasSizeGreaterThan(50).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theProjectSaysWhatItIsAndHowToJoin() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm>");
        assertThat(List.of(
                        "LICENSE",
                        ".editorconfig",
                        "mvnw",
                        ".mvn/wrapper/maven-wrapper.properties",
                        "SECURITY.md",
                        "CONTRIBUTING.md",
                        ".github/pull_request_template.md",
                        ".github/ISSUE_TEMPLATE/bug.md",
                        ".github/ISSUE_TEMPLATE/idea.md",
                        ".github/ISSUE_TEMPLATE/policy.md",
                        "docs/releasing.md"))
                .allMatch(name -> Files.isRegularFile(Path.of(name)));
        assertThat(Files.readString(Path.of("SECURITY.md")))
                .contains("## Report a problem", "## In scope", "## Supported versions", "(docs/security.md)");
    }

    private static List<String> broken(Path page, String said) throws IOException {
        var broken = new ArrayList<String>();
        var links = LINK.matcher(said.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\\n]*`", "code"));
        while (links.find()) {
            var target = links.group(1);
            if (!target.matches("[a-z]+:.*") && !leads(page, target)) {
                broken.add(page + ": " + target);
            }
        }
        return broken;
    }

    private static boolean leads(Path page, String target) throws IOException {
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || headings(file).contains(parts[1]);
    }

    /** As GitHub makes anchors of headings: lower case, no punctuation, a hyphen for each space. */
    private static List<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N}\\- _]", "").replace(' ', '-'))
                .collect(Collectors.toList());
    }
}
