package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(--[a-z-]+)[^`]*` \\| (?:`([A-Z_]+)`)? ?\\|");

    @Test
    void theDocumentListsExactlyTheOptionsOfServe() throws IOException {
        var options = Main.commandLine().getSubcommands().get("serve").getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .filter(name -> !name.equals("--help") && !name.equals("--version"))
                .collect(Collectors.toCollection(TreeSet::new));
        var documented = new TreeSet<String>();
        for (var line : Files.readAllLines(Path.of("docs/config.md"))) {
            var row = ROW.matcher(line);
            if (row.find()) {
                documented.add(row.group(1));
            }
        }
        assertThat(documented).isEqualTo(options);
    }

    @Test
    void everyVariableIsTheOptionInCapitals() throws IOException {
        var serve = Main.commandLine().getSubcommands().get("serve").getCommandSpec();
        for (var line : Files.readAllLines(Path.of("docs/config.md"))) {
            var row = ROW.matcher(line);
            if (row.find()) {
                var option = serve.findOption(row.group(1));
                assertThat(EnvironmentDefaults.variable(option))
                        .as(row.group(1))
                        .isEqualTo(row.group(2))
                        .satisfiesAnyOf(
                                none -> assertThat(none).isNull(),
                                given -> assertThat(given)
                                        .isEqualTo("FACEGATE_"
                                                + row.group(1)
                                                        .substring(2)
                                                        .toUpperCase()
                                                        .replace('-', '_')));
            }
        }
    }
}
