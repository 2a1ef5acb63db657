package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Authorisations;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A step of a person about an authorisation, for one decision or for all of its use. */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault", "2:usage, or it is not possible", "5:a record does not verify"})
abstract class AuthorisationStepCommand extends AuthorisationCommand.OfLedger {
    @Parameters(paramLabel = "ID", description = "The id of the decision.")
    private String id = "";

    @Option(
            names = "--by",
            required = true,
            paramLabel = "NAME",
            description = "The person who does it. The ledger holds only a commitment to the name.")
    private String by = "";

    @Option(
            names = "--same-use",
            description =
                    "Does the same for each decision of the same caller, made for the same organisations, with the"
                            + " same purpose and time limit, if it is possible there. Look at them first: cases that began"
                            + " at the same moment look alike.")
    private boolean sameUse;

    @Mixin
    private BreakGlassOption glass = new BreakGlassOption();

    final boolean breaksGlass() {
        return glass.isUsed();
    }

    abstract AuthorisationAct act();

    /** What the record commits to. */
    abstract String words();

    /** Why it is done past the logins, if it is; null if nobody said why. */
    @Nullable
    String why() {
        return words();
    }

    final @Nullable String oneLine(@Nullable String text) {
        return ActorOptions.Reasons.requireReason(spec, text);
    }

    @Override
    final ExitCode run(Authorisations authorisations) {
        ActorOptions.Reasons.requireName(spec, by);
        var person = new ActingPerson(by, oneLine(words()));
        requireAllowed(new ActingPerson(by, oneLine(why())), act().act(), glass);
        var found = authorisations.show(id, by).orElse(null);
        if (found == null) {
            return fail(ExitCode.USAGE, AuthorisationCommand.NONE);
        }
        var objection = found.objection(act(), Instant.now());
        if (objection != null) {
            return fail(ExitCode.USAGE, objection);
        }
        authorisations.step(id, act(), person);
        int done = 1 + (sameUse ? others(authorisations, found, person) : 0);
        var after = authorisations.show(id, by).orElse(found);
        var state = after.at(Instant.now()).state().word();
        output().print(
                        CommandOutput.fields("id", id, "step", act().word(), "state", state, "decisions", done),
                        "On record for " + done + (done == 1 ? " decision" : " decisions") + ": " + act().word()
                                + ". The authorisation is " + state + '.');
        return ExitCode.DONE;
    }

    private int others(Authorisations authorisations, Authorisation first, ActingPerson person) {
        int done = 0;
        for (var other : authorisations.sameUse(first, by)) {
            if (other.objection(act(), Instant.now()) == null) {
                authorisations.step(other.decision(), act(), person);
                done++;
            }
        }
        return done;
    }

    /** Why a person makes a step. */
    static final class Reason {
        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why, in one line of at most 500 characters. The ledger holds only a commitment to it.")
        private String text = "";
    }

    /** A step with a reason. */
    abstract static class Reasoned extends AuthorisationStepCommand {
        @Mixin
        private Reason reason = new Reason();

        @Override
        final String words() {
            return reason.text;
        }
    }

    @Command(
            name = "file",
            description = "Records that the authorisation was asked for. This must be on record before the time limit.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation file 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by r.doe \\",
                "      --reference '12 Gs 481/26' --authority 'Amtsgericht Mitte' \\",
                "      --requested 2026-11-25T10:00:00Z"
            })
    static final class File extends AuthorisationStepCommand {
        @Option(
                names = "--reference",
                required = true,
                paramLabel = "TEXT",
                description = "The reference under which the authority has it, at most 150 characters.")
        private String reference = "";

        @Option(
                names = "--authority",
                required = true,
                paramLabel = "NAME",
                description = "The judge or authority that was asked, at most 150 characters.")
        private String authority = "";

        @Option(
                names = "--requested",
                required = true,
                paramLabel = "TIME",
                description = "When it was asked, such as 2026-11-25T10:00:00Z.")
        private String requested = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description =
                        "Why it is done past the logins, in one line of at most 500 characters: with --break-glass"
                                + " only. The ledger holds only a commitment to it.")
        private @Nullable String reason;

        @Override
        @Nullable
        String why() {
            if (reason != null && !breaksGlass()) {
                throw usageError("--reason goes with --break-glass: a filing is recorded as it was made.");
            }
            return reason;
        }

        @Override
        AuthorisationAct act() {
            return AuthorisationAct.FILE;
        }

        @Override
        String words() {
            try {
                return new AuthorisationFiling(reference, authority, Instant.parse(requested)).text();
            } catch (DateTimeException noMoment) {
                throw usageError("--requested takes a time such as 2026-11-25T10:00:00Z.");
            } catch (Fault.LedgerDown wrong) {
                throw usageError(String.valueOf(wrong.getMessage()));
            }
        }
    }

    @Command(
            name = "grant",
            description = "Records that the authority granted it. It takes another person than the one who filed.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation grant 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by a.lee \\",
                "      --reason 'Order of 25 November.'"
            })
    static final class Grant extends Reasoned {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.GRANT;
        }
    }

    @Command(
            name = "reject",
            description =
                    "Records that the authority rejected it, also after it was granted. The duties of the rule are"
                            + " raised at once.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation reject 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by a.lee \\",
                "      --reason 'Rejected on 25 November.'"
            })
    static final class Reject extends Reasoned {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.REJECT;
        }
    }

    @Command(
            name = "request-lift",
            description =
                    "Asks to end the stop that this decision caused. Nothing changes until another person confirms it.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation request-lift 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'A new order covers the use.'"
            })
    static final class RequestLift extends Reasoned {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.REQUEST_LIFT;
        }
    }

    @Command(
            name = "confirm-lift",
            description = {
                "Ends the stop that this decision caused, after another person asked.",
                "The use goes on once no decision of it is stopped. To do all of them: --same-use."
            },
            footer = {
                "",
                "Example:",
                "  facegate authorisation confirm-lift 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'Seen: order of 27 November.'"
            })
    static final class ConfirmLift extends Reasoned {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.CONFIRM_LIFT;
        }
    }

    @Command(
            name = "confirm-deletion",
            description = "Confirms that data, results and outputs of the call were deleted.",
            footer = {
                "",
                "Example:",
                "  facegate authorisation confirm-deletion 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 \\",
                "      --by a.lee --reason 'Deleted at the vendor and in the case file.'"
            })
    static final class ConfirmDeletion extends Reasoned {
        @Override
        AuthorisationAct act() {
            return AuthorisationAct.CONFIRM_DELETION;
        }
    }
}
