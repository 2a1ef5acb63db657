package io.facegate.ledger.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.authorisation.OpenDuties;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plan of a prune: the records before the first that must be kept. Only a prefix can be pruned, so one record that must
 * be kept keeps all that follow it.
 *
 * @param from start of the prune; earlier records were pruned already
 * @param minimum the first record that stays
 * @param reason the reason to keep that record
 * @param ids of the records between {@code from} and {@code minimum}
 * @param newest the time of the newest of those, or null if there are none
 */
public record PrunePlan(
        long from,
        long minimum,
        Reason reason,
        List<String> ids,
        @Nullable Instant newest) {
    /** Minimum retention of every record. */
    public static final Period SHORTEST = Period.ofMonths(6);

    /** Reason to keep a record. */
    public enum Reason {
        /** It is younger than the retention period. */
        AGE,
        /** An obligation of its permit requires a longer period. */
        OBLIGATION,
        /** Its authorisation failed, and a duty is not done: {@code facegate authorisation list --waiting}. */
        DUTY,
        /** A legal hold. */
        HOLD,
        /** It is a permit without an outcome, or follows one. */
        OPEN,
        /** Another record of its batch is kept. */
        TOGETHER,
        /** It is unreadable: {@code verify} reports why. */
        UNREADABLE,
        /** No record needs to be kept. */
        NONE
    }

    public PrunePlan {
        ids = List.copyOf(ids);
    }

    public long records() {
        return minimum - from;
    }

    /** Reads records from the oldest on, until one must be kept for {@code keep} or longer. */
    public static PrunePlan compute(LedgerReader ledger, HoldsAndPrunes acts, Period keep, Instant now)
            throws SQLException {
        long limit = Math.min(acts.heldFrom(), ledger.oldestOpen());
        var scan = new Scan(keep, now, limit, acts.heldFrom(), OpenDuties.read(ledger));
        ledger.forEachBatch(0, scan::scanBatch);
        return new PrunePlan(scan.from, Math.max(scan.from, scan.minimum), scan.why, scan.ids, scan.newest);
    }

    /** One pass, up to a batch with a record that must be kept. */
    private static final class Scan {
        private final Period keep;
        private final Instant now;
        private final long limit;
        private final long held;
        private final OpenDuties duties;
        private final List<String> ids = new ArrayList<>();
        private @Nullable Instant newest;
        private @Nullable Instant newestHere;
        private long from;
        private long minimum;
        private Reason why = Reason.NONE;

        Scan(Period keep, Instant now, long limit, long held, OpenDuties duties) {
            this.keep = keep;
            this.now = now;
            this.limit = limit;
            this.held = held;
            this.duties = duties;
        }

        boolean scanBatch(RecordBatch batch) {
            if (batch.isPruned()) {
                from = batch.first() + batch.count();
                minimum = from;
                return true;
            }
            var here = new ArrayList<String>();
            newestHere = newest;
            batch.forEachRecord((place, start, end) -> {
                var kept = reasonToKeep(batch.first() + place, batch.lines(), start, end, here);
                if (kept != null) {
                    why = place == 0 ? kept : Reason.TOGETHER;
                }
                return kept == null;
            });
            if (why == Reason.NONE) {
                ids.addAll(here);
                newest = newestHere;
                minimum = batch.first() + batch.count();
            }
            return why == Reason.NONE;
        }

        private @Nullable Reason reasonToKeep(long index, byte[] lines, int start, int end, List<String> here) {
            if (index >= limit) {
                return index >= held ? Reason.HOLD : Reason.OPEN;
            }
            try {
                var record = JsonMappers.PLAIN.readTree(lines, start, end - start);
                here.add(record.path("id").asText());
                return age(record);
            } catch (IOException | DateTimeException damaged) {
                return Reason.UNREADABLE;
            }
        }

        private @Nullable Reason age(JsonNode record) {
            var time = Instant.parse(record.path("time").asText());
            newestHere = newestHere == null || time.isAfter(newestHere) ? time : newestHere;
            var asked = record.path("obligations").path("retain_records").asText("");
            if (!asked.isEmpty() && plusPeriod(time, Period.parse(asked)).isAfter(now)) {
                return plusPeriod(time, keep).isAfter(now) ? Reason.AGE : Reason.OBLIGATION;
            }
            if (plusPeriod(time, keep).isAfter(now)) {
                return Reason.AGE;
            }
            return duties.areOf(record, now) ? Reason.DUTY : null;
        }

        private static Instant plusPeriod(Instant time, Period period) {
            return time.atZone(ZoneOffset.UTC).plus(period).toInstant();
        }
    }
}
