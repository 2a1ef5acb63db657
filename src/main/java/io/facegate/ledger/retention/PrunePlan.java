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
        /** A later decision of its use stays, which has its authorisation. */
        USE,
        /** A legal hold. */
        HOLD,
        /** It is a permit without an outcome, or follows one. */
        OPEN,
        /** It tells which signed bundle of policies is in force. */
        POLICIES,
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
        long limit = Math.min(Math.min(acts.heldFrom(), acts.policies()), ledger.oldestOpen());
        var uses = OpenDuties.read(ledger);
        long needed = Long.MAX_VALUE;
        while (true) {
            var scan = new Scan(keep, now, new Limits(limit, acts, needed), uses);
            ledger.forEachBatch(0, scan::scanBatch);
            var plan = new PrunePlan(scan.from, Math.max(scan.from, scan.minimum), scan.why, scan.ids, scan.newest);
            // Each decision that must stay may be in a batch with others, whose uses then stay too.
            needed = Math.max(scan.from, uses.minimumOfUses(plan.minimum()));
            if (needed >= plan.minimum()) {
                return plan;
            }
        }
    }

    /**
     * The first records that stay, whatever their age.
     *
     * @param limit the first that a hold keeps, that waits for an outcome or that tells the policies in force
     * @param acts tells the first that a hold keeps, and the one that tells the policies
     * @param needed the first that has the authorisation of a later one
     */
    private record Limits(long limit, HoldsAndPrunes acts, long needed) {
        Reason reason(long index) {
            return index >= acts.heldFrom() ? Reason.HOLD : index == acts.policies() ? Reason.POLICIES : Reason.OPEN;
        }
    }

    /** One pass, up to a batch with a record that must be kept. */
    private static final class Scan {
        private final Period keep;
        private final Instant now;
        private final Limits limits;
        private final OpenDuties duties;
        private final List<String> ids = new ArrayList<>();
        private @Nullable Instant newest;
        private @Nullable Instant newestHere;
        private long from;
        private long minimum;
        private Reason why = Reason.NONE;

        Scan(Period keep, Instant now, Limits limits, OpenDuties duties) {
            this.keep = keep;
            this.now = now;
            this.limits = limits;
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
            if (index >= limits.limit()) {
                return limits.reason(index);
            }
            if (index >= limits.needed()) {
                return Reason.USE;
            }
            try {
                var record = JsonMappers.PLAIN.readTree(lines, start, end - start);
                here.add(record.path("id").asText());
                return age(record, index);
            } catch (IOException | DateTimeException damaged) {
                return Reason.UNREADABLE;
            }
        }

        private @Nullable Reason age(JsonNode record, long index) {
            var time = Instant.parse(record.path("time").asText());
            newestHere = newestHere == null || time.isAfter(newestHere) ? time : newestHere;
            var asked = record.path("obligations").path("retain_records").asText("");
            if (!asked.isEmpty() && plusPeriod(time, Period.parse(asked)).isAfter(now)) {
                return plusPeriod(time, keep).isAfter(now) ? Reason.AGE : Reason.OBLIGATION;
            }
            if (plusPeriod(time, keep).isAfter(now)) {
                return Reason.AGE;
            }
            return duties.areOf(record, index, now) ? Reason.DUTY : null;
        }

        private static Instant plusPeriod(Instant time, Period period) {
            return time.atZone(ZoneOffset.UTC).plus(period).toInstant();
        }
    }
}
