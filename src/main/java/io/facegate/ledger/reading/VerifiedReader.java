package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.StoredHead;
import java.sql.SQLException;
import java.time.Duration;
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

    public static VerifiedReader open(LedgerAddress address) throws SQLException {
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

    private RecordBatch requireVerified(RecordBatch batch) throws SQLException {
        if (batch.first() + batch.count() > records.size()) {
            records.refresh(ledger);
        }
        var checked = records.of(ledger, batch);
        if (checked.stream().anyMatch(TamperedRecord.class::isInstance)) {
            // Head, leaf hashes and the remembered head are read one after the other while others write: look again.
            records.refresh(ledger);
            checked = records.of(ledger, batch);
        }
        checked.forEach(CheckedRecord::requireVerified);
        return batch;
    }

    private List<RecordBatch> requireVerified(List<RecordBatch> batches) throws SQLException {
        for (var batch : batches) {
            requireVerified(batch);
        }
        return batches;
    }

    @Override
    public TailSnapshot readFrom(long first, int limit) throws SQLException {
        var seen = ledger.readFrom(first, limit);
        requireVerified(seen.batches());
        return seen;
    }

    @Override
    public List<RecordBatch> batchesFrom(long first, int limit) throws SQLException {
        return requireVerified(ledger.batchesFrom(first, limit));
    }

    @Override
    public List<RecordBatch> readAround(long index, int limit) throws SQLException {
        return requireVerified(ledger.readAround(index, limit));
    }

    @Override
    public void forEachBatch(long index, Visitor visitor) throws SQLException {
        ledger.forEachBatch(index, batch -> visitor.visit(requireVerified(batch)));
    }

    @Override
    public StoredHead head() throws SQLException {
        return ledger.head();
    }

    @Override
    public CheckedUpTo checkedMark() throws SQLException {
        return ledger.checkedMark();
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
    public long waitingBatches() throws SQLException {
        return ledger.waitingBatches();
    }

    @Override
    public void awaitIntegration(Duration patience) throws SQLException {
        ledger.awaitIntegration(patience);
    }

    @Override
    public boolean isWaiting(String id) throws SQLException {
        return ledger.isWaiting(id);
    }

    @Override
    public void close() throws SQLException {
        records.close();
        ledger.close();
    }
}
