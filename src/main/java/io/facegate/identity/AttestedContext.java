package io.facegate.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Facts about one call attested by an operator or a bound token issuer, beyond the caller's identity.
 *
 * @param evidence types of the named registered entries that are valid now, such as {@code warrant}
 * @param facts words and numbers attested by those entries, by attribute, such as {@code offence}
 * @param caseId the case named by the call, or null
 */
public record AttestedContext(
        Set<String> evidence,
        Map<String, List<String>> facts,
        @Nullable String caseId) {
    public static final AttestedContext NONE = new AttestedContext(Set.of(), Map.of(), null);

    public AttestedContext {
        evidence = Set.copyOf(evidence);
        facts = Map.copyOf(facts);
    }

    /** Returns a copy with more values of one fact, each once. */
    public AttestedContext withFact(String name, List<String> values) {
        var all = new HashMap<>(facts);
        all.merge(
                name,
                List.copyOf(values),
                (one, other) ->
                        Stream.concat(one.stream(), other.stream()).distinct().toList());
        return new AttestedContext(evidence, all, caseId);
    }
}
