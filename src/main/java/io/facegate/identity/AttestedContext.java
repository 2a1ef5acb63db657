package io.facegate.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or a bound issuer attested about one call, beyond who calls.
 *
 * @param evidence types of the registered entries that the call named and that hold now, such as {@code warrant}
 * @param facts words and numbers that those entries attest, by attribute, such as {@code offence}
 * @param matter the case that the call named, or null
 */
public record AttestedContext(
        Set<String> evidence,
        Map<String, List<String>> facts,
        @Nullable String matter) {
    public static final AttestedContext NONE = new AttestedContext(Set.of(), Map.of(), null);

    public AttestedContext {
        evidence = Set.copyOf(evidence);
        facts = Map.copyOf(facts);
    }
}
