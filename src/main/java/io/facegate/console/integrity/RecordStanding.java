package io.facegate.console.integrity;

import io.facegate.ledger.reading.CheckedRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log by its place, checked, with its neighbours.
 *
 * @param before the record before it, or null for the first
 * @param after the record after it, or null for the newest
 */
public record RecordStanding(
        CheckedRecord record,
        @Nullable CheckedRecord before,
        @Nullable CheckedRecord after) {}
