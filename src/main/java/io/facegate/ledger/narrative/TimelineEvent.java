package io.facegate.ledger.narrative;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One event in the life of a decision, in one language.
 *
 * @param index the place of its record in the log, counted from 0
 * @param time when it happened, or null if that cannot be read
 * @param sentence what happened
 * @param text what a person said then, or null
 * @param decision the id of another decision that it is about, or null
 * @param tampered true if its record, or a text that belongs to it, does not verify
 */
public record TimelineEvent(
        long index,
        @Nullable Instant time,
        String sentence,
        @Nullable String text,
        @Nullable String decision,
        boolean tampered) {
    /** Returns a copy with each text made safe to show. */
    public TimelineEvent withTexts(UnaryOperator<String> safe) {
        return new TimelineEvent(
                index, time, safe.apply(sentence), text == null ? null : safe.apply(text), decision, tampered);
    }
}
