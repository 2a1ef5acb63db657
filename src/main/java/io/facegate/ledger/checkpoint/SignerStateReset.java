package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.integrity.SignedHeadStore.Signed;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Acceptance of a folder's ledger as it is, by a person, after its signing memory was lost. */
public final class SignerStateReset {
    /** The act; its subject is the number of records. */
    public static final String ACT = "ledger_accept";

    private SignerStateReset() {}

    /** Describes what there is to accept; null if nothing. */
    public static @Nullable String problem(LedgerAddress ledger) {
        var problem = RollbackCheck.problem(ledger);
        if (problem == null && !Files.exists(ledger.data().resolve(SignerState.NAME))) {
            try {
                SignerState.in(ledger.data());
            } catch (Fault.LedgerDown missing) {
                return missing.getMessage();
            }
        }
        return problem;
    }

    /**
     * Requires that there is something to accept, and that the log's key signs only the history that it signed before.
     *
     * @throws Fault.LedgerDown otherwise
     */
    public static void demand(LedgerAddress ledger) {
        var folder = ledger.data();
        var problem = problem(ledger);
        if (problem == null) {
            throw new Fault.LedgerDown(
                    "There is nothing to accept: log.state is there, or the log never signed anything.");
        }
        if (Files.exists(folder.resolve(SignerState.NAME))) {
            throw new Fault.LedgerDown(
                    problem + ". It cannot be accepted under the log's key: to go on as a new log, move"
                            + " all log.* files away first.");
        }
        var older = Files.exists(folder.resolve(LogKey.SECRET)) ? older(ledger) : null;
        if (older != null) {
            throw new Fault.LedgerDown(older + ". The log's key must not sign it: to go on as a new log, move all log.*"
                    + " files away first.");
        }
    }

    private static @Nullable String older(LedgerAddress ledger) {
        try {
            var signed = RollbackCheck.applying(ledger);
            return signed == null || signed.size() == 0 ? null : RollbackCheck.older(ledger, signed);
        } catch (Fault.RegistryDown unknown) {
            // This cannot be determined: the person accepts that.
            return null;
        } catch (IOException | SQLException unreadable) {
            throw new Fault.LedgerDown("What the log signed cannot be compared: " + unreadable.getMessage());
        }
    }

    /** Creates what a ledger needs to be opened, and returns its log's name; the signing memory is checked later. */
    public static String begin(LedgerAddress ledger) throws IOException, SQLException {
        ledger.begin();
        return LogKey.name(ledger, null);
    }

    /**
     * Resets the signing memory of the folder and of the other place to the present ledger. The act is on record
     * before.
     */
    public static void carryOut(LedgerAddress ledger) {
        Path folder = ledger.data();
        try {
            SignerState.begin(ledger);
            SignerState.adopt(ledger);
            var state = SignerState.in(folder);
            ledger.memory()
                    .remember(new Signed(
                            RollbackCheck.gateway(folder),
                            state == null ? 0 : state.size(),
                            state == null ? "" : HexFormat.of().formatHex(state.root())));
        } catch (IOException | SQLException | Fault.RegistryDown unable) {
            throw new Fault.LedgerDown("It is on record, but was not carried out: " + unable.getMessage());
        }
    }
}
