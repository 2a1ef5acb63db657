package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry that an operator registered for an organisation, such as a warrant.
 *
 * @param type a dotted word of the evidence tree, such as {@code authorisation.granted}
 * @param matter the case it was registered for, or null when it serves any
 * @param from when it begins to hold, or null when it always has
 * @param until when it no longer holds, or null for never
 * @param facts words and numbers that it attests, by attribute, such as {@code offence}
 */
public record Evidence(
        String id,
        String organisation,
        String type,
        @Nullable String matter,
        @Nullable Instant from,
        @Nullable Instant until,
        Map<String, List<String>> facts) {
    public Evidence {
        facts = Map.copyOf(facts);
    }

    public boolean holds(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
