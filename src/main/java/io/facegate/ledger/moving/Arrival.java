package io.facegate.ledger.moving;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.LedgerReader;
import io.facegate.ledger.store.Batch;
import io.facegate.ledger.store.Head;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;

/** Where a ledger that is moved arrives; until it goes on there, nobody can open it, and closing it leaves nothing. */
interface Arrival extends AutoCloseable {
    /** Begins; a fault when something is there already, or the key is not. */
    static Arrival at(LedgerAddress to, LedgerAddress from) throws SQLException, IOException {
        return to.database() == null
                ? FileArrival.in(to.data().toRealPath(), Objects.requireNonNull(from.database()))
                : DatabaseArrival.in(to.database(), from.data().toRealPath());
    }

    void take(Batch batch) throws SQLException;

    /** Puts the head in its place. */
    void end(Head head) throws SQLException, IOException;

    /** What arrived, to be hashed again. */
    LedgerReader reader();

    /** Lets it go on here. */
    void goOn() throws SQLException, IOException;

    @Override
    void close() throws SQLException, IOException;
}
