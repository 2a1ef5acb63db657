package io.facegate.usecase.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time that the records say little or nothing about.
 *
 * @param from when it began; null if that is not known
 * @param calls how many calls were refused in it because none could be recorded; null if that is not known
 */
public record RecordingGap(
        Kind kind,
        @Nullable Instant from,
        Instant until,
        @Nullable Long calls) {
    /** Why. */
    public enum Kind {
        /** The log had not begun. */
        BEFORE_LOG,
        /** No gateway ran. */
        STOPPED,
        /** A gateway ended without a record of it. */
        CUT_OFF,
        /** Records could not be written, so calls were refused. */
        UNWRITABLE
    }
}
