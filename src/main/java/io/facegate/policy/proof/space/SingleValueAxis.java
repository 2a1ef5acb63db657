package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Axis of a single-value attribute: a binary code of its atom. The code is the atom's number; or an atom has all codes
 * from its first to the next atom's, so that similar atoms can have codes with equal endings.
 */
public final class SingleValueAxis implements AttributeAxis {
    private final Bdd bdd;
    private final String word;
    private final List<ValueAtom> atoms;
    private final int first;
    private final int bits;
    private final int[] one;

    /** First code of each atom; empty if it is the atom's number. */
    private final int[] codes;

    /** First unused code. */
    private final int limit;

    /** @param first first free variable */
    SingleValueAxis(Bdd bdd, String word, List<ValueAtom> atoms, int first) {
        this(bdd, word, List.copyOf(atoms), new int[0], first);
    }

    /** @param codes first code of each atom, ascending from 0; empty if it is the atom's number */
    SingleValueAxis(Bdd bdd, String word, List<ValueAtom> atoms, int[] codes, int first) {
        this.bdd = bdd;
        this.word = word;
        this.atoms = atoms;
        this.first = first;
        this.codes = codes;
        int last = codes.length == 0 ? atoms.size() - 1 : codes[codes.length - 1];
        this.bits = 32 - Integer.numberOfLeadingZeros(last);
        this.limit = codes.length == 0 ? atoms.size() : 1 << bits;
        this.one = new int[atoms.size()];
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
        return first + bits;
    }

    @Override
    public int certainlyIn(BitSet in) {
        return codesIn(in);
    }

    /** Absence is an atom, which the caller includes or excludes. */
    @Override
    public int possiblyIn(BitSet in) {
        return codesIn(in);
    }

    @Override
    public int someIn(BitSet in) {
        return codesIn(in);
    }

    @Override
    public int absent() {
        var absent = new BitSet();
        for (int at = 0; at < atoms.size(); at++) {
            absent.set(at, atoms.get(at).isAbsent());
        }
        return codesIn(absent);
    }

    @Override
    public int domain(int most) {
        return fromAtom(0);
    }

    @Override
    public int singleAtom(int atom) {
        if (bits > 0 && one[atom] == Bdd.FALSE) {
            int end = atom + 1 < atoms.size() ? code(atom + 1) : limit;
            one[atom] = bdd.difference(atLeast(code(atom)), atLeast(end));
        }
        return bits == 0 ? Bdd.TRUE : one[atom];
    }

    @Override
    public int exactAtoms(BitSet values) {
        return values.isEmpty()
                ? absent()
                : values.cardinality() == 1 ? singleAtom(values.nextSetBit(0)) : codesIn(values);
    }

    /** Requests whose atom is one of these; runs in time proportional to the number of contiguous ranges. */
    private int codesIn(BitSet in) {
        return codesIn(in, 0, 0);
    }

    /** The same for atoms whose codes start with the given prefix. */
    private int codesIn(BitSet in, int level, int code) {
        int begin = code << (bits - level);
        if (begin >= limit) {
            return Bdd.FALSE;
        }
        int end = (code + 1) << (bits - level);
        int last = atom(Math.min(end, limit) - 1);
        int next = in.nextSetBit(atom(begin));
        if (next < 0 || next > last) {
            return Bdd.FALSE;
        }
        if (end <= limit && in.nextClearBit(atom(begin)) > last) {
            return Bdd.TRUE;
        }
        return bdd.node(this.first + level, codesIn(in, level + 1, code << 1), codesIn(in, level + 1, code << 1 | 1));
    }

    private int code(int atom) {
        return codes.length == 0 ? atom : codes[atom];
    }

    /** The atom of a code. */
    private int atom(int code) {
        if (codes.length == 0) {
            return code;
        }
        int at = Arrays.binarySearch(codes, code);
        return at >= 0 ? at : -at - 2;
    }

    @Override
    public BitSet values(BitSet assignment) {
        int code = 0;
        for (int level = 0; level < bits; level++) {
            code = code << 1 | (assignment.get(first + level) ? 1 : 0);
        }
        var found = new BitSet();
        if (!atoms.get(atom(code)).isAbsent()) {
            found.set(atom(code));
        }
        return found;
    }

    /** Requests whose atom is this one or a later one. */
    int fromAtom(int atom) {
        return bdd.difference(atLeast(code(atom)), atLeast(limit));
    }

    private int atLeast(int code) {
        if (code >= 1 << bits) {
            return Bdd.FALSE;
        }
        int found = Bdd.TRUE;
        for (int level = bits - 1; level >= 0; level--) {
            boolean set = (code >> (bits - 1 - level) & 1) == 1;
            found = set ? bdd.node(first + level, Bdd.FALSE, found) : bdd.node(first + level, found, Bdd.TRUE);
        }
        return found;
    }

    /**
     * Piecewise function: one function for each range of atoms.
     *
     * @param from first atom of each range, ascending from 0
     * @param functions functions of variables below this axis
     */
    int piecewise(int[] from, int[] functions) {
        return piecewise(from, functions, 0, 0);
    }

    private int piecewise(int[] from, int[] functions, int level, int code) {
        int begin = code << (bits - level);
        if (begin >= limit) {
            return Bdd.FALSE;
        }
        int end = (code + 1) << (bits - level);
        int chosen = floor(from, atom(begin));
        if (end <= limit && floor(from, atom(end - 1)) == chosen) {
            return functions[chosen];
        }
        return bdd.node(
                first + level,
                piecewise(from, functions, level + 1, code << 1),
                piecewise(from, functions, level + 1, code << 1 | 1));
    }

    private static int floor(int[] sorted, int key) {
        int at = Arrays.binarySearch(sorted, key);
        return at >= 0 ? at : -at - 2;
    }

    /** A range of atoms, up to the next run, with one function of the variables below this axis. */
    public record Run(int atom, int function) {}

    /** The runs of a function, in atom order. */
    public List<Run> runs(int function) {
        var found = new ArrayList<Run>();
        runs(function, 0, 0, found);
        return found;
    }

    private void runs(int function, int level, int code, List<Run> found) {
        int begin = code << (bits - level);
        if (begin >= limit) {
            return;
        }
        if (bdd.topVariable(function) >= end()) {
            if (found.isEmpty() || found.getLast().function != function) {
                found.add(new Run(atom(begin), function));
            }
            return;
        }
        boolean hangs = bdd.topVariable(function) == first + level;
        runs(hangs ? bdd.low(function) : function, level + 1, code << 1, found);
        runs(hangs ? bdd.high(function) : function, level + 1, code << 1 | 1, found);
    }
}
