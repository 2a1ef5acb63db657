package io.facegate.cli.registry;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.registry.RegistryHistory;
import io.facegate.usecase.registry.RegistryLines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate registry history}: every change of the registry, from the ledger. */
@Command(
        name = "history",
        description = {
            "Shows every change of organisations, keys and evidence, newest first: when, who, why, and what it was"
                    + " before and after.",
            "The changes are read from the ledger, and each record is verified before it is shown. Who looks is on"
                    + " record."
        })
final class RegistryHistoryCommand extends RegistrySubcommand {
    @Option(
            names = "--org",
            paramLabel = "ORG",
            description = "Only the changes of this organisation, its keys and its evidence.")
    private @Nullable String organisation;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
            var found = new RegistryHistory(registry()).read(records, organisation, looking.reader());
            found.changes().forEach(this::print);
            found.tampered()
                    .forEach(each -> output().print(
                                    CommandOutput.fields(
                                            "tampered",
                                            each.index(),
                                            "number",
                                            each.index() + 1,
                                            "what",
                                            each.cause().description()),
                                    "RECORD " + (each.index() + 1) + " DOES NOT VERIFY: "
                                            + each.cause().description() + '.'));
            if (found.changes().isEmpty()) {
                output().printSummary("No change, up to record " + found.searched() + '.');
            }
            return found.tampered().isEmpty() ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
        }
    }

    private void print(RegistryHistory.Change change) {
        output().print(
                        RegistryLines.toFields(change),
                        text(change).stream().map(LedgerLocator::sanitize).collect(Collectors.joining("\n")));
    }

    private static List<String> text(RegistryHistory.Change change) {
        var lines = new ArrayList<String>();
        lines.add(change.time() + "  " + change.act() + "  " + change.subject()
                + (change.author().about() == null
                        ? ""
                        : "  about " + change.author().about())
                + (change.author().name() == null
                        ? ""
                        : "  by " + change.author().name())
                + (change.author().reason() == null
                        ? ""
                        : "  because: " + change.author().reason())
                + switch (change.content()) {
                    case "not_applied" -> "  RECORDED, NOT IN THE REGISTRY";
                    case "unavailable" -> "  THE STORE OF REVIEWERS CANNOT BE READ";
                    default -> "";
                });
        for (var row : change.rows()) {
            lines.add("  " + row.name() + (row.added() ? "  added" : ""));
            row.fields()
                    .forEach((name, field) -> lines.add("    " + name + ": "
                            + (row.added() ? "" : field.path("before") + " -> ") + field.path("after")));
        }
        return lines;
    }
}
