package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Attribute;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold of all policies together, whatever their rules say.
 *
 * @param says the same in one plain sentence
 */
public record Invariant(String id, String says, Claim claim, Place place) {
    /** What can be claimed, in the words of the files. */
    public static final List<String> KINDS = List.of("decided", "omission", "chain");

    /** Where it is written. */
    public record Place(String file, int line, int column) {}

    /** What is claimed. */
    public sealed interface Claim {}

    /**
     * Calls are all decided one way.
     *
     * @param given the calls it is about
     * @param from the first moment it is about, in milliseconds of the epoch
     * @param until the first moment it is no longer about
     * @param except of those calls, none that meets one of these
     * @param refused whether they are all refused, or all permitted
     */
    public record Decided(MatchCondition given, long from, long until, List<MatchCondition> except, boolean refused)
            implements Claim {
        public Decided {
            except = List.copyOf(except);
        }
    }

    /**
     * Leaving out all values of one of these never turns a refusal into a permit.
     *
     * @param except calls that may gain
     */
    public record Omission(Set<Attribute> attributes, List<MatchCondition> except) implements Claim {
        /**
         * All that can be left out. Some attributes always have a value; a call that points at nothing, and an action that
         * nobody attested, are known to be just that; and for whom a call is made is a claim of its own.
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

    /** Acting for one organisation more never turns a refusal into a permit. */
    public record Chain() implements Claim {}
}
