package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of parameters that decide what a call reveals, with the capabilities that each adds; others are refused. */
public record ParameterValues(Map<String, Map<String, Set<Capability>>> byParameter) {
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
}
