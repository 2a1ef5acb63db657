package io.facegate.app;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The end of a command's help: its text is wrapped, and its examples are not, so that they can be pasted. */
final class HelpFooter {
    private static final String INDENT = "  ";

    private HelpFooter() {}

    /** Shows the footers of a command and its subcommands so. */
    static void install(CommandLine command) {
        command.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER, HelpFooter::render);
        command.getSubcommands().values().forEach(HelpFooter::install);
    }

    private static String render(Help help) {
        var usage = help.commandSpec().usageMessage();
        return Stream.of(usage.footer())
                .flatMap(text -> Stream.of(text.formatted().split("\\R", -1)))
                .map(line -> line.startsWith(INDENT) ? line + System.lineSeparator() : wrapped(usage.width(), line))
                .collect(Collectors.joining());
    }

    private static String wrapped(int width, String line) {
        return Help.join(Ansi.OFF, width, true, new String[] {line}, new StringBuilder())
                .toString();
    }
}
