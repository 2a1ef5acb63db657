package io.facegate.usecase.report;

import java.time.Instant;

/**
 * A comparison of a vendor's own trail with the ledger, as it is on record.
 *
 * @param trail SHA-256 of the trail
 * @param around calls that went round the gateway, or were made by somebody else
 * @param undecided calls of which that cannot be told
 * @param unread parts of the trail that could not be read
 */
public record RecordedReconciliation(
        Instant time, String vendor, String trail, long around, long undecided, long unread) {}
