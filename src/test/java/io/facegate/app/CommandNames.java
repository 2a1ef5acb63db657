package io.facegate.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Every command and subcommand, as the words that one types after {@code facegate}. */
public final class CommandNames {
    private CommandNames() {}

    /** The whole command line, to be run in this process. */
    public static CommandLine line() {
        return Main.commandLine();
    }

    /** The command line that is built for these words. */
    public static CommandLine lineFor(List<String> words) {
        return Main.commandLineFor(words.toArray(String[]::new));
    }

    public static List<List<String>> all() {
        var all = new ArrayList<List<String>>();
        collect(Main.commandLine(), List.of(), all);
        return all;
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, inner) -> {
            var longer = new ArrayList<>(words);
            longer.add(name);
            collect(inner, longer, all);
        });
    }
}
