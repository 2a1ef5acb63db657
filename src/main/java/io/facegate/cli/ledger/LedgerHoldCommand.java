package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.retention.FirstRecordOfKind;
import io.facegate.ledger.retention.LegalHold;
import io.facegate.ledger.retention.RetentionActs;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.SaltFile;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.Registrar;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    static final class About {
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
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Orders a hold. If no record matches yet, every later record is kept, and the command says so. Check"
                        + " the spelling: a misspelt case or organisation holds none of the records that you mean."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold add smith-v-city --case 2026-114 --by m.roe"})
    static final class Add implements Callable<Integer> {
        @Parameters(
                paramLabel = "NAME",
                description = "The name of the hold. It is written into the ledger, so do not name a person.")
        private String name = "";

        @ArgGroup(multiplicity = "1")
        private About about = new About();

        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (!LegalHold.names(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "A hold's name is 1 to 63 lower-case letters, digits, dots, hyphens and underscores.");
            }
            return LedgerHoldCommand.serve(settings, spec, ledger -> {
                if (RetentionActs.read(ledger).holds().stream()
                        .anyMatch(hold -> hold.name().equals(name))) {
                    settings.printError("A hold with that name exists. To see all: facegate ledger hold list");
                    return ExitCode.USAGE.number();
                }
                requireKnown(ledger);
                var hold = new LegalHold(name, firstRecord(ledger), Instant.now());
                Ledger.administrate(
                        settings.ledger(),
                        new Ledger.Administrative(
                                        LegalHold.ADD, hold.subject(), acting.actor(), about.matter, hold.since())
                                .withDetails(acting.details()));
                print(settings, hold);
                warnOfUnknownCase();
                return ExitCode.DONE.number();
            });
        }

        /** Demands that a named decision or organisation exists. A case may still be unknown. */
        private void requireKnown(LedgerReader ledger) throws SQLException {
            var wanted = about.decision == null ? about.organisation : about.decision;
            if (wanted == null || firstRecord(ledger) < ledger.head().size()) {
                return;
            }
            if (about.decision != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "The ledger has no decision with that id. To list the newest: facegate ledger tail");
            }
            var known = organisations();
            if (!known.contains(wanted)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--org: no organisation '" + WordList.forDisplay(wanted)
                                + "' is registered, and no record names"
                                + " one"
                                + WordList.nearest(wanted, known)
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse(". To see all: facegate org list"));
            }
        }

        private Set<String> organisations() {
            if (!Registrar.isIn(settings.data())) {
                return Set.of();
            }
            try (var registry = Registry.open(settings.data())) {
                return registry.organisations().stream().map(Organisation::id).collect(Collectors.toSet());
            } catch (Fault.RegistryDown | RegistryException unreadable) {
                return Set.of();
            }
        }

        /**
         * Warns of a probable typo if no decision has the case. The hold is still placed: keeping more harms nobody.
         */
        private void warnOfUnknownCase() throws SQLException {
            if (about.matter == null) {
                return;
            }
            try (var salts = SaltFile.read(settings.data())) {
                if (!SimilarCase.isOfADecision(salts, about.matter)) {
                    settings.printError(LedgerLocator.sanitize("No decision on record has the case " + about.matter
                            + SimilarCase.find(salts, about.matter)
                                    .map(near -> "; there are decisions with the case " + near)
                                    .orElse("")
                            + ". The hold is in place, and keeps only records from now on. If the number is wrong,"
                            + " lift the hold and order it again: facegate ledger hold lift " + name));
                }
            }
        }

        private long firstRecord(LedgerReader ledger) throws SQLException {
            if (about.from != null) {
                return FirstRecordOfKind.findSince(ledger, day(about.from));
            }
            if (about.organisation != null) {
                return FirstRecordOfKind.findFor(ledger, about.organisation);
            }
            return FirstRecordOfKind.findAmong(ledger, about.decision == null ? idsOfCase() : Set.of(about.decision));
        }

        private Set<String> idsOfCase() throws SQLException {
            try (var salts = SaltFile.read(settings.data())) {
                return new HashSet<>(salts.records(RecordField.CASE, String.valueOf(about.matter)));
            }
        }

        private Instant day(String day) {
            try {
                return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException unreadable) {
                throw new ParameterException(spec.commandLine(), "--from takes a day such as 2026-11-24.", unreadable);
            }
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the holds in place.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold list --json"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return LedgerHoldCommand.serve(settings, spec, ledger -> {
                RetentionActs.read(ledger).holds().forEach(hold -> print(settings, hold));
                return ExitCode.DONE.number();
            });
        }
    }

    @Command(
            name = "lift",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lifts a hold.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:the ledger cannot be read or written", "2:usage"},
            footer = {"", "Example:", "  facegate ledger hold lift smith-v-city --by m.roe"})
    static final class Lift implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The name of the hold.")
        private String name = "";

        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return LedgerHoldCommand.serve(settings, spec, ledger -> {
                if (RetentionActs.read(ledger).holds().stream()
                        .noneMatch(hold -> hold.name().equals(name))) {
                    settings.printError("There is no hold with that name. To see all: facegate ledger hold list");
                    return ExitCode.USAGE.number();
                }
                Ledger.administrate(settings.ledger(), acting.act(LegalHold.LIFT, name));
                return ExitCode.DONE.number();
            });
        }
    }

    /** Work on an open ledger reader. */
    @FunctionalInterface
    private interface Work {
        int run(LedgerReader ledger) throws SQLException;
    }

    private static int serve(CommonOptions settings, CommandSpec spec, Work work) {
        var file = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var ledger = VerifiedReader.open(file)) {
            return work.run(ledger);
        } catch (Fault.LedgerTampered tampered) {
            settings.printError(String.valueOf(tampered.getMessage()));
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown | SQLException failed) {
            settings.printError(String.valueOf(failed.getMessage()));
            return ExitCode.FAULT.number();
        }
    }

    private static void print(CommonOptions settings, LegalHold hold) {
        settings.output()
                .print(
                        CommandOutput.fields(
                                "hold", hold.name(), "from", hold.from(), "since", String.valueOf(hold.since())),
                        hold.name() + "  keeps record " + (hold.from() + 1) + " and all that follow, since "
                                + hold.since());
    }
}
