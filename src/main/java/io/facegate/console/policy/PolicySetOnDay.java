package io.facegate.console.policy;

import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.policy.PolicyLibrary;
import io.facegate.usecase.policy.PolicyLibrary.Kept;
import io.facegate.usecase.policy.PolicyRevisions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What is on record of the policies at the end of a day in UTC, or now if the day is today.
 *
 * @param revision which policies were in force; null if no record that verifies tells
 * @param kept those policies, verified; null if it is not known which they were
 * @param tampered how many records that may tell of policies do not verify
 */
record PolicySetOnDay(
        LocalDate day,
        Instant moment,
        PolicyRevisions.@Nullable Revision revision,
        @Nullable Kept kept,
        int tampered) {
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

    /** A past day, or today; null for anything else. */
    static @Nullable LocalDate day(String text, Instant now) {
        try {
            var day = LocalDate.parse(text.strip());
            boolean known = !day.isBefore(FIRST) && !day.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC));
            return known ? day : null;
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    /** Reads the records. Who looks is on record first. */
    static PolicySetOnDay read(
            LocalDate day, Instant now, PolicyLibrary library, AuditedRecords records, String viewer) {
        var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return readAt(end.isAfter(now) ? now : end.minusMillis(1), library, records, viewer);
    }

    /** Reads the records from before a moment of the past. Who looks is on record first. */
    static PolicySetOnDay readAt(Instant moment, PolicyLibrary library, AuditedRecords records, String viewer) {
        var day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        var found = PolicyRevisions.readBefore(records, viewer, moment.plusMillis(1));
        var revision = found.revisions().isEmpty() ? null : found.revisions().getFirst();
        var kept = revision == null ? null : library.find(revision.digest());
        return new PolicySetOnDay(day, moment, revision, kept, found.tampered());
    }
}
