package io.facegate.usecase.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The comparisons of a vendor's own trail with the ledger on one day of UTC, as they are on record. Those that go on
 * compare the same calls several times, so the numbers are the highest of a comparison, and not added up.
 *
 * @param time of the newest comparison of those with the most calls that went round
 * @param vendor whose trail it is, with the account if it was named, such as {@code aws/eu}
 * @param trail SHA-256 of the trail of that one
 * @param around calls that went round the gateway, or were made by somebody else
 * @param undecided calls of which that cannot be told
 * @param unread parts of the trail that could not be read
 * @param runs how many comparisons there were
 */
public record RecordedReconciliation(
        Instant time, String vendor, String trail, long around, long undecided, long unread, long runs) {
    private record Day(String vendor, LocalDate date) {}

    /** Puts the comparisons of a vendor on one day together; in the order of their time. */
    static List<RecordedReconciliation> byDay(List<RecordedReconciliation> comparisons) {
        var days = new LinkedHashMap<Day, RecordedReconciliation>();
        for (var one : comparisons) {
            days.merge(
                    new Day(one.vendor(), LocalDate.ofInstant(one.time(), ZoneOffset.UTC)),
                    one,
                    RecordedReconciliation::with);
        }
        var all = new ArrayList<>(days.values());
        all.sort(Comparator.comparing(RecordedReconciliation::time));
        return all;
    }

    private RecordedReconciliation with(RecordedReconciliation other) {
        var order =
                Comparator.comparingLong(RecordedReconciliation::around).thenComparing(RecordedReconciliation::time);
        var worst = order.compare(this, other) > 0 ? this : other;
        return new RecordedReconciliation(
                worst.time,
                vendor,
                worst.trail,
                Math.max(around, other.around),
                Math.max(undecided, other.undecided),
                Math.max(unread, other.unread),
                runs + other.runs);
    }
}
