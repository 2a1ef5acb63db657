package io.facegate.usecase.report;

import java.util.List;
import java.util.Map;

/**
 * What else is on record of a period.
 *
 * @param acts how often each administrative act is on record
 * @param clockChanges how often the clock was set, or was off
 * @param gaps times without a gateway or without records, in their order
 * @param comparisons comparisons with vendors' trails since the period began, by vendor and day
 * @param policies the policies in use, by run and time
 * @param approvals how many people it took to permit more, in order
 * @param shortened whether there are more than are listed
 */
public record ReportEvents(
        Map<String, Long> acts,
        long clockChanges,
        List<RecordingGap> gaps,
        List<RecordedReconciliation> comparisons,
        List<PolicyUse> policies,
        List<ApprovalRequirementPeriod> approvals,
        boolean shortened) {
    public ReportEvents {
        acts = Map.copyOf(acts);
        gaps = List.copyOf(gaps);
        comparisons = List.copyOf(comparisons);
        policies = List.copyOf(policies);
        approvals = List.copyOf(approvals);
    }

    /** How often an act is on record. */
    public long count(String act) {
        return acts.getOrDefault(act, 0L);
    }
}
