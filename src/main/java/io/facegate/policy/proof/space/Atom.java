package io.facegate.policy.proof.space;

import org.jspecify.annotations.Nullable;

/**
 * Values of one attribute that no condition tells apart.
 *
 * @param label all of them, in words
 * @param example one of them; null where the atom is the attribute's absence
 * @param weight how many words it holds; 1 where they cannot be counted
 */
public record Atom(String label, @Nullable String example, int weight) {
    /** The attribute's absence. */
    static final Atom ABSENT = new Atom("absent", null, 1);

    /** True for the attribute's absence. */
    public boolean isAbsent() {
        return example == null;
    }
}
