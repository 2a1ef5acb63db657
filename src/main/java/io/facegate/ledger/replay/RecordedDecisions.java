package io.facegate.ledger.replay;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedWalk;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of a ledger in order.
 *
 * @param from inclusive start, or null
 * @param until exclusive end, or null
 */
public record RecordedDecisions(
        LedgerAddress ledger,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** Receives decisions one by one. */
    public interface Visitor {
        /** Receives a replayable decision, and its record's bytes, {@code lines[from, to)}. */
        void visit(RecordedDecision recorded, byte[] lines, int from, int to);

        /** Receives the number of decisions that cannot be replayed for a reason. */
        void skipped(ReplayObstacle why, long judgements);
    }

    /** Passes each decision to the visitor. */
    public void forEach(Visitor visitor) throws SQLException {
        new VerifiedWalk(ledger).forEach(new Passing(this, visitor));
    }

    /** Passes the decisions among all records to a visitor. */
    private record Passing(RecordedDecisions decisions, Visitor visitor) implements VerifiedWalk.Visitor {
        @Override
        public void visit(VerifiedRecord record) {
            decisions.show(record.json(), visitor);
        }

        @Override
        public void tampered(TamperedRecord record) {
            visitor.skipped(ReplayObstacle.TAMPERED, 1);
        }

        @Override
        public void pruned(long records) {
            visitor.skipped(ReplayObstacle.PRUNED, records);
        }

        @Override
        public void absent(long first, long records) {
            visitor.skipped(ReplayObstacle.PRUNED, records);
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
