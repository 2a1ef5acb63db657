package io.facegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.ledger.reading.Archive;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.Dossier;
import io.facegate.ledger.reading.Entry;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.View;
import io.facegate.ledger.replay.KeptPolicies;
import io.facegate.ledger.telling.Narratives;
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

/** {@code facegate ledger show}: one decision. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows one decision, or the record of an administrative act: in plain words, as it was recorded, how it"
                    + " ended, and where it stands in the tree.",
            "Where the data folder keeps the policies that decided, it also says which single change, the nearest,"
                    + " would have turned the decision.",
            "With --json it prints the records verbatim: the decision, then its outcome where there is one.",
            "That it was looked at, and by whom, is on record before it is shown."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the ledger cannot be read, the view not be put on record, or the record is not yet in the tree",
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
final class LedgerShow implements Callable<Integer> {
    private static final String NOT_IN_TREE =
            "The record of that id is durable and not yet in the tree, so it cannot be verified. Try again in a"
                    + " second.";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "ID", description = "The decision's id.")
    private String id = "";

    @Mixin
    private Looking looking = new Looking();

    @Mixin
    private Spoken spoken = new Spoken();

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerFiles.demand(spec, settings.ledger());
        try (var archive = Archive.open(settings.ledger())) {
            var found = archive.look(id);
            if (found.isEmpty() && showsAct()) {
                return ExitCode.DONE.number();
            }
            if (found.isEmpty()) {
                settings.complain("The ledger holds no decision of that id. List the newest: facegate ledger tail");
                return ExitCode.USAGE.number();
            }
            looking.record(settings.ledger(), View.of(id, looking.by(), Instant.now()));
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
            case Dossier dossier -> {
                print(dossier);
                yield dossier.tampered() == null ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
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

    /** Shows the record of an administrative act of that id; false where there is none. */
    private boolean showsAct() {
        try (var archive = SearchArchive.open(settings.ledger())) {
            var place = archive.place(id);
            var entries = place.isEmpty() ? List.<Entry>of() : archive.at(List.of(place.getAsLong()));
            if (entries.isEmpty() || !verbatim(entries.getFirst()).contains("\"kind\":\"ADMIN\"")) {
                return false;
            }
            var entry = entries.getFirst();
            looking.record(settings.ledger(), View.of(id, looking.by(), Instant.now()));
            if (settings.json()) {
                settings.print(verbatim(entry));
                return true;
            }
            ActStory.of(entry, settings.data()).forEach(line -> settings.print(LedgerFiles.harmless(line)));
            settings.print("");
            indented(entry).lines().map(LedgerFiles::harmless).forEach(settings::print);
            return true;
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The record cannot be read: " + unreadable.getMessage());
        }
    }

    private void print(Dossier dossier) {
        if (settings.json()) {
            settings.print(verbatim(dossier.decision()));
            if (dossier.outcome() != null) {
                settings.print(verbatim(dossier.outcome()));
            }
            tampered(dossier);
            return;
        }
        story(dossier);
        settings.print("");
        indented(dossier.decision()).lines().map(LedgerFiles::harmless).forEach(settings::print);
        if (dossier.outcome() != null) {
            indented(dossier.outcome()).lines().map(LedgerFiles::harmless).forEach(settings::print);
        }
        tampered(dossier);
        place(dossier);
    }

    private void tampered(Dossier dossier) {
        if (dossier.tampered() != null) {
            settings.print(RecordLine.of(settings, dossier.tampered()));
        }
    }

    private void story(Dossier dossier) {
        var policies = KeptPolicies.in(settings.data());
        var said = new Narratives(spoken.language(), UnaryOperator.identity(), policies).tell(dossier);
        settings.print(LedgerFiles.harmless(said.asked()));
        settings.print(LedgerFiles.harmless(said.decided() + ' ' + said.why()));
        said.notes().forEach(note -> settings.print(LedgerFiles.harmless(note)));
        for (var line : new String[] {said.change(), said.ended()}) {
            if (line != null) {
                settings.print(LedgerFiles.harmless(line));
            }
        }
    }

    private void place(Dossier dossier) {
        var hex = HexFormat.of();
        settings.print("");
        settings.print("Record " + (dossier.decision().index() + 1) + " of " + dossier.treeSize() + ", leaf hash "
                + hex.formatHex(dossier.decision().leaf()));
        if (!dossier.decision().signed()) {
            settings.print("It is in the tree, and no signed checkpoint covers it yet.");
        }
        settings.print("Tree root " + hex.formatHex(dossier.root()));
        settings.print("Audit path, from the leaf up:" + (dossier.path().isEmpty() ? " none" : ""));
        dossier.path().forEach(beside -> settings.print("  " + hex.formatHex(beside)));
    }

    private static String verbatim(Entry entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    private static String indented(Entry entry) {
        try {
            return JSON.readTree(entry.json()).toPrettyString();
        } catch (IOException damaged) {
            return verbatim(entry);
        }
    }
}
