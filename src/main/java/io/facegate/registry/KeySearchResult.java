package io.facegate.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a search for a key.
 *
 * @param found null if it is no key whose row verifies
 * @param altered ids of the keys whose rows do not verify; they were not compared
 */
public record KeySearchResult(@Nullable FoundKey found, List<String> altered) {
    public KeySearchResult {
        altered = List.copyOf(altered);
    }
}
