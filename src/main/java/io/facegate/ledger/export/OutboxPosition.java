package io.facegate.ledger.export;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** Position of an outbox: how many records of a ledger were confirmed. It moves only after the confirmation. */
final class OutboxPosition implements AutoCloseable {
    private final PositionStore store;
    private long next;
    private String leaf = "";
    private boolean isNew = true;

    private OutboxPosition(PositionStore store) {
        this.store = store;
    }

    /** Opens the position of an outbox: in the data folder, or in the database that several gateways share. */
    static OutboxPosition open(LedgerAddress ledger, String outbox) throws IOException {
        var file = new PositionFile(ledger.data(), outbox);
        var store = ledger.database() == null ? file : SharedPosition.open(ledger.database(), outbox, file);
        var position = new OutboxPosition(store);
        try {
            position.read();
            return position;
        } catch (IOException unreadable) {
            store.close();
            throw unreadable;
        }
    }

    /** Reads what is kept; the beginning if nothing is. */
    private void read() throws IOException {
        var kept = store.read();
        if (kept != null) {
            next = kept.next();
            leaf = kept.leaf();
            isNew = false;
        }
    }

    /** True if this gateway sends. If not, the position is the one of the gateway that does. */
    boolean tryLead() throws IOException {
        boolean leads = store.tryLead();
        read();
        return leads;
    }

    /** Requires that this gateway still sends. */
    void requireLead() throws IOException {
        store.requireLead();
    }

    /** True if no position was kept. */
    boolean isNew() {
        return isNew;
    }

    long next() {
        return next;
    }

    /** Requires that the position lies in this ledger. */
    void requireIn(LedgerReader ledger) throws SQLException, IOException {
        if (next == 0) {
            return;
        }
        var around = ledger.head().size() < next ? List.<RecordBatch>of() : ledger.readAround(next - 1, 1);
        for (var batch : around) {
            if (hex(batch.leaf((int) (next - 1 - batch.first()))).equals(leaf)) {
                return;
            }
        }
        throw new IOException(
                store.describe() + " belongs to another ledger. Remove it to send this ledger from its beginning.");
    }

    /** Advances, durable on return, to before the record {@code to}. */
    void advance(LedgerReader ledger, long to) throws SQLException, IOException {
        if (to == 0) {
            advance(0, new byte[Rfc6962.HASH]);
            return;
        }
        for (var batch : ledger.readAround(to - 1, 1)) {
            advance(to, batch.leaf((int) (to - 1 - batch.first())));
            return;
        }
        throw new IOException("record " + to + " of the ledger is not there");
    }

    /** Advances, durable on return; {@code hash} is the last record's. */
    void advance(long to, byte[] hash) throws IOException {
        store.write(new PositionStore.Mark(to, hex(hash)));
        next = to;
        leaf = hex(hash);
        isNew = false;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public void close() {
        store.close();
    }
}
