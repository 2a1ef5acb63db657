package io.facegate.ledger.move;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** Where a ledger that is moved arrives; until it goes on there, nobody can open it, and closing it leaves nothing. */
interface MoveTarget extends AutoCloseable {
    /** Begins; a fault when something is there already, or the key is not. */
    static MoveTarget at(LedgerAddress to, LedgerAddress from) throws SQLException, IOException {
        return to.database() == null
                ? FileMoveTarget.in(to.data().toRealPath(), Objects.requireNonNull(from.database()))
                : DatabaseMoveTarget.in(to.database(), from.data().toRealPath());
    }

    void take(RecordBatch batch) throws SQLException;

    /** Puts the head in its place. */
    void end(StoredHead head) throws SQLException, IOException;

    /** What arrived, to be hashed again. */
    LedgerReader reader();

    /** Lets it go on here. */
    void goOn() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
}
