package io.facegate.ledger.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the log as a whole.
 *
 * @param whole when the log was last verified whole, or null where it never was
 * @param position the records that the pass which runs now has been through
 * @param size the records that it goes through
 * @param log what does not verify, by the last pass that found something and was not followed by a clean one
 * @param projection what the search file left out or said otherwise, likewise; it was made anew since
 * @param trouble why the audit cannot go on, or null
 */
public record AuditState(
        @Nullable Whole whole,
        long position,
        long size,
        @Nullable Finding log,
        @Nullable Finding projection,
        @Nullable String trouble) {
    /** Nothing is known yet. */
    public static final AuditState NONE = new AuditState(null, 0, 0, null, null, null);

    /** A pass that found nothing wrong, and how many records it went through. */
    public record Whole(Instant at, long records) {}

    /**
     * Something wrong.
     *
     * @param index the first record
     * @param what in words
     * @param count how many records
     */
    public record Finding(Instant at, long index, String what, long count) {}

    AuditState at(long now, long of) {
        return new AuditState(whole, now, of, log, projection, null);
    }

    AuditState found(@Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(
                whole,
                position,
                size,
                inLog == null ? log : inLog,
                inProjection == null ? projection : inProjection,
                trouble);
    }

    /** After a pass to the end. */
    AuditState ended(Instant now, @Nullable Finding inLog, @Nullable Finding inProjection) {
        return new AuditState(inLog == null ? new Whole(now, size) : whole, size, size, inLog, inProjection, null);
    }

    AuditState troubled(String why) {
        return new AuditState(whole, position, size, log, projection, why);
    }
}
