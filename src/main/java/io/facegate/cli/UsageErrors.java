package io.facegate.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and where to read more; the help page itself would bury it. */
public final class UsageErrors implements IParameterExceptionHandler {
    private static final String NO_SUBCOMMAND = "Missing required subcommand";

    @Override
    public int handleParseException(ParameterException wrong, String[] words) {
        var command = wrong.getCommandLine();
        command.getErr().println(said(wrong, command));
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private static String said(ParameterException wrong, CommandLine command) {
        return NO_SUBCOMMAND.equals(wrong.getMessage())
                ? "Say what to do: "
                        + String.join(", ", command.getSubcommands().keySet()) + '.'
                : String.valueOf(wrong.getMessage());
    }
}
