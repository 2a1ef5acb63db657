package io.facegate.policy.proof.space;

import io.facegate.policy.proof.bdd.Bdd;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Projection of request sets onto some attributes. */
public final class RequestProjection {
    private final RequestSpace space;
    private final Bdd bdd;

    public RequestProjection(RequestSpace space) {
        this.space = space;
        this.bdd = space.bdd();
    }

    /** Cube of all variables of these axes. */
    public int cube(Collection<AttributeAxis> axes) {
        int cube = Bdd.TRUE;
        for (var axis : axes.stream()
                .sorted((one, other) -> other.first() - one.first())
                .toList()) {
            for (int at = axis.end() - 1; at >= axis.first(); at--) {
                cube = bdd.node(at, Bdd.FALSE, cube);
            }
        }
        return cube;
    }

    /** Projects a set onto the attributes with these words. */
    public int projectOnto(int region, Set<String> words) {
        var hidden = new ArrayList<Integer>();
        space.axes().stream()
                .filter(axis -> !words.contains(axis.word()))
                .forEach(axis -> hidden.add(cube(List.of(axis))));
        space.uninterpreted().values().forEach(free -> hidden.add(free.cube()));
        return bdd.exists(region, bdd.andDisjoint(hidden));
    }

    /** Atoms of a single-value attribute that occur in a set. */
    public BitSet atoms(int region, SingleValueAxis axis) {
        var found = new BitSet();
        var runs = axis.runs(projectOnto(region, Set.of(axis.word())));
        for (int at = 0; at < runs.size(); at++) {
            int end = at + 1 < runs.size()
                    ? runs.get(at + 1).atom()
                    : axis.atoms().size();
            found.set(runs.get(at).atom(), end, runs.get(at).function() == Bdd.TRUE);
        }
        return found;
    }

    /** Number of word combinations of these single-value attributes that occur in a set. */
    public BigInteger count(int region, List<String> words) {
        var axes = space.axes().stream()
                .filter(axis -> axis instanceof SingleValueAxis && words.contains(axis.word()))
                .toList();
        return count(projectOnto(region, Set.copyOf(words)), axes, new HashMap<>());
    }

    private BigInteger count(int seen, List<AttributeAxis> axes, Map<Integer, BigInteger> known) {
        if (seen == Bdd.FALSE || axes.isEmpty()) {
            return seen == Bdd.FALSE ? BigInteger.ZERO : BigInteger.ONE;
        }
        var before = known.get(key(seen, axes));
        if (before != null) {
            return before;
        }
        var axis = axes.getFirst();
        var sum = BigInteger.ZERO;
        for (int at = 0; at < axis.atoms().size(); at++) {
            int rest = bdd.restrict(seen, axis.singleAtom(at));
            var weight = BigInteger.valueOf(axis.atoms().get(at).weight());
            sum = sum.add(count(rest, axes.subList(1, axes.size()), known).multiply(weight));
        }
        known.put(key(seen, axes), sum);
        return sum;
    }

    private static int key(int seen, List<AttributeAxis> axes) {
        return seen * 8 + axes.size();
    }
}
