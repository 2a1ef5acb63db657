package io.facegate.cli.ledger;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationStatement;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate authorisation}: authorisations after the fact of permitted calls. */
@Command(
        name = "authorisation",
        mixinStandardHelpOptions = true,
        description = {
            "Files, grants and rejects authorisations after the fact.",
            "A rule can permit a call on condition that an authorisation is filed within some hours. When it is"
                    + " rejected, or not filed or granted in time, the rule's duties are raised: stop, purge, suspend.",
            "A step names who makes it (--by). Where gateways share the registry, log in first with facegate login: then"
                    + " the login says who you are, and a gateway makes the step."
        },
        footer = {
            "",
            "Examples:",
            "  facegate authorisation list",
            "  facegate authorisation file 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by r.doe \\",
            "      --reference '12 Gs 481/26' --authority 'Amtsgericht Mitte' \\",
            "      --requested 2026-11-25T10:00:00Z",
            "  facegate authorisation grant 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by a.lee \\",
            "      --reason 'Order of 25 November.'"
        },
        subcommands = {
            AuthorisationCommand.ListAll.class,
            AuthorisationCommand.Show.class,
            AuthorisationStepCommand.File.class,
            AuthorisationStepCommand.Grant.class,
            AuthorisationStepCommand.Reject.class,
            AuthorisationStepCommand.RequestLift.class,
            AuthorisationStepCommand.ConfirmLift.class,
            AuthorisationStepCommand.ConfirmDeletion.class
        })
public final class AuthorisationCommand {
    static final String NONE =
            "No decision with that id needs an authorisation. To list those that do: facegate authorisation list";

    /** Work on the authorisations of a ledger. */
    abstract static class OfLedger extends FacegateCommand {
        @Override
        protected final ExitCode run() {
            var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
            try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
                return run(new Authorisations(records, ledger));
            }
        }

        abstract ExitCode run(Authorisations authorisations);
    }

    @Command(
            name = "list",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:a fault", "2:usage", "5:a record does not verify"},
            description =
                    "Lists the decisions that need an authorisation, the earliest time limit first. The view and who"
                            + " looked are recorded before.",
            footer = {"", "Example:", "  facegate authorisation list --waiting"})
    static final class ListAll extends OfLedger {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Option(names = "--waiting", description = "Only those about which a person has something to do.")
        private boolean waiting;

        @Override
        ExitCode run(Authorisations authorisations) {
            var now = Instant.now();
            output().printEntries(authorisations.list(looking.reader()).stream()
                    .filter(one -> !waiting || Authorisations.isWaiting(one, now))
                    .map(one -> fields(one, now))
                    .toList());
            return ExitCode.DONE;
        }

        private static Map<String, @Nullable Object> fields(Authorisation one, Instant now) {
            var fields = new LinkedHashMap<String, @Nullable Object>(Authorisations.toFields(one, now));
            fields.remove("steps");
            return fields;
        }
    }

    @Command(
            name = "show",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:a fault",
                "2:usage, or no such authorisation",
                "5:a record or a kept text does not verify"
            },
            description =
                    "Shows one authorisation: its state, time limit and duties, each step and who made it, as long as"
                            + " that is kept. The view and who looked are recorded before.",
            footer = {"", "Example:", "  facegate authorisation show 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81"})
    static final class Show extends OfLedger {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Parameters(paramLabel = "ID", description = "The id of the decision.")
        private String id = "";

        @Override
        ExitCode run(Authorisations authorisations) {
            var found = authorisations.show(id, looking.reader()).orElse(null);
            if (found == null) {
                return fail(ExitCode.USAGE, NONE);
            }
            var statements = authorisations.statements(found);
            var fields = new LinkedHashMap<String, @Nullable Object>(Authorisations.toFields(found, Instant.now()));
            if (output().isJson()) {
                fields.put("steps", statements.stream().map(Show::fields).toList());
                output().printJson(fields);
            } else {
                fields.remove("steps");
                output().printEntries(List.of(fields));
                statements.forEach(statement -> lines(statement).forEach(output()::print));
            }
            return statements.stream().anyMatch(AuthorisationStatement::isTampered)
                    ? ExitCode.LEDGER_DOES_NOT_VERIFY
                    : ExitCode.DONE;
        }

        private static Map<String, @Nullable Object> fields(AuthorisationStatement statement) {
            var step = statement.step();
            return CommandOutput.fields(
                    "step",
                    step.act().word(),
                    "time",
                    step.time().toString(),
                    "record",
                    step.id(),
                    "person",
                    text(statement.person()),
                    "text",
                    text(statement.text()));
        }

        private static List<String> lines(AuthorisationStatement statement) {
            var lines = new ArrayList<String>();
            var step = statement.step();
            lines.add("");
            lines.add(step.time() + "  " + step.act().word() + "  (record " + step.id() + ')');
            var person = text(statement.person());
            if (person != null) {
                lines.add("By: " + DisplayText.forTerminal(person));
            }
            var text = text(statement.text());
            if (text != null) {
                lines.add("  " + DisplayText.forTerminal(text));
            }
            return lines;
        }

        private static @Nullable String text(@Nullable CommittedText kept) {
            return switch (kept) {
                case null -> null;
                case CommittedText.Verified(var text) -> text;
                case CommittedText.Tampered _ -> AuditedRecords.TAMPERED_TEXT;
                case CommittedText.Absent _ -> "hidden: the text is not kept here, or was erased.";
            };
        }
    }
}
