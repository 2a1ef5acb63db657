package io.facegate.gateway.appeals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the refused caller is told about its appeal. */
public sealed interface AppealAnswer {
    /**
     * An appeal.
     *
     * @param decision the id of the decision
     * @param state {@code open}, {@code needs_information}, {@code upheld} or {@code rejected}
     * @param filed when the caller filed it, or last added to it
     * @param answered when an officer answered, or null
     * @param reason the officer's reason; null if there is none, or it is not kept here
     * @param created whether this request filed it
     */
    record Found(
            String decision,
            String state,
            Instant filed,
            @Nullable Instant answered,
            @Nullable String reason,
            boolean created)
            implements AppealAnswer {}

    /** There is no such decision for this caller, it was permitted, or it has no appeal to read. */
    record NotFound() implements AppealAnswer {}

    /**
     * An appeal with another text waits for an answer, or was decided.
     *
     * @param isFinal whether it was decided
     */
    record Conflict(String state, boolean isFinal) implements AppealAnswer {}
}
