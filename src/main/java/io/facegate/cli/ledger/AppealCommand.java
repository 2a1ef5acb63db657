package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate appeal}: lists, shows and answers the appeals of refused callers. */
@Command(
        name = "appeal",
        mixinStandardHelpOptions = true,
        description = {
            "Lists, shows and answers the appeals of refused callers.",
            "An answer changes no decision and no rule. When you uphold an appeal, have the operator register what was"
                    + " missing, or record your decision about the rule."
        },
        footer = {
            "",
            "Examples:",
            "  facegate appeal list",
            "  facegate appeal show 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81",
            "  facegate appeal answer 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --by r.doe \\",
            "      --outcome needs_information --reason 'Send the number of the warrant.'"
        },
        subcommands = {AppealCommand.ListAll.class, AppealCommand.Show.class, AppealCommand.Answer.class})
public final class AppealCommand {
    private static final String NONE =
            "There is no appeal against a decision with that id. To list them: facegate appeal list";

    /** Work on the appeals of a ledger. */
    abstract static class OfLedger extends FacegateCommand {
        @Override
        protected final ExitCode run() {
            var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
            try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
                return run(new Appeals(records, ledger));
            }
        }

        abstract ExitCode run(Appeals appeals);

        /** The text, or why it is not shown. */
        final String text(CommittedText kept) {
            return switch (kept) {
                case CommittedText.Verified(var text) -> text;
                case CommittedText.Tampered _ -> AuditedRecords.TAMPERED_TEXT;
                case CommittedText.Absent _ -> "hidden: the text is not kept here, or was erased.";
            };
        }
    }

    @Command(
            name = "list",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:a fault", "2:usage", "5:a record does not verify"},
            description = "Lists the appeals, the latest first. The view and who looked are recorded before.",
            footer = {"", "Example:", "  facegate appeal list --open"})
    static final class ListAll extends OfLedger {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Option(names = "--open", description = "Only those that wait for an answer.")
        private boolean open;

        @Override
        ExitCode run(Appeals appeals) {
            output().printEntries(appeals.list(looking.reader()).stream()
                    .filter(appeal -> !open || appeal.isOpen())
                    .map(ListAll::fields)
                    .toList());
            return ExitCode.DONE;
        }

        private static Map<String, @Nullable Object> fields(Appeal appeal) {
            return CommandOutput.fields(
                    "id",
                    appeal.decision(),
                    "state",
                    appeal.state(),
                    "filed",
                    appeal.filed().time().toString(),
                    "latest",
                    appeal.latest().time().toString());
        }
    }

    @Command(
            name = "show",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:a fault",
                "2:usage, or no such appeal",
                "5:a record or a kept text does not verify"
            },
            description =
                    "Shows one appeal: its state, each text and who gave it, as long as they are kept. The view and"
                            + " who looked are recorded before.",
            footer = {"", "Example:", "  facegate appeal show 01a9cd87bd0e6c1f3a"})
    static final class Show extends OfLedger {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Parameters(paramLabel = "ID", description = "The id of the decision that the appeal is against.")
        private String id = "";

        @Override
        ExitCode run(Appeals appeals) {
            var found = appeals.show(id, looking.reader());
            if (found.isEmpty()) {
                return fail(ExitCode.USAGE, NONE);
            }
            var appeal = found.get();
            var statements = appeals.statements(appeal);
            if (output().isJson()) {
                output().printJson(CommandOutput.fields(
                        "id",
                        appeal.decision(),
                        "state",
                        appeal.state(),
                        "steps",
                        statements.stream().map(this::fields).toList()));
            } else {
                output().print("Appeal against decision " + appeal.decision() + ": " + appeal.state());
                statements.forEach(statement -> lines(statement).forEach(output()::print));
            }
            return statements.stream().anyMatch(AppealStatement::isTampered)
                    ? ExitCode.LEDGER_DOES_NOT_VERIFY
                    : ExitCode.DONE;
        }

        private Map<String, @Nullable Object> fields(AppealStatement statement) {
            var step = statement.step();
            var person = statement.person();
            return CommandOutput.fields(
                    "id",
                    step.id(),
                    "act",
                    step.act().act(),
                    "time",
                    step.time().toString(),
                    "person",
                    person == null ? null : text(person),
                    "text",
                    text(statement.text()));
        }

        private List<String> lines(AppealStatement statement) {
            var lines = new ArrayList<String>();
            var step = statement.step();
            boolean filed = step.act() == AppealAct.FILED;
            lines.add("");
            lines.add(step.time() + "  " + (filed ? "filed" : step.act().state()) + "  (record " + step.id() + ')');
            var person = statement.person();
            if (person != null) {
                lines.add((filed ? "Contact: " : "By: ") + safe(text(person)));
            }
            text(statement.text()).lines().forEach(line -> lines.add("  " + safe(line)));
            return lines;
        }

        private static String safe(String line) {
            return DisplayText.forTerminal(line);
        }
    }

    @Command(
            name = "answer",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:a fault",
                "2:usage, no such appeal, or it is not open",
                "5:a record does not verify"
            },
            description =
                    "Answers an open appeal. The caller is told outcome and reason; your name stays with the salts of"
                            + " the record.",
            footer = {
                "",
                "Example:",
                "  facegate appeal answer 01a9cd87bd0e6c1f3a --by m.roe --outcome upheld --reason 'Your evidence is"
                        + " registered now.'"
            })
    static final class Answer extends OfLedger {
        @Parameters(paramLabel = "ID", description = "The id of the decision that the appeal is against.")
        private String id = "";

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "The officer who answers.")
        private String by = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description =
                        "The reason, for the caller, in one line of at most 500 characters. The ledger holds only a"
                                + " commitment to it.")
        private String reason = "";

        @Option(
                names = "--outcome",
                required = true,
                paramLabel = "OUTCOME",
                description = "upheld, rejected, or needs_information: the caller can then add to its appeal.")
        private String outcome = "";

        @Override
        ExitCode run(Appeals appeals) {
            ActorOptions.Reasons.requireName(spec, by);
            var person = new ActingPerson(by, ActorOptions.Reasons.requireReason(spec, reason));
            var act = AppealAct.fromOutcome(outcome);
            if (act == null) {
                throw usageError("--outcome takes upheld, rejected or needs_information.");
            }
            requireAllowed(person, act.act());
            var appeal = appeals.show(id, by).orElse(null);
            if (appeal == null || !appeal.isOpen()) {
                return fail(
                        ExitCode.USAGE,
                        appeal == null ? NONE : "That appeal waits for no answer: it is " + appeal.state() + '.');
            }
            appeals.answer(id, act, person);
            output().print(
                            CommandOutput.fields("id", id, "state", act.state()),
                            "The appeal against " + id + " is answered: " + act.state() + '.');
            return ExitCode.DONE;
        }
    }
}
