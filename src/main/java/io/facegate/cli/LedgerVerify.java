package io.facegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.reading.Verification;
import io.facegate.ledger.store.TreeCheck.Damage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facegate ledger verify}: hashes everything again. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks the whole ledger, offline: hashes every record again, grows the tree again and compares it after every"
                    + " batch and with the stored head, checks that records are canonical, that ids are not used twice, and"
                    + " that every outcome ends one earlier permit. It reads the write-ahead log by itself, and compares with"
                    + " the head that the file ledger.head remembers.",
            "Names the first record that is not what was written. What it cannot see by itself is a whole ledger that was"
                    + " made anew, or cut off and made to fit: compare the root with one that was noted elsewhere."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every record is what was written",
            "2:usage, or there is no ledger",
            "5:the ledger does not verify"
        },
        footer = {
            "",
            "--data also takes a ledger's file by itself, such as a copy.",
            "",
            "Examples:",
            "  facegate ledger verify",
            "  facegate ledger verify --data /backup/ledger.db --json"
        })
final class LedgerVerify implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerFiles.demandTrace(spec, settings.ledger());
        var result = Verification.verify(settings.ledger());
        var damage = result.damage();
        if (settings.json()) {
            settings.print(json(result, damage));
        } else if (damage == null) {
            settings.print("The ledger verifies: " + result.size() + " records, root " + result.root());
        } else {
            settings.complain(LedgerFiles.harmless(plain(damage)));
        }
        if (!settings.json()) {
            result.notes().forEach(note -> settings.print("Note: " + note));
        }
        return (damage == null ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY).number();
    }

    /** Counts from 1, as "Record 3 of 8" does everywhere that people read. */
    private static String plain(Damage damage) {
        return "The ledger does not verify. Record " + (damage.index() + 1)
                + (damage.id() == null ? "" : " (" + damage.id() + ")") + ": " + damage.what()
                + (damage.what().endsWith(".") ? "" : ".");
    }

    private static String json(Verification result, @org.jspecify.annotations.Nullable Damage damage) {
        var said = JSON.createObjectNode().put("verifies", damage == null).put("size", result.size());
        if (!result.notes().isEmpty()) {
            result.notes().forEach(said.putArray("notes")::add);
        }
        if (damage == null) {
            return said.put("root", result.root()).toString();
        }
        said.put("record", damage.index()).put("what", damage.what());
        return (damage.id() == null ? said : said.put("id", damage.id())).toString();
    }
}
