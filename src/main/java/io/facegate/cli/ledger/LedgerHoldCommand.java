package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.retention.LegalHold;
import io.facegate.usecase.ledger.LegalHolds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger hold}: legal holds, which stop pruning. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = {
            "Holds keep records, whatever their age, until they are lifted. Only the oldest records of the ledger"
                    + " can be pruned, so a hold keeps its first record and all that follow.",
            "The list of holds is kept in the ledger's own records, so none can be added or dropped unseen."
        },
        subcommands = {LedgerHoldCommand.Add.class, LedgerHoldCommand.ListAll.class, LedgerHoldCommand.Lift.class},
        footer = {
            "",
            "Examples:",
            "  facegate ledger hold add smith-v-city --case 2026-114 --by m.roe",
            "  facegate ledger hold list",
            "  facegate ledger hold lift smith-v-city --by m.roe"
        })
final class LedgerHoldCommand {
    /** Subject of a hold. Records are kept from the first one about the subject. */
    static final class HoldSubject {
        @Option(names = "--case", paramLabel = "NUMBER", description = "Every record of a case.")
        private @Nullable String matter;

        @Option(names = "--org", paramLabel = "ID", description = "Every record of an organisation.")
        private @Nullable String organisation;

        @Option(names = "--decision", paramLabel = "ID", description = "One decision.")
        private @Nullable String decision;

        @Option(names = "--from", paramLabel = "DAY", description = "Every record since that day, in UTC.")
        private @Nullable String from;
    }

    @Command(
            name = "add",
            sortOptions = false,
            description = {
                "Orders a hold. If no record matches yet, every later record is kept, and the command says so. Check"
                        + " the spelling: a misspelt case or organisation holds none of the records that you mean."
            },
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold add smith-v-city --case 2026-114 --by m.roe"})
    static final class Add extends FacegateCommand {
        @Parameters(
                paramLabel = "NAME",
                description = "The name of the hold. It is written into the ledger, so do not name a person.")
        private String name = "";

        @ArgGroup(multiplicity = "1")
        private HoldSubject about = new HoldSubject();

        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private BreakGlassOption glass = new BreakGlassOption();

        @Override
        protected ExitCode run() {
            require(
                    LegalHold.names(name),
                    "A hold's name is 1 to 63 lower-case letters, digits, dots, hyphens and underscores.");
            var holds = new LegalHolds(LedgerLocator.requireLedger(spec, settings.ledger()), settings.registry());
            var subject = new LegalHolds.Subject(
                    about.matter, about.organisation, about.decision, about.from == null ? null : day(about.from));
            return add(holds, subject);
        }

        private ExitCode add(LegalHolds holds, LegalHolds.Subject subject) {
            try {
                var hold = holds.add(name, subject, requireAllowed(acting.person(), "hold_add", glass));
                if (hold.isEmpty()) {
                    return fail(ExitCode.USAGE, "A hold with that name exists. To see all: facegate ledger hold list");
                }
                print(output(), hold.get());
                warnOfUnknownCase(holds);
                return ExitCode.DONE;
            } catch (LegalHolds.UnknownSubject unknown) {
                throw usageError(String.valueOf(unknown.getMessage()));
            }
        }

        /**
         * Warns of a probable typo if no decision has the case. The hold is still placed: keeping more harms nobody.
         */
        private void warnOfUnknownCase(LegalHolds holds) {
            var problem = about.matter == null ? null : holds.problemOfCase(about.matter);
            if (problem != null) {
                output().printError(LedgerLocator.sanitize(problem
                        + ". The hold is in place, and keeps only records from now on. If the number is wrong,"
                        + " lift the hold and order it again: facegate ledger hold lift " + name));
            }
        }

        private Instant day(String day) {
            try {
                return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException unreadable) {
                throw usageError("--from takes a day such as 2026-11-24.", unreadable);
            }
        }
    }

    @Command(
            name = "list",
            description = "Lists the holds in place.",
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold list --json"})
    static final class ListAll extends FacegateCommand {
        @Override
        protected ExitCode run() {
            var holds = new LegalHolds(LedgerLocator.requireLedger(spec, settings.ledger()), settings.registry());
            holds.list().forEach(hold -> print(output(), hold));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "lift",
            sortOptions = false,
            description = "Lifts a hold.",
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold lift smith-v-city --by m.roe"})
    static final class Lift extends FacegateCommand {
        @Parameters(paramLabel = "NAME", description = "The name of the hold.")
        private String name = "";

        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private BreakGlassOption glass = new BreakGlassOption();

        @Override
        protected ExitCode run() {
            var holds = new LegalHolds(LedgerLocator.requireLedger(spec, settings.ledger()), settings.registry());
            if (!holds.lift(name, requireAllowed(acting.person(), "hold_lift", glass))) {
                return fail(ExitCode.USAGE, "There is no hold with that name. To see all: facegate ledger hold list");
            }
            return ExitCode.DONE;
        }
    }

    private static void print(CommandOutput output, LegalHold hold) {
        output.print(
                CommandOutput.fields(
                        "hold",
                        hold.name(),
                        "from",
                        hold.from(),
                        "since",
                        hold.since().toString()),
                hold.name() + "  keeps record " + (hold.from() + 1) + " and all that follow, since " + hold.since());
    }
}
