package io.facegate.usecase.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many people it took to permit more, for a time.
 *
 * @param from the time of the record that set it; null if none did
 * @param until the time of the record that ended it; null if it lasts as far as is on record
 * @param people {@code one} or {@code two}; null if it is not known
 */
public record ApprovalRequirementPeriod(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String people) {
    /** The act that sets it. */
    static final String ACT = "approvals_change";

    private static final List<String> WORDS = List.of("one", "two");

    /** A record that sets it; {@code people} is null if the record has another word. */
    record RecordedApprovals(Instant time, @Nullable String people) {
        static RecordedApprovals of(Instant time, String word) {
            return new RecordedApprovals(time, WORDS.contains(word) ? word : null);
        }
    }

    /**
     * What held in a period, in order.
     *
     * @param changes in the period, and the last before it, the earliest first
     * @param whole true if no record from before the period was removed, so that one person was enough before the first
     *     change
     */
    static List<ApprovalRequirementPeriod> of(List<RecordedApprovals> changes, ReportPeriod period, boolean whole) {
        var found = new ArrayList<ApprovalRequirementPeriod>();
        var current = new ApprovalRequirementPeriod(null, null, whole ? WORDS.getFirst() : null);
        for (var change : changes) {
            if (change.time().isAfter(period.from())) {
                found.add(new ApprovalRequirementPeriod(current.from, change.time(), current.people));
            }
            current = new ApprovalRequirementPeriod(change.time(), null, change.people());
        }
        found.add(current);
        return found;
    }

    /** For a period of which it is not known. */
    static List<ApprovalRequirementPeriod> unknown() {
        return List.of(new ApprovalRequirementPeriod(null, null, null));
    }
}
