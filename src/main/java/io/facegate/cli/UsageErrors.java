package io.facegate.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints usage errors, such as an unknown option, with the nearest known word and a pointer to help. Does not print the
 * help page, which would bury the mistake.
 */
public final class UsageErrors implements IParameterExceptionHandler {
    private static final String NO_SUBCOMMAND = "Missing required subcommand";
    private static final int NEAREST = 3;

    private static final Pattern MISTAKEN = Pattern.compile(
            "Invalid value for (?:option|positional parameter at index [0-9]+) '?([^' ]+)'?(?: \\(<[^>]+>\\))?: '(.*)'"
                    + " is not an? (int|long|double|boolean)(?: .*)?",
            Pattern.DOTALL);

    /** Options that people guess, and what they are called. */
    private static final Map<String, String> MEANT = Map.of(
            "--to", "--until",
            "--since", "--from",
            "--place", "--jurisdiction",
            "--organisation", "--org",
            "--type", "--org-type");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private static final Map<String, String> WANTED = Map.of(
            "int", "a whole number",
            "long", "a whole number",
            "double", "a number",
            "boolean", "true or false");

    @Override
    public int handleParseException(ParameterException wrong, String[] words) {
        var command = wrong.getCommandLine();
        command.getErr().println(toSentence(wrong, command));
        command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    /** Replaces Java type names in picocli's messages. */
    private static String withoutTypeNames(String message) {
        var mistaken = MISTAKEN.matcher(message);
        if (!mistaken.matches()) {
            return message;
        }
        return mistaken.group(1) + " is '" + mistaken.group(2) + "'; it must be "
                + wanted(mistaken.group(1), mistaken.group(2), mistaken.group(3)) + '.';
    }

    private static String wanted(String option, String typed, String type) {
        if (option.endsWith("port")) {
            return "a port, a number up to 65535";
        }
        boolean isTooLarge = type.equals("int") && DIGITS.matcher(typed).matches();
        return Objects.requireNonNull(WANTED.get(type)) + (isTooLarge ? ", at most " + Integer.MAX_VALUE : "");
    }

    /** What was meant: the option of that meaning, or words that are spelt alike. */
    private static List<String> near(UnmatchedArgumentException unmatched) {
        var command = unmatched.getCommandLine().getCommandSpec();
        var meant = unmatched.getUnmatched().stream()
                .limit(1)
                .filter(MEANT::containsKey)
                .map(word -> MEANT.getOrDefault(word, word))
                .filter(option -> command.findOption(option) != null)
                .toList();
        return meant.isEmpty()
                ? unmatched.getSuggestions().stream().limit(NEAREST).toList()
                : meant;
    }

    private static String toSentence(ParameterException wrong, CommandLine command) {
        if (NO_SUBCOMMAND.equals(wrong.getMessage())) {
            return "Name a subcommand: "
                    + String.join(", ", command.getSubcommands().keySet()) + '.';
        }
        var near = wrong instanceof UnmatchedArgumentException unmatched ? near(unmatched) : List.<String>of();
        return withoutTypeNames(String.valueOf(wrong.getMessage()))
                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + '?');
    }
}
