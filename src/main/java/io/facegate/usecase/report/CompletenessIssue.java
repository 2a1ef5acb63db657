package io.facegate.usecase.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason why a report may not tell everything.
 *
 * @param number how many records it is about, or the first of them; 0 if none are named
 */
public record CompletenessIssue(Reason reason, long number) {
    /** The reason. */
    public enum Reason {
        /** The period is not over. */
        NOT_OVER,
        /** The search file is behind by that many records. */
        BEHIND,
        /** That many records did not verify when they were counted. */
        UNVERIFIED,
        /** The audit found that a record, from this one on, does not verify. */
        TAMPERED,
        /** The audit found that the search file was wrong. */
        COUNTED_WRONG,
        /** Records before that one were pruned, and the period may begin before the first that is kept. */
        PRUNED,
        /** The period begins before the log does. */
        BEFORE_LOG,
        /** There are more events than are listed. */
        SHORTENED;

        /** True if something was changed that nothing of Facegate changes. */
        boolean isDamage() {
            return this == UNVERIFIED || this == TAMPERED || this == COUNTED_WRONG;
        }
    }

    static List<CompletenessIssue> of(TransparencyReport report) {
        var basis = report.basis();
        var found = new ArrayList<CompletenessIssue>();
        add(found, Reason.NOT_OVER, !report.isOver(), 0);
        add(found, Reason.BEHIND, basis.behind() > 0, basis.behind());
        add(found, Reason.UNVERIFIED, basis.unverified() > 0, basis.unverified());
        var log = basis.audit().log();
        add(found, Reason.TAMPERED, log != null, log == null ? 0 : log.index() + 1);
        var search = basis.audit().projection();
        add(found, Reason.COUNTED_WRONG, search != null && !basis.recounted(), search == null ? 0 : search.index() + 1);
        add(found, Reason.PRUNED, isCut(basis, report.period().from()), basis.firstKept() + 1);
        add(found, Reason.BEFORE_LOG, basis.logBegin(report.period(), report.made()) != null, 0);
        add(found, Reason.SHORTENED, report.tallies().events().shortened(), 0);
        return List.copyOf(found);
    }

    private static boolean isCut(ReportBasis basis, Instant from) {
        var earliest = basis.earliest();
        return basis.firstKept() > 0 && (earliest == null || earliest.isAfter(from));
    }

    private static void add(List<CompletenessIssue> to, Reason reason, boolean applies, long number) {
        if (applies) {
            to.add(new CompletenessIssue(reason, number));
        }
    }
}
