package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The evidence page names tests that exist; no other page for users names any; the index lists every page. */
class EvidenceDocsTest {
    private static final Path EVIDENCE = Path.of("docs/evidence.md");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][A-Za-z0-9]*[a-z0-9](?:Test|IT)\\b");
    private static final Pattern RUN = Pattern.compile("-D(?:it\\.)?test=([A-Za-z0-9,]+)");

    @Test
    void everyClaimNamesTestsThatExistAndTheCommandThatRunsThem() throws IOException {
        var tests = NamedTests.all();
        var claims = Files.readAllLines(EVIDENCE).stream()
                .filter(line -> line.startsWith("| ") && line.contains("-D"))
                .toList();
        assertThat(claims).hasSizeGreaterThan(60);
        for (var claim : claims) {
            var columns = claim.split("\\|");
            assertThat(columns.length).as(claim).isBetween(4, 5);
            tests.demandIn(columns[2]);
            var named = String.join(" ", List.of(columns).subList(2, columns.length - 1));
            if (columns.length == 5 && !columns[3].isBlank() && !columns[3].contains(" none ")) {
                tests.demandIn(columns[3]);
            }
            var command = columns[columns.length - 1];
            assertThat(run(command)).as(claim).isEqualTo(classes(named));
            assertThat(tests.ofTheLongRun(named)).as(claim).isEqualTo(command.contains(" -Dfacegate.long=true`"));
        }
    }

    @Test
    void noOtherPageForUsersNamesATest() throws IOException {
        for (var page : pages()) {
            if (!page.equals(EVIDENCE)) {
                assertThat(tests(Files.readString(page))).as(page.toString()).isEmpty();
            }
        }
    }

    /** Broken controls. */
    @Test
    void aNamedTestIsFound() {
        assertThat(tests("judged again (`CorpusTest.decodesEveryInput`)")).containsExactly("CorpusTest");
        assertThat(tests("found by `SettingsIT`")).containsExactly("SettingsIT");
        assertThat(tests("A test of a COMMIT. IT people read it. <!-- measured by QualityTest -->"))
                .isEmpty();
    }

    @Test
    void theIndexListsEveryPageOnce() throws IOException {
        var index = Files.readString(Path.of("docs/README.md"));
        for (var page : pages()) {
            if (page.startsWith("docs") && !page.endsWith("README.md")) {
                var name = page.getFileName().toString();
                assertThat(index.split(Pattern.quote("](" + name + ")"), -1))
                        .as(name)
                        .hasSize(2);
            }
        }
        assertThat(index).contains("## Officers", "## Developers", "## Operators", "## Engineers");
    }

    /** Decisions, CONTRIBUTING and CHANGELOG are for those who change the code, and may name tests. */
    private static List<Path> pages() throws IOException {
        var pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("SECURITY.md"), Path.of("policies/README.md")));
        try (var docs = Files.list(Path.of("docs"));
                var deploy = Files.walk(Path.of("deploy"))) {
            Stream.concat(docs, deploy)
                    .filter(page -> page.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        return pages;
    }

    private static List<String> tests(String page) {
        return CLASS.matcher(page.replaceAll("(?s)<!--.*?-->", ""))
                .results()
                .map(found -> found.group())
                .toList();
    }

    private static TreeSet<String> run(String column) {
        return RUN.matcher(column)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",")))
                .filter(name -> !name.equals("none"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> classes(String named) {
        return Pattern.compile("([A-Z][A-Za-z]+)\\.[a-z]")
                .matcher(named)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
