package io.facegate.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and where to read more; the help page itself would bury it. */
public final class UsageErrors implements IParameterExceptionHandler {
    private static final String NO_SUBCOMMAND = "Missing required subcommand";
    private static final int NEAREST = 3;

    @Override
    public int handleParseException(ParameterException wrong, String[] words) {
        var command = wrong.getCommandLine();
        command.getErr().println(said(wrong, command));
        command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private static String said(ParameterException wrong, CommandLine command) {
        if (NO_SUBCOMMAND.equals(wrong.getMessage())) {
            return "Say what to do: "
                    + String.join(", ", command.getSubcommands().keySet()) + '.';
        }
        var near = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(NEAREST).toList()
                : List.<String>of();
        return wrong.getMessage() + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + '?');
    }
}
