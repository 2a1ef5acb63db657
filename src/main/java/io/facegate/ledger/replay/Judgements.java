package io.facegate.ledger.replay;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.store.Batch;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The judgements of a ledger, in its order, in short reads so that no gateway waits for its checkpoint.
 *
 * @param from the first moment that is asked for, or null
 * @param until the first moment that is not, or null
 */
public record Judgements(
        LedgerAddress ledger,
        @Nullable Instant from,
        @Nullable Instant until) {
    private static final int BATCHES = 256;

    /** Takes judgements one by one. */
    public interface Visitor {
        /** Takes one that can be judged again, and its record's bytes, {@code lines[from, to)}. */
        void take(Recorded recorded, byte[] lines, int from, int to);

        /** Takes as many that cannot. */
        void lost(Unfit why, long judgements);
    }

    /** Shows each. */
    public void each(Visitor visitor) throws SQLException {
        try (var file = ledger.reader()) {
            long next = 0;
            for (var batches = file.from(next, BATCHES).batches();
                    !batches.isEmpty();
                    batches = file.from(next, BATCHES).batches()) {
                for (var batch : batches) {
                    if (batch.first() > next) {
                        visitor.lost(Unfit.PRUNED, batch.first() - next);
                    }
                    show(batch, visitor);
                    next = batch.first() + Math.max(1, batch.count());
                }
            }
        }
    }

    private void show(Batch batch, Visitor visitor) {
        if (batch.pruned()) {
            visitor.lost(Unfit.PRUNED, batch.count());
        }
        batch.each((place, start, end) -> {
            switch (RecordReader.read(batch.lines(), start, end)) {
                case Read.Judged(var recorded)
                when within(recorded.question().now()) -> visitor.take(recorded, batch.lines(), start, end);
                case Read.Lost(var _, var time, var why) when time == null || within(time) -> visitor.lost(why, 1);
                case Read.Judged _, Read.Lost _, Read.Other _ -> {}
            }
            return true;
        });
    }

    private boolean within(Instant time) {
        return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
    }
}
