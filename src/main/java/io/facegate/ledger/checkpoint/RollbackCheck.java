package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import io.facegate.integrity.SignedHeadStore.Signed;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.GatewayId;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.LedgerReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Rollback check of a folder's ledger against the checkpoint that its registry remembers. It detects that {@code
 * log.state}, {@code log.checkpoint} and the mark in {@code log.skey} were lost together and the ledger is older.
 */
public final class RollbackCheck {
    private static final String WAY_OUT = " If they are lost: facegate ledger accept --by NAME --reason TEXT";
    private static final String ALONE = "alone";

    private RollbackCheck() {}

    /** The id of the gateway that owns the folder. */
    static String gateway(Path folder) throws IOException {
        var id = folder.resolve(GatewayId.NAME);
        return Files.exists(id) ? Files.readString(id).strip() : ALONE;
    }

    /**
     * Describes the problem; null if there is none. Called before any file of the log is created anew.
     *
     * @throws Fault.LedgerDown if the folder's own signing memory was changed
     */
    public static @Nullable String problem(LedgerAddress ledger) {
        var folder = ledger.data();
        boolean remembers = Files.exists(folder.resolve(SignerState.NAME));
        try {
            var signed = applying(ledger);
            if (signed == null || signed.size() == 0) {
                return null;
            }
            if (!remembers) {
                return SignerState.NAME + " is missing, and the registry remembers that the log of this folder signed "
                        + signed.size() + " records. Put " + SignerState.NAME + ", " + SignedCheckpoint.NAME
                        + " and the newest ledger back." + WAY_OUT;
            }
            return older(ledger, signed);
        } catch (Fault.RegistryDown altered) {
            // The folder has its own signing memory, which is checked; the registry reports its own problems.
            return remembers
                    ? null
                    : SignerState.NAME + " is missing, and what the registry stored about the log cannot be read: "
                            + altered.getMessage() + " Put both back." + WAY_OUT;
        } catch (IOException | SQLException unreadable) {
            throw new Fault.LedgerDown("What the log signed cannot be compared: " + unreadable.getMessage());
        }
    }

    /**
     * The checkpoint that the registry remembers for this folder's log; null if it belongs to another gateway, as in a
     * copied registry.
     */
    static @Nullable Signed applying(LedgerAddress ledger) throws IOException {
        var signed = ledger.memory().newest();
        boolean ours = signed != null
                && (ledger.database() == null
                        || (!signed.gateway().equals(ALONE) && signed.gateway().equals(gateway(ledger.data()))));
        return ours ? signed : null;
    }

    /** Describes which signed records the ledger lacks; null if it has them. */
    static @Nullable String older(LedgerAddress ledger, Signed signed) throws SQLException {
        if (!hasLedger(ledger)) {
            return "The ledger is missing, and the registry remembers that its log signed " + signed.size()
                    + " records. Put the newest back";
        }
        try (var reader = ledger.reader()) {
            long size = reader.head().size();
            if (size < signed.size()) {
                return "The ledger has " + size + " records, and the registry remembers that its log signed "
                        + signed.size() + ". An older copy was put back: put the newest back";
            }
            return begins(reader, signed)
                    ? null
                    : "The first " + signed.size() + " records are not those that the registry remembers as signed."
                            + " Another ledger was put in place: put the newest back";
        }
    }

    private static boolean hasLedger(LedgerAddress ledger) {
        return ledger.database() != null || Files.isRegularFile(ledger.data().resolve(LedgerFile.NAME));
    }

    private static boolean begins(LedgerReader reader, Signed signed) throws SQLException {
        for (var batch : reader.around(signed.size() - 1, 1)) {
            boolean ends = batch.first() + batch.count() == signed.size();
            if (ends && !HexFormat.of().formatHex(batch.root()).equals(signed.root())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Creates what a ledger needs to be opened, and requires that it contains the newest signed records.
     *
     * @param origin the required name of the log, or null to keep the present one
     * @return the log's name
     */
    public static String begin(LedgerAddress ledger, @Nullable String origin) throws IOException, SQLException {
        demand(ledger);
        ledger.begin();
        var log = LogKey.name(ledger, origin);
        SignerState.adopt(ledger);
        SignedCheckpoint.demandKept(ledger);
        return log;
    }

    /** Requires that there is no problem, before anything is written or signed. */
    public static void demand(LedgerAddress ledger) {
        ledger.demandDatabaseNamed();
        var problem = problem(ledger);
        if (problem != null) {
            throw new Fault.LedgerDown(problem + ". Nothing is written or signed.");
        }
    }
}
