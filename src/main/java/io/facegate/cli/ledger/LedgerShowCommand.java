package io.facegate.cli.ledger;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LanguageOption;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.narrative.TimelineEvent;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.SourceCheck;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facegate ledger show}: shows one decision. */
@Command(
        name = "show",
        sortOptions = false,
        description = {
            "Shows one decision, or the record of an administrative act: in plain words, as recorded, with its"
                    + " outcome and its place in the tree.",
            "If the data folder keeps the policies that decided, it also names the nearest single change that would"
                    + " have reversed the decision.",
            "With --json it prints the records verbatim: the decision, then its outcome if there is one.",
            "The view and who looked are recorded before the decision is shown."
        },
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, the view cannot be recorded, or the record is not yet in the tree",
            "2:usage, or no such decision",
            "5:a record of it does not verify; it is shown as such"
        },
        footer = {
            "",
            "The id is the one in the Facegate-Decision header of every answer.",
            "",
            "Examples:",
            "  facegate ledger show 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81",
            "  facegate ledger show 019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81 --lang fr"
        })
final class LedgerShowCommand extends FacegateCommand {
    private static final String NOT_IN_TREE =
            "The record with that id is stored but not yet in the tree, so it cannot be verified. Try again in a"
                    + " second.";

    @Parameters(paramLabel = "ID", description = "The decision's id.")
    private String id = "";

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private LanguageOption translated = new LanguageOption();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        try (var records = AuditedRecords.open(ledger, settings.registry(), settings.policies())) {
            return show(records);
        }
    }

    private ExitCode show(AuditedRecords records) {
        var printer = new RecordPrinter(settings);
        var decision = records.decision(id, looking.reader());
        if (decision.isPresent()) {
            var told = print(printer, decision.get());
            return decision.get() instanceof DecisionDetails details
                    ? withAppeal(records, printer, withReviews(records, printer, details, told))
                    : told;
        }
        var act = records.act(id, looking.reader());
        if (act.isEmpty()) {
            return fail(ExitCode.USAGE, AuditedRecords.NO_DECISION);
        }
        if (output().isJson()) {
            printer.print(act.get());
            return ExitCode.DONE;
        }
        var disclosed = AuditedRecords.disclosed(settings.ledger(), act.get());
        printer.renderer().describeAct(act.get(), disclosed).forEach(output()::print);
        output().print("");
        printer.printIndented(act.get());
        return ExitCode.DONE;
    }

    private ExitCode withReviews(
            AuditedRecords records, RecordPrinter printer, DecisionDetails details, ExitCode told) {
        return printReviews(records, printer, details) ? ExitCode.LEDGER_DOES_NOT_VERIFY : told;
    }

    /** Tells of the appeal against the decision, if there is one. */
    private ExitCode withAppeal(AuditedRecords records, RecordPrinter printer, ExitCode told) {
        var appeals = new Appeals(records, settings.ledger());
        var appeal = appeals.show(id, looking.reader());
        if (appeal.isEmpty() || output().isJson()) {
            return told;
        }
        var statements = appeals.statements(appeal.get());
        output().print("");
        printer.renderer().describeAppeal(statements, translated.language()).forEach(output()::print);
        return statements.stream().anyMatch(AppealStatement::isTampered) ? ExitCode.LEDGER_DOES_NOT_VERIFY : told;
    }

    private ExitCode print(RecordPrinter printer, CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details -> {
                print(printer, details);
                yield details.tampered() == null ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
            }
            case TamperedRecord tampered -> {
                printer.print(tampered);
                yield ExitCode.LEDGER_DOES_NOT_VERIFY;
            }
            case CheckedDecision.NotInTree _ -> fail(ExitCode.FAULT, NOT_IN_TREE);
        };
    }

    private void print(RecordPrinter printer, DecisionDetails details) {
        var stored = details.outcome() == null
                ? List.of(details.decision())
                : List.of(details.decision(), details.outcome());
        if (output().isJson()) {
            stored.forEach(printer::print);
        } else {
            printNarrative(printer.renderer().explain(details, translated.language()));
            printRule(printer.renderer().statement(details, translated.language()));
            output().print("");
            stored.forEach(printer::printIndented);
        }
        if (details.tampered() != null) {
            printer.print(details.tampered());
        }
        if (!output().isJson()) {
            place(details);
        }
    }

    private void printNarrative(Narrative said) {
        output().print(said.asked());
        output().print(said.decided() + ' ' + said.why());
        said.notes().forEach(output()::print);
        for (var line : new String[] {said.change(), said.ended()}) {
            if (line != null) {
                output().print(line);
            }
        }
    }

    /** What the rule says for itself, which its caller received. */
    private void printRule(@Nullable RuleStatement rule) {
        if (rule == null) {
            return;
        }
        output().print("");
        printIf("Rule:   ", rule.text());
        printIf("Source: ", rule.source());
        printIf("        ", rule.link());
        printIf("        ", SourceCheck.words(rule, translated.language()));
        printIf("Appeal: ", rule.appeal());
        if (rule.told() != null) {
            output().print("The caller was told: " + rule.told().reason());
        }
    }

    private void printIf(String heading, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            output().print(heading + text);
        }
    }

    /** Tells who reviewed the answer, and under which decisions it was held and handed over. */
    private boolean printReviews(AuditedRecords records, RecordPrinter printer, DecisionDetails details) {
        var history = records.history(details);
        var events = printer.renderer()
                .timeline(
                        details,
                        history.withoutAppeal(),
                        AuditedRecords.committedTexts(settings.ledger()),
                        translated.language());
        boolean reviewed = !history.withoutAppeal().steps().isEmpty();
        if (reviewed && !output().isJson()) {
            output().print("");
            events.forEach(
                    event -> output().print((event.time() == null ? "" : event.time() + "  ") + event.sentence()));
        }
        return events.stream().anyMatch(TimelineEvent::tampered);
    }

    private void place(DecisionDetails details) {
        var hex = HexFormat.of();
        output().print("");
        output().print("Record " + (details.decision().index() + 1) + " of " + details.treeSize() + ", leaf hash "
                + hex.formatHex(details.decision().leaf()));
        if (!details.decision().isSigned()) {
            output().print("It is in the tree, but no signed checkpoint covers it yet.");
        }
        output().print("Tree root " + hex.formatHex(details.root()));
        output().print("Audit path, from the leaf up:" + (details.path().isEmpty() ? " none" : ""));
        details.path().forEach(beside -> output().print("  " + hex.formatHex(beside)));
    }
}
