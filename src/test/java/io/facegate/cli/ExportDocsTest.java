package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.ledger.LedgerCommand;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.OcsfVersion;
import io.facegate.ledger.search.SearchFacet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExportDocsTest {
    @Test
    void everyCommandOfTheDocumentIsOne() throws IOException {
        var lines = Files.readAllLines(Path.of("docs/export.md")).stream()
                .filter(line -> line.startsWith("./facegate ledger "))
                .toList();
        assertThat(lines).hasSizeGreaterThan(5);
        for (var line : lines) {
            var words = List.of(line.split(" ")).subList(2, line.split(" ").length);
            new CommandLine(new LedgerCommand()).parseArgs(words.toArray(String[]::new));
        }
    }

    @Test
    void everyFormatIsExplained() throws IOException {
        var explained = new TreeSet<String>();
        var row = Pattern.compile("^\\| `([a-z]+)` \\|.*");
        for (var line : Files.readAllLines(Path.of("docs/export.md"))) {
            var found = row.matcher(line);
            if (found.matches()) {
                explained.add(found.group(1));
            }
        }
        assertThat(explained)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ExportFormat.values())
                        .map(ExportFormat::key)
                        .toList());
    }

    /** Page, sinks and the option of the command take their versions from one declaration. */
    @Test
    void theVersionsOfOcsfAreThoseOfTheProgram() throws IOException {
        var numbers = Pattern.compile("`(\\d+\\.\\d+\\.\\d+)`");
        var row = Files.readAllLines(Path.of("docs/export.md")).stream()
                .filter(line -> line.startsWith("| `ocsf:` |"))
                .findFirst()
                .orElseThrow();
        assertThat(numbers.matcher(row).results().map(found -> found.group(1)))
                .containsExactlyElementsOf(Arrays.stream(OcsfVersion.values())
                        .map(OcsfVersion::number)
                        .toList());
        var help = new CommandLine(new LedgerCommand())
                .getSubcommands()
                .get("export")
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll("\\s+", " ");
        assertThat(help)
                .contains(Arrays.stream(OcsfVersion.values())
                        .map(OcsfVersion::number)
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void helpNamesEveryFieldThatHasNoOptionOfItsOwn() {
        var help = new CommandLine(new LedgerCommand())
                .getSubcommands()
                .get("search")
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll("\\s+", " ");
        var own = Set.of(
                SearchFacet.ORGANISATION,
                SearchFacet.VERDICT,
                SearchFacet.RULE,
                SearchFacet.PURPOSE,
                SearchFacet.CAPABILITY);
        for (var facet : SearchFacet.values()) {
            assertThat(help).contains(own.contains(facet) ? "" : facet.key());
        }
    }
}
