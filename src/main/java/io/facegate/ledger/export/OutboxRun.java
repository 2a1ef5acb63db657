package io.facegate.ledger.export;

import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of an outbox: from its position on, until something fails. */
final class OutboxRun {
    private static final int BATCHES = 64;

    /** Most bytes of records that are handed over together, unless one record alone is larger. */
    private static final int MOST_BYTES = 512 * 1024;

    private final Ledger ledger;
    private final OutboxPosition position;
    private final RecordSink sink;
    private final OutboxState state;
    private final boolean passesOver;

    private final long start;

    /** The record to read next. */
    private long cursor;

    /** What follows the last record that the sink took. */
    private long taken;

    /** An open ledger, and the verification of what it holds. */
    record Ledger(LedgerReader reader, VerifiedRecords records) {}

    /** @param passesOver true if records that do not verify are passed over; otherwise the run fails at the first */
    OutboxRun(Ledger ledger, OutboxPosition position, RecordSink sink, OutboxState state, boolean passesOver) {
        this.ledger = ledger;
        this.position = position;
        this.sink = sink;
        this.state = state;
        this.passesOver = passesOver;
        this.start = position.next();
        this.cursor = position.next();
        this.taken = position.next();
        sink.begin();
        state.moveTo(position.next());
    }

    /** Hands over some records, and moves the position behind what is confirmed; false if there are no new ones. */
    boolean step() throws SQLException, IOException, InterruptedException {
        var batches = cursor < ledger.reader.head().size()
                ? ledger.reader.readAround(cursor, BATCHES)
                : List.<RecordBatch>of();
        if (batches.isEmpty()) {
            confirm(sink.send(List.of()), null);
            return false;
        }
        ledger.records.refresh(ledger.reader);
        var found = new ArrayList<VerifiedRecord>();
        var unfit = read(batches, found);
        for (var part : parts(found)) {
            send(part);
        }
        if (unfit != null) {
            unfit.requireVerified();
        }
        moveBehind(batches.getLast());
        return true;
    }

    /** True if something was confirmed in this run, or nothing waits for its confirmation. */
    boolean isConfirming() {
        return position.next() > start || taken <= position.next();
    }

    /** Adds the wanted records of these batches, up to the first that does not verify, which is returned. */
    private @Nullable CheckedRecord read(List<RecordBatch> batches, List<VerifiedRecord> found) throws SQLException {
        for (var batch : batches) {
            for (var each : ledger.records.of(ledger.reader, batch)) {
                if (each.index() < cursor) {
                    continue;
                }
                if (each instanceof VerifiedRecord record) {
                    if (sink.wants(record)) {
                        found.add(record);
                    }
                } else if (!passesOver) {
                    return each;
                }
            }
        }
        return null;
    }

    private List<List<VerifiedRecord>> parts(List<VerifiedRecord> records) {
        var parts = new ArrayList<List<VerifiedRecord>>();
        var part = new ArrayList<VerifiedRecord>();
        long bytes = 0;
        for (var record : records) {
            if (!part.isEmpty() && (part.size() == sink.most() || bytes + record.json().length > MOST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(record);
            bytes += record.json().length;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private void send(List<VerifiedRecord> part) throws SQLException, IOException, InterruptedException {
        if (taken <= position.next()) {
            state.setOldest(time(part.getFirst()));
        }
        var last = part.getLast();
        taken = last.index() + 1;
        confirm(sink.send(part), last);
    }

    /** Moves the position behind what the sink confirmed, if that is more than before. */
    private void confirm(long confirmed, @Nullable VerifiedRecord last) throws SQLException, IOException {
        if (confirmed <= position.next()) {
            return;
        }
        if (last != null && last.index() + 1 == confirmed) {
            position.advance(confirmed, last.leaf());
        } else {
            position.advance(ledger.reader, confirmed);
        }
        state.moveTo(confirmed);
        state.setOldest(
                confirmed < taken && ledger.records.read(ledger.reader, confirmed) instanceof VerifiedRecord next
                        ? time(next)
                        : null);
    }

    /** Goes on behind a batch; the position too, if nothing that the sink took waits for its confirmation. */
    private void moveBehind(RecordBatch last) throws IOException {
        long end = last.first() + last.count();
        if (end <= cursor) {
            throw new IOException("a batch of the ledger holds nothing");
        }
        cursor = end;
        if (taken <= position.next() && position.next() < end) {
            position.advance(end, last.leaf(last.count() - 1));
            state.moveTo(end);
        }
    }

    private static @Nullable Instant time(VerifiedRecord record) {
        try {
            return Instant.parse(
                    JsonMappers.PLAIN.readTree(record.json()).path("time").asText());
        } catch (IOException | DateTimeException none) {
            return null;
        }
    }
}
