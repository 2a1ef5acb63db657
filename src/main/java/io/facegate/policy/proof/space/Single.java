package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;
import java.util.BitSet;
import java.util.List;

/** An attribute of one value: the number of its atom, in as few variables as hold it. */
public final class Single implements Axis {
    private final Bdd bdd;
    private final String word;
    private final List<Atom> atoms;
    private final int first;
    private final int bits;
    private final int[] one;

    /** @param first the first variable that is free */
    Single(Bdd bdd, String word, List<Atom> atoms, int first) {
        this.bdd = bdd;
        this.word = word;
        this.atoms = List.copyOf(atoms);
        this.first = first;
        this.bits = 32 - Integer.numberOfLeadingZeros(atoms.size() - 1);
        this.one = new int[atoms.size()];
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public List<Atom> atoms() {
        return atoms;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public int end() {
        return first + bits;
    }

    @Override
    public int surely(BitSet in) {
        return where(in);
    }

    /** Absence is an atom that the caller puts in or leaves out. */
    @Override
    public int perhaps(BitSet in) {
        return where(in);
    }

    @Override
    public int some(BitSet in) {
        return where(in);
    }

    @Override
    public int absent() {
        var absent = new BitSet();
        for (int at = 0; at < atoms.size(); at++) {
            absent.set(at, atoms.get(at).isAbsent());
        }
        return where(absent);
    }

    @Override
    public int domain(int most) {
        return from(0);
    }

    @Override
    public int one(int atom) {
        if (bits > 0 && one[atom] == Bdd.FALSE) {
            int node = Bdd.TRUE;
            for (int level = bits - 1; level >= 0; level--) {
                boolean set = (atom >> (bits - 1 - level) & 1) == 1;
                node = set ? bdd.node(first + level, Bdd.FALSE, node) : bdd.node(first + level, node, Bdd.FALSE);
            }
            one[atom] = node;
        }
        return bits == 0 ? Bdd.TRUE : one[atom];
    }

    @Override
    public int exactly(BitSet values) {
        return values.isEmpty() ? absent() : values.cardinality() == 1 ? one(values.nextSetBit(0)) : where(values);
    }

    /** Where the atom is one of these; takes as long as there are stretches of neighbours among them. */
    private int where(BitSet in) {
        return where(in, 0, 0);
    }

    /** Of the atoms whose number begins with a code of so many bits. */
    private int where(BitSet in, int level, int code) {
        int first = code << (bits - level);
        int end = Math.min(atoms.size(), (code + 1) << (bits - level));
        int next = first < end ? in.nextSetBit(first) : -1;
        if (next < 0 || next >= end) {
            return Bdd.FALSE;
        }
        if (next == first && (code + 1) << (bits - level) == end && in.nextClearBit(first) >= end) {
            return Bdd.TRUE;
        }
        return bdd.node(this.first + level, where(in, level + 1, code << 1), where(in, level + 1, code << 1 | 1));
    }

    @Override
    public BitSet values(BitSet assignment) {
        int code = 0;
        for (int level = 0; level < bits; level++) {
            code = code << 1 | (assignment.get(first + level) ? 1 : 0);
        }
        var found = new BitSet();
        if (!atoms.get(code).isAbsent()) {
            found.set(code);
        }
        return found;
    }

    /** Where the atom is this one or a later one. */
    int from(int atom) {
        var later = new BitSet();
        later.set(atom, atoms.size());
        return where(later);
    }
}
