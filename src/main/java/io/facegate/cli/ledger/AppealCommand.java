package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.admin.AdminLoginOptions;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    .map(Appeals::toFields)
                    .toList());
            return ExitCode.DONE;
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
                        statements.stream().map(Appeals::toFields).toList()));
            } else {
                output().print("Appeal against decision " + appeal.decision() + ": " + appeal.state());
                statements.forEach(statement -> lines(statement).forEach(output()::print));
            }
            return statements.stream().anyMatch(AppealStatement::isTampered)
                    ? ExitCode.LEDGER_DOES_NOT_VERIFY
                    : ExitCode.DONE;
        }

        private List<String> lines(AppealStatement statement) {
            var lines = new ArrayList<String>();
            var step = statement.step();
            boolean filed = step.act() == AppealAct.FILED;
            lines.add("");
            lines.add(step.time() + "  " + (filed ? "filed" : step.act().state()) + "  (record " + step.id() + ')');
            var person = statement.person();
            if (person != null) {
                lines.add((filed ? "Contact: " : "By: ") + safe(Appeals.text(person)));
            }
            Appeals.text(statement.text()).lines().forEach(line -> lines.add("  " + safe(line)));
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
                    "Answers an open appeal. --by names the officer. The caller is told outcome and reason. Your name"
                            + " is not in the record; it is stored beside it and can be erased.",
            footer = {
                "",
                "Example:",
                "  facegate appeal answer 01a9cd87bd0e6c1f3a --by m.roe --outcome upheld --reason 'Your evidence is"
                        + " registered now.'"
            })
    static final class Answer extends FacegateCommand {
        @Parameters(paramLabel = "ID", description = "The id of the decision that the appeal is against.")
        private String id = "";

        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Option(
                names = "--outcome",
                required = true,
                paramLabel = "OUTCOME",
                description = "upheld, rejected, or needs_information: the caller can then add to its appeal.")
        private String outcome = "";

        @Mixin
        private BreakGlassOption glass = new BreakGlassOption();

        @Mixin
        private AdminLoginOptions admin = new AdminLoginOptions();

        @Override
        protected ExitCode run() {
            var person = acting.person();
            require(person.reason() != null, "Missing required option: '--reason=TEXT', which the caller is told.");
            var act = AppealAct.fromOutcome(outcome);
            if (act == null) {
                throw usageError("--outcome takes upheld, rejected or needs_information.");
            }
            var gateway = admin.gateway(acting, glass, settings);
            if (gateway != null) {
                gateway.send("POST", AdminApiClient.path("appeals", id, "answer"), Map.of("outcome", outcome));
                return answered(act);
            }
            require(acting.isNamed(), "Missing required option: '--by=NAME', the officer who answers.");
            requireAllowed(person, act.act(), glass);
            return answer(act, person);
        }

        private ExitCode answer(AppealAct act, ActingPerson person) {
            var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
            try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
                var appeals = new Appeals(records, ledger);
                var appeal = appeals.show(id, person.name()).orElse(null);
                if (appeal == null || !appeal.isOpen()) {
                    return fail(
                            ExitCode.USAGE,
                            appeal == null ? NONE : "The appeal is not open. Its state is " + appeal.state() + '.');
                }
                appeals.answer(id, act, person);
            }
            return answered(act);
        }

        private ExitCode answered(AppealAct act) {
            output().print(
                            CommandOutput.fields("id", id, "state", act.state()),
                            "The appeal against " + id + " is answered: " + act.state() + '.');
            return ExitCode.DONE;
        }
    }
}
