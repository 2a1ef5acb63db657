package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.storage.SigningMemory.Signed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A person takes the ledger of a folder as it is, after what its signer remembered was lost. */
public final class Acceptance {
    /** The act; its subject is how many records there were. */
    public static final String ACT = "ledger_accept";

    private Acceptance() {}

    /** What is to be accepted, in a sentence, or null where nothing is. */
    public static @Nullable String problem(LedgerAddress ledger) {
        var problem = SignedElsewhere.problem(ledger);
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
     * Demands that there is something to accept, and that the log's key signs no history but the one that it signed.
     *
     * @throws Fault.LedgerDown when it is not so
     */
    public static void demand(LedgerAddress ledger) {
        var folder = ledger.data();
        var problem = problem(ledger);
        if (problem == null) {
            throw new Fault.LedgerDown(
                    "There is nothing to accept: what the log signed is remembered, or it never was.");
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
            var signed = SignedElsewhere.applying(ledger);
            return signed == null || signed.size() == 0 ? null : SignedElsewhere.older(ledger, signed);
        } catch (Fault.RegistryDown unknown) {
            // Nobody can tell: that is what the person accepts.
            return null;
        } catch (IOException | SQLException unreadable) {
            throw new Fault.LedgerDown("What the log signed cannot be compared: " + unreadable.getMessage());
        }
    }

    /** Makes what a ledger needs to be opened, and gives its log's name; what is remembered is asked later. */
    public static String begin(LedgerAddress ledger) throws IOException, SQLException {
        ledger.begin();
        return LogKey.name(ledger, null);
    }

    /** Has the folder, and what else remembers, begin with what is there. The act is on record before. */
    public static void carryOut(LedgerAddress ledger) {
        Path folder = ledger.data();
        try {
            SignerState.begin(ledger);
            SignerState.adopt(ledger);
            var state = SignerState.in(folder);
            ledger.memory()
                    .remember(new Signed(
                            SignedElsewhere.gateway(folder),
                            state == null ? 0 : state.size(),
                            state == null ? "" : HexFormat.of().formatHex(state.root())));
        } catch (IOException | SQLException | Fault.RegistryDown unable) {
            throw new Fault.LedgerDown("It is on record, and was not carried out: " + unable.getMessage());
        }
    }
}
