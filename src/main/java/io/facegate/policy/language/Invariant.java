package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Attribute;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Invariant: a property that must hold of the whole policy set.
 *
 * @param says the same in one plain sentence
 */
public record Invariant(String id, String says, Claim claim, Place place) {
    /** Kinds of claims, as named in policy files. */
    public static final List<String> KINDS = List.of("decided", "omission", "chain");

    /** Source position. */
    public record Place(String file, int line, int column) {}

    /** The claim to prove. */
    public sealed interface Claim {}

    /**
     * All calls in scope have the same verdict.
     *
     * @param scope the calls in scope
     * @param from first moment in scope, in milliseconds of the epoch
     * @param until first moment after the scope
     * @param except calls excluded from the scope
     * @param refused true if all must be refused, false if all must be permitted
     */
    public record Decided(MatchCondition scope, long from, long until, List<MatchCondition> except, boolean refused)
            implements Claim {
        public Decided {
            except = List.copyOf(except);
        }
    }

    /**
     * Leaving out all values of one of these attributes never turns a refusal into a permit (monotonicity).
     *
     * @param except calls that are allowed to gain
     */
    public record Omission(Set<Attribute> attributes, List<MatchCondition> except) implements Claim {
        /**
         * All attributes that can be left out. Not among them: attributes that always have a value; reference and
         * action, where absence is a known value; and the principals, covered by {@link Chain}.
         */
        public static final Set<Attribute> ALL = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(
                Attribute.PROVIDER,
                Attribute.OPERATION,
                Attribute.CAPABILITY,
                Attribute.ORGANISATION_ID,
                Attribute.REFERENCE,
                Attribute.ACTION,
                Attribute.ON_BEHALF_OF)));

        public Omission {
            attributes = Set.copyOf(attributes);
            except = List.copyOf(except);
        }
    }

    /** Acting for one more organisation never turns a refusal into a permit. */
    public record Chain() implements Claim {}
}
