package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.SecretFileArgument;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.LedgerActs;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate ledger prune}: deletes records that no retention rule or hold still requires. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows which records are past their retention period, and with --by removes them. A record is kept for"
                    + " six months, or longer if --keep, an obligation of its permit or a hold says so. Only the"
                    + " oldest records can be pruned: a record that must be kept also keeps all that follow it.",
            "The hashes stay, so every proof and checkpoint still verifies. The pruning and who ordered it are"
                    + " recorded before it is done."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be written", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger prune                      # what would be removed, and what keeps the rest",
            "  facegate ledger prune --keep P1Y --by m.roe",
            "  facegate ledger prune --by m.roe --owner 'jdbc:postgresql://db/facegate?user=owner'"
        })
final class LedgerPruneCommand extends FacegateCommand {
    private static final Map<PrunePlan.Reason, String> REASONS = Map.of(
            PrunePlan.Reason.AGE, "it is not old enough",
            PrunePlan.Reason.POLICIES,
                    "it tells which policies are in force: restart a gateway, which records it again",
            PrunePlan.Reason.OBLIGATION, "an obligation of its permit asks for longer",
            PrunePlan.Reason.DUTY, "its authorisation failed, and a duty is open: facegate authorisation list",
            PrunePlan.Reason.USE, "a later decision that stays has its authorisation",
            PrunePlan.Reason.HOLD, "a hold keeps it: facegate ledger hold list",
            PrunePlan.Reason.OPEN, "this record, or one before it, is a permit whose call has not ended",
            PrunePlan.Reason.TOGETHER, "it was written to disk together with a record that must be kept",
            PrunePlan.Reason.UNREADABLE, "it cannot be read: facegate ledger verify",
            PrunePlan.Reason.NONE, "there is none");

    @Option(
            names = "--keep",
            paramLabel = "PERIOD",
            description = "How long records are kept, at least six months: P6M, P1Y, P400D. Default: P6M.")
    private @Nullable String keep;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Prune, in the name of this person. The ledger holds a commitment to the name. Without"
                    + " this option nothing is changed.")
    private @Nullable String by;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, in one line of at most 500 characters. The ledger holds a commitment to it.")
    private @Nullable String reason;

    @Mixin
    private BreakGlassOption glass = new BreakGlassOption();

    @Option(
            names = "--owner",
            paramLabel = "URL",
            description = "For a ledger in a database: its URL with the owner of its tables as user. Only that role can"
                    + " prune.")
    private @Nullable String owner;

    @Option(
            names = "--owner-password",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the owner's password. Without it: ~/.pgpass.")
    private @Nullable Path ownerPassword;

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        if (ledger.database() != null && by != null && owner == null) {
            throw usageError(
                    "The gateways' role may not remove records. Name the database with --owner URL, with the owner"
                            + " of its tables as user.");
        }
        ActorOptions.Reasons.requireReason(spec, reason);
        var period = period();
        try {
            var plan = LedgerActs.planPrune(ledger, period);
            if (by != null && plan.records() > 0) {
                new LedgerActs(ledger, requireAllowed(new ActingPerson(by, reason), "prune", glass))
                        .prune(
                                plan,
                                owner == null || ledger.database() == null
                                        ? null
                                        : settings.asOwner(owner, ownerPassword));
            }
            printPlan(plan);
            return ExitCode.DONE;
        } catch (Fault.LedgerTampered tampered) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, "Nothing is pruned. " + tampered.getMessage());
        } catch (Fault.LedgerDown | SQLException | IOException failed) {
            return fail(ExitCode.FAULT, "Not everything is pruned: " + failed.getMessage() + " Run it again.");
        }
    }

    private Period period() {
        try {
            var asked = keep == null ? PrunePlan.SHORTEST : Period.parse(keep);
            var day = LocalDate.of(2026, 1, 1);
            if (day.plus(asked).isBefore(day.plus(PrunePlan.SHORTEST))) {
                throw usageError("Records are kept for six months at least: --keep P6M.");
            }
            return asked;
        } catch (DateTimeParseException unreadable) {
            throw usageError("--keep takes a period such as P6M, P1Y or P400D.", unreadable);
        }
    }

    private void printPlan(PrunePlan plan) {
        boolean done = by != null && plan.records() > 0;
        output().print(
                        CommandOutput.fields(
                                "pruned", done,
                                "records", plan.records(),
                                "minimum", plan.minimum(),
                                "kept_by", plan.reason().name().toLowerCase(Locale.ROOT)),
                        (done ? "Pruned " : "Would prune ") + plan.records() + " records"
                                + (plan.records() == 0
                                        ? "."
                                        : ", from " + (plan.from() + 1) + " to " + plan.minimum() + '.')
                                + "\nThe first record that stays is " + (plan.minimum() + 1) + ": "
                                + REASONS.get(plan.reason()) + '.');
    }
}
