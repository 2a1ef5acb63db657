package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facegate.app.server.ServeCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command explains itself, and a usage error is one line and where to read more. */
class HelpTest {
    private static final Set<String> READERS_OF_ALL = Set.of("completion", "man");
    private static final Map<List<String>, String> HELP = new HashMap<>();

    private static final Pattern WORD = Pattern.compile("(?:\\$\\([^)]*\\)|[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyCommandHasAnExampleAndItsExitCodes() {
        var softly = new SoftAssertions();
        var all = CommandNames.all();
        for (var words : all) {
            var name = name(words) + " --help";
            softly.assertThat(help(words))
                    .as(name)
                    .startsWith("Usage: " + name(words))
                    .containsIgnoringCase(words.isEmpty() ? "first steps:" : "example");
            boolean group = all.stream()
                    .anyMatch(other -> other.size() > words.size()
                            && other.subList(0, words.size()).equals(words));
            softly.assertThat(group || help(words).contains("Exit codes:"))
                    .as(name + " says its exit codes")
                    .isTrue();
        }
        softly.assertAll();
    }

    /** The many options of a gateway stand under headings, each once. */
    @Test
    void optionsOfSeveralSubjectsHaveHeadings() {
        var serve = help(List.of("serve"));
        assertThat(serve).contains("\nWhere it listens:\n", "\nAzure:\n").doesNotContain("\nKafkaOptions");
        var sections = serve.split("\n(?=[A-Z][^\n]*:\n)");
        assertThat(sections)
                .filteredOn(section -> section.startsWith("Quotas:"))
                .singleElement()
                .asString()
                .contains("--quotas", "--limits-fallback")
                .doesNotContain("--kafka");
        var line = new CommandLine(new ServeCommand());
        for (var option : line.getCommandSpec().options()) {
            var shown = Pattern.compile(
                    "(?m)^ {2,6}(-\\w, )?" + option.longestName().replace("--", "--(\\[no-])?") + "(?![\\w-])");
            assertThat(shown.matcher(serve).results().count())
                    .as(option.longestName())
                    .isEqualTo(option.hidden() ? 0 : 1);
        }
        assertThat(help(List.of("key", "mint"))).doesNotContain("Quotas:").contains("--org");
    }

    /** An example is not wrapped, and what it does stands behind a #. */
    @Test
    void anExampleCanBePasted() {
        var softly = new SoftAssertions();
        for (var words : CommandNames.all()) {
            var examples = help(words).split("(?im)^(examples?|first steps):$", 2);
            var text = examples.length < 2 ? "" : examples[1].split("(?m)^Exit codes:", 2)[0];
            text.lines()
                    .filter(line -> line.matches("  (\\./)?facegate .*\\S {3,}[^# ].*"))
                    .forEach(line -> softly.fail(name(words) + ": " + line));
            var wrapped = text.lines().filter(line -> line.startsWith("-") || line.matches("\\S*'.*"));
            softly.assertThat(wrapped).as(name(words)).isEmpty();
        }
        softly.assertAll();
        assertThat(help(List.of("registry", "migrate"))).contains("jdbc:postgresql://db/facegate?user=owner'");
    }

    /** Each example is a command that exists, with options that it has; the files that it names need not be there. */
    @Test
    void everyExampleIsUnderstood() {
        var softly = new SoftAssertions();
        int tried = 0;
        for (var words : CommandNames.all()) {
            for (var example : examples(words)) {
                var wrong =
                        catchThrowable(() -> CommandNames.lineFor(example).parseArgs(example.toArray(String[]::new)));
                softly.assertThat(wrong instanceof CommandLine.UnmatchedArgumentException)
                        .as("%s: %s: %s", name(words), example, wrong)
                        .isFalse();
                tried++;
            }
        }
        softly.assertAll();
        assertThat(tried).isGreaterThan(150);
    }

