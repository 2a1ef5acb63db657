package io.facegate.policy;

import io.facegate.policy.vocabulary.Attribute;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a question about calls in general leaves open: each call may settle it either way. Picture facts, which only
 * residual conditions read, are always open.
 *
 * @param attributes whose values differ from call to call
 * @param credential whether the caller may authenticate in another way than it did
 */
public record OpenFacts(Set<Attribute> attributes, boolean credential) {
    public OpenFacts {
        attributes = Set.copyOf(attributes);
    }

    /** Returns a copy that leaves only this attribute open. */
    public OpenFacts withOnly(Attribute attribute) {
        return new OpenFacts(EnumSet.of(attribute), false);
    }

    /** Returns a copy that leaves more attributes open. */
    public OpenFacts with(Set<Attribute> more) {
        var all = EnumSet.noneOf(Attribute.class);
        all.addAll(attributes);
        all.addAll(more);
        return new OpenFacts(all, credential);
    }

    /** True if each call may settle the attribute either way. */
    public boolean isOpen(Attribute attribute) {
        return attributes.contains(attribute);
    }
}
