package io.facegate.ledger.replay;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.store.RecordBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of a ledger in order, read in short transactions so that they delay no gateway's WAL checkpoint.
 *
 * @param from inclusive start, or null
 * @param until exclusive end, or null
 */
public record RecordedDecisions(
        LedgerAddress ledger,
        @Nullable Instant from,
        @Nullable Instant until) {
    private static final int BATCHES = 256;

    /** Receives decisions one by one. */
    public interface Visitor {
        /** Receives a replayable decision, and its record's bytes, {@code lines[from, to)}. */
        void visit(RecordedDecision recorded, byte[] lines, int from, int to);

        /** Receives the number of decisions that cannot be replayed for a reason. */
        void skipped(ReplayObstacle why, long judgements);
    }

    /** Passes each decision to the visitor. */
    public void forEach(Visitor visitor) throws SQLException {
        try (var file = ledger.reader();
                var records = VerifiedRecords.of(ledger)) {
            records.refresh(file);
            long next = 0;
            for (var batches = file.readFrom(next, BATCHES).batches();
                    !batches.isEmpty();
                    batches = file.readFrom(next, BATCHES).batches()) {
                for (var batch : batches) {
                    if (batch.first() > next) {
                        visitor.skipped(ReplayObstacle.PRUNED, batch.first() - next);
                    }
                    if (batch.first() + batch.count() > records.size()) {
                        records.refresh(file);
                    }
                    show(batch, records.of(file, batch), visitor);
                    next = batch.first() + Math.max(1, batch.count());
                }
            }
        }
    }

    private void show(RecordBatch batch, List<CheckedRecord> records, Visitor visitor) {
        if (records.isEmpty()) {
            visitor.skipped(ReplayObstacle.PRUNED, batch.count());
        }
        for (var record : records) {
            switch (record) {
                case TamperedRecord _ -> visitor.skipped(ReplayObstacle.TAMPERED, 1);
                case VerifiedRecord entry -> show(entry.json(), visitor);
            }
        }
    }

    private void show(byte[] json, Visitor visitor) {
        switch (RecordReader.read(json, 0, json.length)) {
            case ReplayLine.Replayable(var recorded)
            when isInPeriod(recorded.question().now()) -> visitor.visit(recorded, json, 0, json.length);
            case ReplayLine.NotReplayable(var _, var time, var why)
            when time == null || isInPeriod(time) -> visitor.skipped(why, 1);
            case ReplayLine.Replayable _, ReplayLine.NotReplayable _, ReplayLine.Other _ -> {}
        }
    }

    private boolean isInPeriod(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }
}
