package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of an API take; anything else is a mistake of the request.
 *
 * @param byParameter values that decide what a call reveals, with the capabilities that each adds
 * @param patterns parameters of the query with what each value must match
 */
public record ParameterValues(Map<String, Map<String, Set<Capability>>> byParameter, Map<String, Pattern> patterns) {
    /** The parameters that have such values. */
    public Set<String> parameters() {
        return byParameter.keySet();
    }

    /** The known values of a parameter; empty if it has none. */
    public Set<String> words(String parameter) {
        return byParameter.getOrDefault(parameter, Map.of()).keySet();
    }

    /** The capabilities that a value adds, or null for an unknown one. */
    public @Nullable Set<Capability> capabilities(String parameter, String word) {
        return byParameter.getOrDefault(parameter, Map.of()).get(word);
    }

    /** Returns what is wrong with the first value of a query that does not match its pattern, or null. */
    public @Nullable String findMismatch(Map<String, String> query) {
        for (var known : patterns.entrySet()) {
            var word = query.get(known.getKey());
            if (word != null && !known.getValue().matcher(word).matches()) {
                return known.getKey() + " must match " + known.getValue().pattern() + ".";
            }
        }
        return null;
    }
}
