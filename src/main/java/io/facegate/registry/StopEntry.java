package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stop: while it holds, no gateway sends a call that its target covers.
 *
 * @param set who stopped, when and why
 * @param requested who asked to lift it, or null
 * @param lifted who confirmed that, which ended the stop; or null
 */
public record StopEntry(
        String id,
        StopTarget target,
        Step set,
        @Nullable Step requested,
        @Nullable Step lifted) {
    /** One step of a person. */
    public record Step(String by, Instant at, String reason) {}

    /** Stands for a row that does not verify: what it stopped is not known, so everything is stopped. */
    public static StopEntry altered(String id) {
        return new StopEntry(id, StopTarget.ALL, new Step("", Instant.EPOCH, ""), null, null);
    }

    /** False if it stands for a row that was changed outside Facegate. */
    public boolean isVerified() {
        return !set.by().isEmpty();
    }

    public boolean holds() {
        return lifted == null;
    }

    /** {@code holds}, {@code lift_requested} or {@code lifted}. */
    public String status() {
        if (!holds()) {
            return "lifted";
        }
        return requested == null ? "holds" : "lift_requested";
    }
}
