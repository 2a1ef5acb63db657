package io.facegate.cli;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LastHeadFile;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.usecase.ledger.DisplayText;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Locates the ledger that a command works on. */
public final class LedgerLocator {
    private LedgerLocator() {}

    /** Replaces control characters for the terminal: a stranger's ledger may contain escape sequences. */
    public static String sanitize(String line) {
        return DisplayText.forTerminal(line);
    }

    /** Returns the address; a usage error with advice if there is no ledger. */
    public static LedgerAddress requireLedger(CommandSpec spec, LedgerAddress ledger) {
        if (!ledger.mayExist()) {
            throw noLedger(spec, ledger.data());
        }
        return ledger;
    }

    /** A usage error if there is no ledger and no trace of one. Files that accompany a ledger show that it was lost. */
    public static void requireTrace(CommandSpec spec, LedgerAddress ledger) {
        var data = ledger.data();
        boolean lost = LedgerKeyFile.exists(data) || Files.exists(data.resolve(LastHeadFile.NAME));
        if (ledger.database() == null
                && !Files.isRegularFile(data)
                && !Files.exists(data.resolve(LedgerFile.NAME))
                && !lost) {
            throw noLedger(spec, data);
        }
    }

    private static ParameterException noLedger(CommandSpec spec, Path data) {
        return new ParameterException(
                spec.commandLine(),
                "There is no ledger in " + data + ". Name the data folder with --data DIR, or start a gateway first.");
    }
}
