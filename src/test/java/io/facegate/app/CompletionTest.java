package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** A real shell completes by the script that is printed, and every command has a manual page without mistakes. */
class CompletionTest {
    @TempDir
    private Path folder;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(completed("facegate", "led")).containsExactly("ledger");
        assertThat(completed("facegate", "ledger", "ver")).containsExactly("verify");
        assertThat(completed("facegate", "serve", "--trust-l")).containsExactly("--trust-loopback");
        assertThat(completed("facegate", "completion", "")).contains("bash", "zsh");
        assertThat(completed("facegate", "nothing-like-it")).isEmpty();
    }

    @Test
    void zshIsToldToReadBashCompletions() {
        assertThat(said("completion", "zsh"))
                .startsWith("autoload -U +X bashcompinit && bashcompinit\n")
                .contains(said("completion", "bash"));
    }

    @Test
    void everyCommandHasAPageThatNamesAllItsOptions() throws IOException {
        said("man", "--to", folder.toString());
        var root = CommandNames.line();
        for (var words : CommandNames.all()) {
            var command = root;
            for (var word : words) {
                command = command.getSubcommands().get(word);
            }
            var name = words.isEmpty() ? "facegate" : "facegate-" + String.join("-", words);
            var page = Files.readString(folder.resolve(name + ".1"));
            assertThat(page).as(name).startsWith(".TH ").contains(".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION");
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.hidden() || page.contains(option.longestName().replace("-", "\\-")))
                        .as(name + ": " + option.longestName())
                        .isTrue();
            }
        }
        try (var pages = Files.list(folder)) {
            assertThat(pages).hasSize(CommandNames.all().size());
        }
    }

    /** groff's warnings stand on its standard error: a page has none. */
    @Test
    void thePagesAreReadByManWithoutAWarning() throws Exception {
        said("man", "--to", folder.toString());
        var all = new ArrayList<>(List.of("groff", "-man", "-ww", "-Tutf8", "-K", "utf8", "-z"));
        try (var pages = Files.list(folder)) {
            pages.map(Path::toString).sorted().forEach(all::add);
        }
        assertThat(run(all.toArray(String[]::new))).isEmpty();
        var shown = run(
                "groff",
                "-man",
                "-Tascii",
                "-P-cbou",
                folder.resolve("facegate-ledger-verify.1").toString());
        assertThat(shown).contains("NAME", "facegate ledger verify", "EXIT STATUS", "--key");
        var broken = Files.writeString(folder.resolve("broken.1"), ".TH X 1\n.SH NAME\n.nosuchmacro\n");
        assertThat(run("groff", "-man", "-ww", "-Tutf8", "-z", broken.toString()))
                .contains("nosuchmacro");
    }

    private List<String> completed(String... words) throws Exception {
        var script = Files.writeString(folder.resolve("facegate.bash"), said("completion", "bash"));
        var line = Arrays.stream(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        var shell = "source '" + script + "'; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; _complete_facegate 2>/dev/null; printf '%s\\n"
                + "' \"${COMPREPLY[@]}\"";
        return run("bash", "-c", shell)
                .lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static String run(String... words) throws IOException, InterruptedException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String said(String... words) {
        var out = new StringWriter();
        var command = CommandNames.line().setOut(new PrintWriter(out));
        assertThat(command.execute(words)).as(String.join(" ", words)).isZero();
        return out.toString();
    }
}
