package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LanguageOption;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.RecordLine;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordArchive;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.replay.PolicyHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate ledger show}: shows one decision. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows one decision, or the record of an administrative act: in plain words, as recorded, with its"
                    + " outcome and its place in the tree.",
            "If the data folder keeps the policies that decided, it also names the nearest single change that would"
                    + " have reversed the decision.",
            "With --json it prints the records verbatim: the decision, then its outcome if there is one.",
            "The view and who looked are recorded before the decision is shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
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
final class LedgerShowCommand implements Callable<Integer> {
    private static final String NOT_IN_TREE =
            "The record with that id is stored but not yet in the tree, so it cannot be verified. Try again in a"
                    + " second.";

    @Parameters(paramLabel = "ID", description = "The decision's id.")
    private String id = "";

    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private LanguageOption translated = new LanguageOption();

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerLocator.demand(spec, settings.ledger());
        try (var archive = RecordArchive.open(settings.ledger())) {
            var found = archive.look(id);
            if (found.isEmpty() && showsAct()) {
                return ExitCode.DONE.number();
            }
            if (found.isEmpty()) {
                settings.complain("The ledger has no decision with that id. To list the newest: facegate ledger tail");
                return ExitCode.USAGE.number();
            }
            looking.record(settings.ledger(), AccessAuditRecord.of(id, looking.by(), Instant.now()));
            return print(found.get()).number();
        } catch (Fault.LedgerTampered tampered) {
            settings.complain(String.valueOf(tampered.getMessage()));
            return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
        } catch (Fault.LedgerDown unreadable) {
            settings.complain(String.valueOf(unreadable.getMessage()));
            return ExitCode.FAULT.number();
        }
    }

    private ExitCode print(CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details -> {
                print(details);
                yield details.tampered() == null ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
            }
            case TamperedRecord tampered -> {
                settings.print(RecordLine.of(settings, tampered));
                yield ExitCode.LEDGER_DOES_NOT_VERIFY;
            }
            case CheckedDecision.NotInTree _ -> {
                settings.complain(NOT_IN_TREE);
                yield ExitCode.FAULT;
            }
        };
    }

    /** Shows the administrative act of that id; false if there is none. */
    private boolean showsAct() {
        try (var archive = SearchArchive.open(settings.ledger())) {
            var place = archive.place(id);
            var entries = place.isEmpty() ? List.<VerifiedRecord>of() : archive.at(List.of(place.getAsLong()));
            if (entries.isEmpty() || !verbatim(entries.getFirst()).contains("\"kind\":\"ADMIN\"")) {
                return false;
            }
            var entry = entries.getFirst();
            looking.record(settings.ledger(), AccessAuditRecord.of(id, looking.by(), Instant.now()));
            if (settings.json()) {
                settings.print(verbatim(entry));
                return true;
            }
            ActDescription.of(entry, settings.data()).forEach(line -> settings.print(LedgerLocator.harmless(line)));
            settings.print("");
            indented(entry).lines().map(LedgerLocator::harmless).forEach(settings::print);
            return true;
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private void print(DecisionDetails details) {
        if (settings.json()) {
            settings.print(verbatim(details.decision()));
            if (details.outcome() != null) {
                settings.print(verbatim(details.outcome()));
            }
            tampered(details);
            return;
        }
        story(details);
        settings.print("");
        indented(details.decision()).lines().map(LedgerLocator::harmless).forEach(settings::print);
        if (details.outcome() != null) {
            indented(details.outcome()).lines().map(LedgerLocator::harmless).forEach(settings::print);
        }
        tampered(details);
        place(details);
    }

    private void tampered(DecisionDetails details) {
        if (details.tampered() != null) {
            settings.print(RecordLine.of(settings, details.tampered()));
        }
    }

    private void story(DecisionDetails details) {
        var policies = PolicyHistory.in(settings.data());
        var said = new NarrativeWriter(translated.language(), UnaryOperator.identity(), policies).tell(details);
        settings.print(LedgerLocator.harmless(said.asked()));
        settings.print(LedgerLocator.harmless(said.decided() + ' ' + said.why()));
        said.notes().forEach(note -> settings.print(LedgerLocator.harmless(note)));
        for (var line : new String[] {said.change(), said.ended()}) {
            if (line != null) {
                settings.print(LedgerLocator.harmless(line));
            }
        }
    }

    private void place(DecisionDetails details) {
        var hex = HexFormat.of();
        settings.print("");
        settings.print("Record " + (details.decision().index() + 1) + " of " + details.treeSize() + ", leaf hash "
                + hex.formatHex(details.decision().leaf()));
        if (!details.decision().signed()) {
            settings.print("It is in the tree, but no signed checkpoint covers it yet.");
        }
        settings.print("Tree root " + hex.formatHex(details.root()));
        settings.print("Audit path, from the leaf up:" + (details.path().isEmpty() ? " none" : ""));
        details.path().forEach(beside -> settings.print("  " + hex.formatHex(beside)));
    }

    private static String verbatim(VerifiedRecord entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    private static String indented(VerifiedRecord entry) {
        try {
            return JsonMappers.PLAIN.readTree(entry.json()).toPrettyString();
        } catch (IOException damaged) {
            return verbatim(entry);
        }
    }
}
