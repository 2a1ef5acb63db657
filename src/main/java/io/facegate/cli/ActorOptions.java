package io.facegate.cli;

import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.usecase.ledger.ActingPerson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the person who makes a change, and the reason. Every record of the change commits to both. */
public final class ActorOptions {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "The name of the person who does this. The ledger holds a commitment to it; the name itself"
                    + " stays with its salts. Default: your user on this machine, marked as such (" + Ledger.UNNAMED
                    + "NAME).")
    private @Nullable String by;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, in one line of at most 500 characters. The ledger holds a commitment to it.")
    private @Nullable String reason;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** True if a name was given. */
    public boolean isNamed() {
        return by != null;
    }

    /** The person, and the reason. Without a name: the operating system user, marked as unnamed. */
    public ActingPerson person() {
        var why = Reasons.requireReason(spec, reason);
        if (by == null) {
            return ActingPerson.unnamed(why);
        }
        Reasons.requireName(spec, by);
        return new ActingPerson(by, why);
    }

    /** Checks on names and reasons. */
    public static final class Reasons {
        private Reasons() {}

        public static void requireName(CommandSpec spec, String name) {
            if (name.isBlank() || name.length() > 128 || name.chars().anyMatch(Character::isISOControl)) {
                throw new ParameterException(spec.commandLine(), "--by takes a name of at most 128 characters.");
            }
            if (name.startsWith(Ledger.UNNAMED)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--by takes a name that does not begin with " + Ledger.UNNAMED
                                + ", which marks a default name. Leave --by out instead.");
            }
        }

        public static @Nullable String requireReason(CommandSpec spec, @Nullable String reason) {
            if (reason != null
                    && (reason.isBlank()
                            || reason.length() > AdministrativeActDetails.LONGEST_REASON
                            || reason.chars().anyMatch(Character::isISOControl))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--reason takes one line of at most " + AdministrativeActDetails.LONGEST_REASON
                                + " characters.");
            }
            return reason;
        }
    }
}
