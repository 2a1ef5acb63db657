package io.facegate.policy.proof.space;

import java.util.BitSet;
import java.util.List;

/** Axis of the request space: one attribute as contiguous BDD variables, with its values partitioned into atoms. */
public sealed interface AttributeAxis permits SingleValueAxis, MultiValueAxis {
    /** Word of the attribute or condition variable. */
    String word();

    List<ValueAtom> atoms();

    /** Its first variable. */
    int first();

    /** First variable after it. */
    int end();

    /** Requests whose values surely lie in these atoms. */
    int certainlyIn(BitSet in);

    /** Requests whose values lie, or may lie, in these atoms. */
    int possiblyIn(BitSet in);

    /** Requests with some value in one of these atoms. */
    int someIn(BitSet in);

    /** The assignment for no value; empty if it always has one. */
    int absent();

    /** Valid assignments with at most this many values. */
    int domain(int most);

    /** The assignment of exactly one atom, which may be absence. */
    int singleAtom(int atom);

    /** The assignment of exactly these atoms. */
    int exactAtoms(BitSet values);

    /** Atoms of an assignment; empty if absent. */
    BitSet values(BitSet assignment);
}
