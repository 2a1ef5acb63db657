package io.facegate.ledger.move;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** Destination of a moved ledger. Nobody can open it before {@link #goOn}; closing it earlier leaves nothing behind. */
interface MoveTarget extends AutoCloseable {
    /** Opens the destination; a fault if it has a ledger, or lacks the key. */
    static MoveTarget at(LedgerAddress to, LedgerAddress from) throws SQLException, IOException {
        return to.database() == null
                ? FileMoveTarget.in(to.data().toRealPath(), Objects.requireNonNull(from.database()))
                : DatabaseMoveTarget.in(to.database(), from.data().toRealPath());
    }

    void take(RecordBatch batch) throws SQLException;

    /** Writes the tree head. */
    void end(StoredHead head) throws SQLException, IOException;

    /** Reads the copied records, to rehash them. */
    LedgerReader reader();

    /** Enables the ledger here. */
    void goOn() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
}
