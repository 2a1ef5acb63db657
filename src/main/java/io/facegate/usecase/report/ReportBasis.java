package io.facegate.usecase.report;

import io.facegate.ledger.audit.AuditState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report's numbers rest on.
 *
 * @param counted how many records could be counted; fewer than the position's if the search file is behind
 * @param unverified counted records whose content did not verify, so that they are in no number
 * @param firstKept the first record that was not removed by a prune
 * @param earliest the earliest time of a record that is kept; null if there is none
 * @param audit how far the log and the search file were verified in full
 * @param recounted whether every record was read and verified for this report
 */
public record ReportBasis(
        TreeHead position,
        long counted,
        long unverified,
        long firstKept,
        @Nullable Instant earliest,
        AuditState audit,
        boolean recounted) {
    /** True if each counted record, and its place in the search file, was verified, and nothing was found. */
    public boolean isVerified() {
        if (recounted) {
            return true;
        }
        var whole = audit.lastCleanPass();
        return whole != null
                && whole.records() >= Math.min(counted, position.records())
                && audit.log() == null
                && audit.projection() == null;
    }

    /**
     * When the log began, if that is after the period did; else null. What a prune removed is not told by this.
     *
     * @param now when a log without records begins at the earliest
     */
    public @Nullable Instant logBegin(ReportPeriod period, Instant now) {
        if (firstKept > 0 || (earliest == null && behind() > 0)) {
            return null;
        }
        var begin = earliest == null ? now : earliest;
        return begin.isAfter(period.from()) ? begin : null;
    }

    /** How many records are not in any number because the search file is behind. */
    public long behind() {
        return Math.max(0, position.records() - counted);
    }
}
