package io.facegate.usecase.policy;

import io.facegate.ledger.narrative.NarratedRule.Part;
import io.facegate.policy.proof.model.ExampleCall;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of decisions in plain language.
 *
 * @param demands what is asked in addition or no longer, for a change of obligations
 * @param rules ids of the rules that cause it
 * @param kinds how many combinations of organisation, purpose, capability, provider and place it affects
 * @param where what the affected calls have, attribute by attribute
 * @param example one affected call, or null
 * @param certain false if the analysis could not read every condition, or the engine disagreed about the example
 */
public record NarratedChange(
        Kind kind,
        List<String> demands,
        List<String> rules,
        BigInteger kinds,
        List<Part> where,
        @Nullable Example example,
        boolean certain) {
    public NarratedChange {
        demands = List.copyOf(demands);
        rules = List.copyOf(rules);
        where = List.copyOf(where);
    }

    /** What happens to calls. */
    public enum Kind {
        /** They become impossible. */
        REFUSED,
        /** They become possible. */
        PERMITTED,
        /** They must meet more. */
        STRONGER,
        /** They must meet less. */
        WEAKER
    }

    /**
     * An affected call, decided by the engine before and after.
     *
     * @param parts what it has, attribute by attribute
     * @param before the rule that decided before
     * @param after the rule that decides afterwards
     */
    public record Example(ExampleCall call, List<Part> parts, String before, String after) {
        public Example {
            parts = List.copyOf(parts);
        }
    }
}
