package io.facegate.ledger.narrative;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule in plain language.
 *
 * @param sentence what it does, to which calls; long lists are cut short
 * @param parts what a call must have, attribute by attribute; empty if the rule applies to every call
 * @param alternatives further conditions, one of which must hold; empty if there are none
 * @param exceptions it does not apply if any of these holds
 * @param when its residual condition, as code, or null
 * @param obligations what it asks of permitted calls
 */
public record NarratedRule(
        String sentence,
        List<Part> parts,
        List<String> alternatives,
        List<String> exceptions,
        @Nullable String when,
        List<String> obligations) {
    public NarratedRule {
        parts = List.copyOf(parts);
        alternatives = List.copyOf(alternatives);
        exceptions = List.copyOf(exceptions);
        obligations = List.copyOf(obligations);
    }

    /**
     * The values of one attribute.
     *
     * @param attribute its word in policies
     * @param title its title
     */
    public record Part(String attribute, String title, List<String> values) {
        public Part {
            values = List.copyOf(values);
        }
    }
}
