package io.facegate.ledger.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Result of auditing the whole log.
 *
 * @param lastCleanPass when the log was last verified in full, or null if never
 * @param position records that the running pass has checked
 * @param size records that it checks in total
 * @param log records that do not verify, by the last pass with findings that no clean pass followed
 * @param projection records that the search file omitted or changed, likewise; the file was rebuilt since
 * @param problem why the audit cannot continue, or null
 */
public record AuditState(
        @Nullable CleanPass lastCleanPass,
        long position,
        long size,
        @Nullable Finding log,
        @Nullable Finding projection,
        @Nullable String problem) {
    /** The state before any audit. */
    public static final AuditState NONE = new AuditState(null, 0, 0, null, null, null);

    /** A clean pass, and how many records it checked. */
    public record CleanPass(Instant time, long records) {}

    /**
     * A finding.
     *
     * @param index the first record affected
     * @param description description
     * @param count how many records
     */
    public record Finding(Instant time, long index, String description, long count) {}

    AuditState withPosition(long now, long of) {
        return new AuditState(lastCleanPass, now, of, log, projection, null);
    }

    AuditState withFindings(@Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(
                lastCleanPass,
                position,
                size,
                inLog == null ? log : inLog,
                inProjection == null ? projection : inProjection,
                problem);
    }

    /** Returns the state after a complete pass. */
    AuditState completed(Instant now, @Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(
                inLog == null ? new CleanPass(now, size) : lastCleanPass, size, size, inLog, inProjection, null);
    }

    AuditState withProblem(String why) {
        return new AuditState(lastCleanPass, position, size, log, projection, why);
    }
}
