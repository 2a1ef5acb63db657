package io.facegate.ledger.reading;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.sql.SQLException;

/**
 * Walk over all records of a ledger in order, each verified. It reads in short transactions, so that it delays no
 * gateway's WAL checkpoint.
 */
public final class VerifiedWalk {
    private static final int BATCHES = 256;

    private final LedgerAddress ledger;

    public VerifiedWalk(LedgerAddress ledger) {
        this.ledger = ledger;
    }

    /** Receives what the walk finds, in order. */
    public interface Visitor {
        /** Receives a record that verifies. */
        void visit(VerifiedRecord record);

        /** Receives a record that does not verify. */
        void tampered(TamperedRecord record);

        /** Receives the number of records in succession that were pruned. */
        void pruned(long records);

        /** Receives the index and the number of records in succession that no row holds. */
        void absent(long first, long records);
    }

    /**
     * Passes each record to the visitor.
     *
     * @return how many records there are, with those that are pruned or absent
     */
    public long forEach(Visitor visitor) throws SQLException {
        try (var file = ledger.reader();
                var records = VerifiedRecords.of(ledger)) {
            records.refresh(file);
            long next = 0;
            for (var batches = file.batchesFrom(next, BATCHES);
                    !batches.isEmpty();
                    batches = file.batchesFrom(next, BATCHES)) {
                for (var batch : batches) {
                    if (batch.first() > next) {
                        visitor.absent(next, batch.first() - next);
                    }
                    show(file, records, batch, visitor);
                    next = batch.first() + Math.max(1, batch.count());
                }
            }
            if (records.size() > next) {
                visitor.absent(next, records.size() - next);
            }
            return Math.max(next, records.size());
        }
    }

    private static void show(LedgerReader file, VerifiedRecords records, RecordBatch batch, Visitor visitor)
            throws SQLException {
        if (batch.first() + batch.count() > records.size()) {
            records.refresh(file);
        }
        var checked = records.of(file, batch);
        if (checked.isEmpty()) {
            visitor.pruned(batch.count());
        }
        for (var record : checked) {
            switch (record) {
                case TamperedRecord tampered -> visitor.tampered(tampered);
                case VerifiedRecord verified -> visitor.visit(verified);
            }
        }
    }
}
