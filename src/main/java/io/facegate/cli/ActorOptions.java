package io.facegate.cli;

import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.usecase.ledger.ActingPerson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the person who makes a change, and the reason. Every record of the change commits to both. */
public final class ActorOptions {
    /** Prefix of the operating system user's name, used if no name was given. */
    public static final String UNNAMED = Ledger.UNNAMED;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "The name of the person who does this. The ledger holds a salted hash of it; the name itself"
                    + " stays in salts.db. Default: your user on this machine, marked as such (" + UNNAMED + "NAME).")
    private @Nullable String by;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, in one line of at most 500 characters. The ledger holds a salted hash of it.")
    private @Nullable String reason;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Actor options for a person named by other options. */
    public static ActorOptions forPerson(String by, @Nullable String reason) {
        var acting = new ActorOptions();
        acting.by = by;
        acting.reason = reason;
        return acting;
    }

    /** The given name, else the operating system user marked as unnamed. */
    public String actor() {
        if (by == null) {
            return UNNAMED + System.getProperty("user.name");
        }
        Reasons.requireName(spec, by);
        return by;
    }

    /** True if a name was given. */
    public boolean isNamed() {
        return by != null;
    }

    /** The reason, or null. */
    public @Nullable String reason() {
        return Reasons.requireReason(spec, reason);
    }

    /** The person, and the reason. */
    public ActingPerson person() {
        return new ActingPerson(actor(), reason());
    }

    /** Details for the record of the act. */
    public AdministrativeActDetails details() {
        return new AdministrativeActDetails(null, reason(), true, null);
    }

    /** An act of this person. Carries registry roots if the registry has them. */
    public Administrative act(String act, String subject, @Nullable RegistryRoots roots) {
        var details = roots == null ? details() : details().withRoots(roots);
        return new Administrative(act, subject, actor(), Instant.now()).withDetails(details);
    }

    /** The same act, by this person. */
    public Administrative withActor(Administrative act) {
        return act(act.act(), act.subject());
    }

    /** An act of this person. */
    public Administrative act(String act, String subject) {
        return act(act, subject, null);
    }

    /** Checks on names and reasons. */
    public static final class Reasons {
        private Reasons() {}

        public static void requireName(CommandSpec spec, String name) {
            if (name.isBlank() || name.length() > 128 || name.chars().anyMatch(Character::isISOControl)) {
                throw new ParameterException(spec.commandLine(), "--by takes a name of at most 128 characters.");
            }
            if (name.startsWith(UNNAMED)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--by takes a name that does not begin with " + UNNAMED
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
