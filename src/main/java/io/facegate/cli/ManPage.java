package io.facegate.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates a manual page in man(7) macros from a command's picocli model. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();
    private final CommandLine command;
    private final CommandSpec spec;
    private final Help help;

    private ManPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
        this.help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    }

    /** The page of this command alone. */
    static String generate(CommandLine command) {
        return new ManPage(command).write();
    }

    /** The page's name, such as {@code facegate-ledger-verify}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String write() {
        var usage = spec.usageMessage();
        var description = lines(usage.description());
        line(".TH \"" + name(command).toUpperCase(Locale.ROOT) + "\" \"1\" \"\" \"Facegate\" \"Facegate\"");
        section("NAME");
        text(name(command) + " - "
                + (description.isEmpty() ? spec.qualifiedName() : summaryLine(description.getFirst())));
        section("SYNOPSIS");
        text(help.synopsis(0).strip().replaceAll(",\\s+", ",").replaceAll("\\s+", " "));
        section("DESCRIPTION");
        description.forEach(this::paragraph);
        arguments();
        subcommands();
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach(this::item);
        }
        examples(lines(usage.footer()));
        return page.toString();
    }

    /** The summary for apropos(1): the first sentence, up to its colon. */
    private static String summaryLine(String said) {
        return said.split("[.:;] ", 2)[0].replaceFirst("\\.$", "");
    }

    private void arguments() {
        var shown = new ArrayList<ArgSpec>(spec.positionalParameters());
        spec.options().stream()
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .forEach(shown::add);
        shown.removeIf(ArgSpec::hidden);
        if (!shown.isEmpty()) {
            section("OPTIONS");
            shown.forEach(this::argument);
        }
    }

    private void argument(ArgSpec argument) {
        var label = argument.arity().max() == 0 ? "" : argument.paramLabel();
        var named = argument instanceof OptionSpec option
                ? String.join(", ", option.names()) + (label.isEmpty() ? "" : " " + label)
                : label;
        item(named, String.join(" ", lines(argument.description())));
    }

    private void subcommands() {
        if (!command.getSubcommands().isEmpty()) {
            section("COMMANDS");
            command.getSubcommands().forEach((word, inner) -> {
                var said = lines(inner.getCommandSpec().usageMessage().description());
                item(name(inner) + "(1)", said.isEmpty() ? word : said.getFirst());
            });
        }
    }

    private void examples(List<String> footer) {
        if (!footer.isEmpty()) {
            section("EXAMPLES");
            line(".nf");
            footer.stream()
                    .dropWhile(said -> said.isBlank() || said.equals("Examples:"))
                    .forEach(this::text);
            line(".fi");
        }
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void paragraph(String said) {
        line(".PP");
        text(said);
    }

    private void item(String head, String said) {
        line(".TP");
        line(".B " + escape(head));
        text(said);
    }

    private void text(String said) {
        line(escape(said));
    }

    private void line(String said) {
        page.append(said).append('\n');
    }

    /** The text as picocli prints it: variables resolved, colour markup removed. */
    private List<String> lines(String... said) {
        return Arrays.stream(said)
                .map(one -> Help.Ansi.OFF.string(one.contains("%n") ? one.replace("%n", " ") : one))
                .toList();
    }

    /** Escapes backslashes, leading dots and hyphens for troff. */
    private static String escape(String said) {
        return said.lines()
                .map(one -> one.replace("\\", "\\e").replace("-", "\\-"))
                .map(one -> one.startsWith(".") || one.startsWith("'") ? "\\&" + one : one)
                .collect(Collectors.joining("\n"));
    }
}
