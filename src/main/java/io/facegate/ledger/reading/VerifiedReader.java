package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import java.sql.SQLException;
import java.util.List;

/**
 * Ledger reader that verifies every record before it is seen; throws {@link Fault.LedgerTampered} at the first that
 * does not verify. Used where decisions depend on records, such as holds and pruning.
 */
public final class VerifiedReader implements LedgerReader {
    private final LedgerReader ledger;
    private final VerifiedRecords records;

    private VerifiedReader(LedgerReader ledger, VerifiedRecords records) {
        this.ledger = ledger;
        this.records = records;
    }

    public static VerifiedReader of(LedgerAddress address) throws SQLException {
        var ledger = address.reader();
        try {
            var records = VerifiedRecords.of(address);
            records.refresh(ledger);
            return new VerifiedReader(ledger, records);
        } catch (SQLException | Fault unfit) {
            ledger.close();
            throw unfit;
        }
    }

    private RecordBatch sound(RecordBatch batch) throws SQLException {
        if (batch.first() + batch.count() > records.size()) {
            records.refresh(ledger);
        }
        records.of(ledger, batch).forEach(CheckedRecord::demanded);
        return batch;
    }

    private List<RecordBatch> sound(List<RecordBatch> batches) throws SQLException {
        for (var batch : batches) {
            sound(batch);
        }
        return batches;
    }

    @Override
    public Glimpse from(long first, int limit) throws SQLException {
        var seen = ledger.from(first, limit);
        sound(seen.batches());
        return seen;
    }

    @Override
    public List<RecordBatch> around(long index, int limit) throws SQLException {
        return sound(ledger.around(index, limit));
    }

    @Override
    public void each(long index, Visitor visitor) throws SQLException {
        ledger.each(index, batch -> visitor.take(sound(batch)));
    }

    @Override
    public StoredHead head() throws SQLException {
        return ledger.head();
    }

    @Override
    public Mark mark() throws SQLException {
        return ledger.mark();
    }

    @Override
    public List<Leaves> leaves(long from, long to) throws SQLException {
        return ledger.leaves(from, to);
    }

    @Override
    public long minimum() throws SQLException {
        return ledger.minimum();
    }

    @Override
    public long oldestOpen() throws SQLException {
        return ledger.oldestOpen();
    }

    @Override
    public long waiting() throws SQLException {
        return ledger.waiting();
    }

    @Override
    public boolean waits(String id) throws SQLException {
        return ledger.waits(id);
    }

    @Override
    public void close() throws SQLException {
        records.close();
        ledger.close();
    }
}
