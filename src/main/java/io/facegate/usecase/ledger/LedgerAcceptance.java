package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignerStateReset;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Accepts a ledger as it is, after the memory of what its log signed was lost. */
public final class LedgerAcceptance {
    private LedgerAcceptance() {}

    /** What is wrong with the memory of what the log signed, or null. */
    public static @Nullable String problem(LedgerAddress ledger) {
        return SignerStateReset.problem(ledger);
    }

    /** Accepts the ledger, on record. Returns how many records it has. No gateway may run. */
    public static long accept(LedgerAddress ledger, ActingPerson by) {
        long records = records(ledger);
        Ledger.accept(ledger, by.act(SignerStateReset.ACT, Long.toString(records)));
        return records;
    }

    private static long records(LedgerAddress ledger) {
        if (!ledger.mayExist()) {
            return 0;
        }
        try (var reader = ledger.reader()) {
            return reader.head().size();
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown(String.valueOf(unreadable.getMessage()));
        }
    }
}
