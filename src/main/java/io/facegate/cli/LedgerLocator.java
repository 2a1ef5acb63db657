package io.facegate.cli;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.LedgerKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the ledger that a command is about. */
public final class LedgerLocator {
    private LedgerLocator() {}

    /** A line for people to read: a ledger may come from somebody else, and none of its words may steer the terminal. */
    public static String harmless(String line) {
        return line.replaceAll("[\\p{C}\\x{2028}\\x{2029}]", "?");
    }

    /** A usage error, that says what to do, where there is no ledger. */
    public static LedgerAddress demand(CommandSpec spec, LedgerAddress ledger) {
        if (!ledger.mayExist()) {
            throw none(spec, ledger.data());
        }
        return ledger;
    }

    /** A usage error where no ledger is or was: a folder that still has what stands beside one lost it. */
    public static void demandTrace(CommandSpec spec, LedgerAddress ledger) {
        var data = ledger.data();
        boolean lost = LedgerKeyFile.in(data) || Files.exists(data.resolve(LastHeadFile.NAME));
        if (ledger.database() == null
                && !Files.isRegularFile(data)
                && !Files.exists(data.resolve(LedgerFile.NAME))
                && !lost) {
            throw none(spec, data);
        }
    }

    private static ParameterException none(CommandSpec spec, Path data) {
        return new ParameterException(
                spec.commandLine(),
                "There is no ledger in " + data + ". Name the data folder with --data DIR, or start a gateway first.");
    }
}
