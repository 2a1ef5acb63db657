package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The newest records of a ledger, oldest first, for one reader. Needs no search index. */
public final class RecordTail {
    private static final int BATCHES = 16;
    private static final long PAUSE_MILLIS = 200;

    private final LedgerAddress ledger;
    private final String viewer;

    public RecordTail(LedgerAddress ledger, String viewer) {
        this.ledger = ledger;
        this.viewer = viewer;
    }

    /**
     * Passes the newest records to a visitor, after the view is recorded.
     *
     * @param follow also passes each new record, until interrupted
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public void read(int count, boolean follow, Consumer<CheckedRecord> visitor) throws InterruptedException {
        try (var reader = ledger.reader();
                var records = VerifiedRecords.of(ledger)) {
            long size = reader.head().size();
            long next = Math.max(0, size - count);
            ViewAudit.of(ledger).recordView(viewer, "newest=" + count + (follow ? " follow" : ""));
            while (follow || next < size) {
                long before = next;
                var batches = reader.readAround(next, BATCHES);
                if (!batches.isEmpty()
                        && batches.getLast().first() + batches.getLast().count() > records.size()) {
                    records.refresh(reader);
                }
                for (var batch : batches) {
                    pass(records.of(reader, batch), next, follow ? Long.MAX_VALUE : size, visitor);
                    next = Math.max(next, batch.first() + batch.count());
                }
                if (next == before) {
                    if (!follow) {
                        return;
                    }
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private static void pass(List<CheckedRecord> batch, long from, long until, Consumer<CheckedRecord> visitor) {
        batch.stream()
                .filter(record -> record.index() >= from && record.index() < until)
                .forEach(visitor);
    }
}
