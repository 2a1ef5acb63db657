package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.SecretFileArgument;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.ledger.retention.Pruner;
import io.facegate.ledger.retention.RetentionActs;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            "  facegate ledger prune                      what would be removed, and what keeps the rest",
            "  facegate ledger prune --keep P1Y --by m.roe",
            "  facegate ledger prune --by m.roe --owner 'jdbc:postgresql://db/facegate?user=owner'"
        })
final class LedgerPruneCommand implements Callable<Integer> {
    private static final Map<PrunePlan.Reason, String> REASONS = Map.of(
            PrunePlan.Reason.AGE, "it is not old enough",
            PrunePlan.Reason.OBLIGATION, "an obligation of its permit asks for longer",
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
            description = "Prune, in the name of this person. The ledger holds a salted hash of the name. Without"
                    + " this option nothing is changed.")
    private @Nullable String by;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, in one line of at most 500 characters. The ledger holds a salted hash of it.")
    private @Nullable String reason;

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

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        if (ledger.database() != null && by != null && owner == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The gateways' role may not remove records. Name the database with --owner URL, with the owner"
                            + " of its tables as user.");
        }
        ActorOptions.Reasons.requireReason(spec, reason);
        var period = period();
        try {
            prune(ledger, period, Instant.now());
            return ExitCode.DONE.number();
        } catch (Fault.LedgerTampered tampered) {
            settings.printError("Nothing is pruned. " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown | SQLException | IOException failed) {
            settings.printError("Not everything is pruned: " + failed.getMessage() + " Run it again.");
            return ExitCode.FAULT.number();
        }
    }

    private Period period() {
        try {
            var asked = keep == null ? PrunePlan.SHORTEST : Period.parse(keep);
            var day = LocalDate.of(2026, 1, 1);
            if (day.plus(asked).isBefore(day.plus(PrunePlan.SHORTEST))) {
                throw new ParameterException(
                        spec.commandLine(), "Records are kept for six months at least: --keep P6M.");
            }
            return asked;
        } catch (DateTimeParseException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), "--keep takes a period such as P6M, P1Y or P400D.", unreadable);
        }
    }

    private void prune(LedgerAddress address, Period period, Instant now) throws SQLException, IOException {
        PrunePlan plan;
        try (var ledger = VerifiedReader.open(address)) {
            plan = PrunePlan.compute(ledger, RetentionActs.read(ledger), period, now);
        }
        if (by != null && plan.records() > 0) {
            var act = new Ledger.Administrative(RetentionActs.PRUNE, Long.toString(plan.minimum()), by, now)
                    .withDetails(new AdministrativeActDetails(null, reason, true, null));
            if (owner == null || address.database() == null) {
                Ledger.administrate(address, act);
            } else {
                prune(address, plan, act, settings.asOwner(owner, ownerPassword));
            }
        }
        printPlan(plan);
    }

    private static void prune(LedgerAddress address, PrunePlan plan, Ledger.Administrative act, LedgerDatabase owner)
            throws SQLException, IOException {
        var pruning = new Pruner(address, owner);
        pruning.requireRight();
        Ledger.administrate(address, act);
        pruning.prune(plan);
    }

    private void printPlan(PrunePlan plan) {
        boolean done = by != null && plan.records() > 0;
        if (settings.json()) {
            settings.output()
                    .printJson(CommandOutput.fields(
                            "pruned", done,
                            "records", plan.records(),
                            "minimum", plan.minimum(),
                            "kept_by", plan.reason().name().toLowerCase(java.util.Locale.ROOT)));
            return;
        }
        settings.print((done ? "Pruned " : "Would prune ") + plan.records() + " records"
                + (plan.records() == 0 ? "." : ", from " + (plan.from() + 1) + " to " + plan.minimum() + '.'));
        settings.print(
                "The first record that stays is " + (plan.minimum() + 1) + ": " + REASONS.get(plan.reason()) + '.');
    }
}
