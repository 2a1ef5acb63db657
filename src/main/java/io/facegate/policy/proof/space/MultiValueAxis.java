package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.vocabulary.Attribute.Many;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/** Axis of a multi-valued attribute: one variable for each atom, true if some value lies in it. */
public final class MultiValueAxis implements AttributeAxis {
    private final Bdd bdd;
    private final String word;
    private final Many many;
    private final List<ValueAtom> atoms;
    private final int first;
    private final boolean never;

    /**
     * @param first first free variable
     * @param never true if the attribute is never absent
     */
    MultiValueAxis(Bdd bdd, Many many, Named named, int first, boolean never) {
        this.bdd = bdd;
        this.word = named.word();
        this.many = many;
        this.atoms = named.atoms();
        this.first = first;
        this.never = never;
    }

    /** The atoms of an attribute. */
    record Named(String word, List<ValueAtom> atoms) {
        Named {
            atoms = List.copyOf(atoms);
        }
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public List<ValueAtom> atoms() {
        return atoms;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public int end() {
        return first + atoms.size();
    }

    @Override
    public int certainlyIn(BitSet in) {
        return many == Many.ANY ? someIn(in::get) : bdd.difference(noneIn(atom -> !in.get(atom)), noneIn(atom -> true));
    }

    @Override
    public int possiblyIn(BitSet in) {
        return many == Many.ALL ? bdd.or(noneIn(atom -> true), someIn(in::get)) : someIn(in::get);
    }

    @Override
    public int absent() {
        return never ? Bdd.FALSE : noneIn(atom -> true);
    }

    @Override
    public int someIn(BitSet in) {
        return someIn(in::get);
    }

    private int someIn(IntPredicate in) {
        int found = Bdd.FALSE;
        for (int atom = atoms.size() - 1; atom >= 0; atom--) {
            if (in.test(atom)) {
                found = bdd.node(first + atom, found, Bdd.TRUE);
            }
        }
        return found;
    }

    /** Requests with no value in any of these atoms. */
    private int noneIn(IntPredicate in) {
        int found = Bdd.TRUE;
        for (int atom = atoms.size() - 1; atom >= 0; atom--) {
            if (in.test(atom)) {
                found = bdd.node(first + atom, found, Bdd.FALSE);
            }
        }
        return found;
    }

    /** No limit if a condition needs only one matching value ({@code ANY}); else at most this many values. */
    @Override
    public int domain(int most) {
        int fewEnough = many == Many.ANY || most >= atoms.size() ? Bdd.TRUE : atMost(most);
        return never ? bdd.difference(fewEnough, noneIn(atom -> true)) : fewEnough;
    }

    private int atMost(int most) {
        var left = new int[most + 1];
        Arrays.fill(left, Bdd.TRUE);
        for (int atom = atoms.size() - 1; atom >= 0; atom--) {
            for (int more = most; more >= 0; more--) {
                left[more] = bdd.node(first + atom, left[more], more == 0 ? Bdd.FALSE : left[more - 1]);
            }
        }
        return left[most];
    }

    @Override
    public int singleAtom(int atom) {
        var alone = new BitSet();
        alone.set(atom);
        return exactAtoms(alone);
    }

    @Override
    public int exactAtoms(BitSet values) {
        int all = Bdd.TRUE;
        for (int atom = atoms.size() - 1; atom >= 0; atom--) {
            all = values.get(atom) ? bdd.node(first + atom, Bdd.FALSE, all) : bdd.node(first + atom, all, Bdd.FALSE);
        }
        return all;
    }

    @Override
    public BitSet values(BitSet assignment) {
        return assignment.get(first, end());
    }
}
