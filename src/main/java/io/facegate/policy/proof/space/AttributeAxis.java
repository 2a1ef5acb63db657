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
    int surely(BitSet in);

    /** Requests whose values lie, or may lie, in these atoms. */
    int perhaps(BitSet in);

    /** Requests with some value in one of these atoms. */
    int some(BitSet in);

    /** The assignment for no value; empty if it always has one. */
    int absent();

    /** Valid assignments with at most this many values. */
    int domain(int most);

    /** The assignment of exactly one atom, which may be absence. */
    int one(int atom);

    /** The assignment of exactly these atoms. */
    int exactly(BitSet values);

    /** Atoms of an assignment; empty if absent. */
    BitSet values(BitSet assignment);
}
