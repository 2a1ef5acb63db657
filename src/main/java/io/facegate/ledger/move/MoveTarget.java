package io.facegate.ledger.move;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** Destination of a moved ledger. Nobody can open it before {@link #activate}; closing it earlier leaves nothing behind. */
interface MoveTarget extends AutoCloseable {
    /** Opens the destination; a fault if it has a ledger, or lacks the key. */
    static MoveTarget open(LedgerAddress to, LedgerAddress from) throws SQLException, IOException {
        return to.database() == null
                ? FileMoveTarget.open(to.data().toRealPath(), Objects.requireNonNull(from.database()))
                : DatabaseMoveTarget.open(to.database(), from.data().toRealPath());
    }

    void write(RecordBatch batch) throws SQLException;

    /** Writes the tree head. */
    void finish(StoredHead head) throws SQLException, IOException;

    /** Reads the copied records, to rehash them. */
    LedgerReader reader();

    /** Enables the ledger here. */
    void activate() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
}
