package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Administrative records of one command. While it is kept open, the ledger in a database is opened once for all of
 * them, unless a gateway runs on the folder and takes them. For one thread at a time.
 */
public final class AdministrativeRecordWriter {
    private final LedgerAddress address;
    private @Nullable GatewayLedger open;
    private boolean isToBeShared;

    public AdministrativeRecordWriter(LedgerAddress address) {
        this.address = address;
    }

    /** What is kept open until this is closed. */
    @FunctionalInterface
    public interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens the ledger and keeps it open. Whoever also locks a registry calls this first: two commands of one folder
     * would else wait for each other. If it cannot be opened, the first record says so.
     */
    public Kept keepOpen() {
        if (open != null || address.database() == null) {
            return () -> {};
        }
        try {
            open = Ledger.isServed(address) ? null : AdministrationClient.open(address);
        } catch (Fault.LedgerDown later) {
            System.getLogger(AdministrativeRecordWriter.class.getName()).log(Level.DEBUG, "Not kept open.", later);
            return () -> {};
        }
        return this::close;
    }

    /**
     * Records an act, durable on return.
     *
     * @throws Fault.LedgerDown if that is not possible
     */
    public void record(Administrative act) {
        var ledger = open;
        if (ledger != null) {
            ledger.administer(act);
            isToBeShared |= AdministrationClient.isShared(act);
        } else {
            Ledger.administrate(address, act);
        }
    }

    private void close() {
        var ledger = open;
        open = null;
        if (ledger != null) {
            ledger.close();
        }
        if (isToBeShared) {
            isToBeShared = false;
            AdministrationClient.share(address);
        }
    }
}