    /** They need nothing but the policies that ship; a bank is told of its own rule, and nobody of the law of China. */
    @Test
    void theExamplesOfExplainAreAboutWhomTheyName() {
        var examples = examples(List.of("policy", "explain"));
        assertThat(examples).hasSizeGreaterThan(3).anyMatch(example -> example.contains("bank"));
        for (var example : examples) {
            var words = new ArrayList<>(example);
            words.addAll(List.of("--policies", "policies"));
            assertThat(run(words.subList(0, words.size() - 1), words.getLast()))
                    .as(example + err.toString())
                    .isZero();
            var decided = out.toString().split("Any one of these changes alone", 2)[0];
            assertThat(decided).as(example.toString()).doesNotContain("cn-", "China", "Chine");
            if (example.contains("bank")) {
                assertThat(decided)
                        .contains("(regulated financial institution)", "by rule facegate-base/bank-verifies");
            }
        }
    }

    /** The commands of a help's examples, each as its words behind {@code facegate}, without what a shell does with it; bench is the launcher's. */
    private List<List<String>> examples(List<String> words) {
        var parts = help(words).split("(?im)^(examples?|first steps):$", 2);
        var text = parts.length < 2 ? "" : parts[1].split("(?m)^Exit codes:", 2)[0];
        return text.replaceAll("\\\\\n *", "")
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(\\./)?facegate (?!bench).*"))
                .map(HelpTest::words)
                .toList();
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(found -> found.group())
                .skip(1)
                .takeWhile(word -> !word.matches("[#|<>&;].*"))
                .map(word -> word.replaceAll("['\"]", ""))
                .toList();
    }

    @Test
    void anOptionThatDoesNotExistIsOneLineAndWhereToReadMore() {
        for (var words : CommandNames.all()) {
            if (!words.isEmpty()) {
                assertThat(run(words, "--colour")).as(name(words)).isEqualTo(2);
                assertThat(out.toString()).isEmpty();
                assertThat(err.toString())
                        .as(name(words))
                        .doesNotContain("Exception", "\tat ")
                        .hasLineCount(2)
                        .endsWith("\nSee '" + name(words) + " --help'.\n");
            }
        }
    }

    /** One command is built without the others: its help, and that of its subcommands, is the same. */
    @Test
    void aCommandBuiltAloneIsTheSame() {
        var whole = CommandNames.line();
        assertThat(whole.getSubcommands()).hasSizeGreaterThan(20);
        whole.getSubcommands().forEach((name, command) -> {
            var alone = CommandNames.lineFor(List.of(name));
            assertThat(alone.getSubcommands().keySet())
                    .as(name)
                    .isEqualTo(
                            READERS_OF_ALL.contains(name)
                                    ? whole.getSubcommands().keySet()
                                    : Set.of(name));
            assertThat(usage(alone.getSubcommands().get(name))).isEqualTo(usage(command));
        });
        for (var none : List.of(List.<String>of(), List.of("--help"), List.of("orgs"), List.of("@words"))) {
            assertThat(CommandNames.lineFor(none).getSubcommands().keySet())
                    .as(none.toString())
                    .isEqualTo(whole.getSubcommands().keySet());
        }
    }

    private static String usage(CommandLine command) {
        return command.getUsageMessage()
                + command.getSubcommands().values().stream()
                        .map(HelpTest::usage)
                        .collect(Collectors.joining());
    }

    private static String name(List<String> words) {
        return ("facegate " + String.join(" ", words)).strip();
    }

    /** What a command says of itself, asked once for all tests: it exits with 0 and complains of nothing. */
    private String help(List<String> words) {
        return HELP.computeIfAbsent(words, command -> {
            assertThat(run(command, "--help")).as(name(command)).isZero();
            assertThat(err.toString()).as(name(command)).isEmpty();
            return out.toString();
        });
    }

    private int run(List<String> words, String last) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(words);
        all.add(last);
        return CommandNames.lineFor(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
