package io.facegate.policy.proof.space;

import java.util.BitSet;
import java.util.List;

/** One attribute as variables that stand together; its values are cut into atoms. */
public sealed interface AttributeAxis permits SingleValueAxis, MultiValueAxis {
    /** The attribute's word, or the variable's of a condition. */
    String word();

    List<ValueAtom> atoms();

    /** The first of its variables. */
    int first();

    /** The first variable behind it. */
    int end();

    /** Where its values surely lie in these atoms. */
    int surely(BitSet in);

    /** Where its values lie, or may lie, in these atoms. */
    int perhaps(BitSet in);

    /** Where some value lies in one of these atoms. */
    int some(BitSet in);

    /** The one assignment that stands for no value; nothing where it always has one. */
    int absent();

    /** The assignments that stand for something, with no more values together than these. */
    int domain(int most);

    /** The assignment of exactly one atom, which may be absence. */
    int one(int atom);

    /** The assignment of exactly these atoms. */
    int exactly(BitSet values);

    /** The atoms that an assignment stands for; empty where it is absent. */
    BitSet values(BitSet assignment);
}
