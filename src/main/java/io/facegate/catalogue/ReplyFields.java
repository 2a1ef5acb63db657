package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All fields of an API's replies; a name means the same wherever it stands.
 *
 * @param reveals each field with the capabilities that it reveals
 * @param results fields that are lists of results; other lists are parts of one result
 */
public record ReplyFields(Map<String, Set<Capability>> reveals, Set<String> results) {
    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    public @Nullable Set<Capability> revealedCapabilities(String field) {
        return reveals.get(field);
    }
}
