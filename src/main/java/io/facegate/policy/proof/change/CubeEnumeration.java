package io.facegate.policy.proof.change;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.MultiValueAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.SingleValueAxis;
import io.facegate.policy.proof.space.ValueAtom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Enumerates a set of requests as disjoint cubes (products of values). */
final class CubeEnumeration {
    private final RequestSpace space;
    private final Bdd bdd;
    private final List<AttributeAxis> axes;
    private final int most;
    private final List<Map<String, List<String>>> found = new ArrayList<>();
    private boolean complete = true;

    private CubeEnumeration(RequestSpace space, int most) {
        this.space = space;
        this.bdd = space.bdd();
        this.axes = List.copyOf(space.axes());
        this.most = most;
    }

    /** The first cubes of a set. */
    static CubeEnumeration enumerate(RequestSpace space, int region, int most) {
        var boxes = new CubeEnumeration(space, most);
        boxes.list(region, 0, new LinkedHashMap<>());
        return boxes;
    }

    List<Map<String, List<String>>> cubes() {
        return found;
    }

    boolean isComplete() {
        return complete;
    }

    private void list(int region, int at, Map<String, List<String>> values) {
        if (region == Bdd.FALSE) {
            return;
        }
        if (found.size() == most) {
            complete = false;
            return;
        }
        if (at == axes.size()) {
            found.add(new LinkedHashMap<>(values));
            return;
        }
        var axis = axes.get(at);
        if (axis instanceof MultiValueAxis several) {
            members(region, at, several, 0, values);
        } else {
            groups(region, axis)
                    .forEach((rest, atoms) -> with(
                            values,
                            axis.word(),
                            atoms.cardinality() == axis.atoms().size() ? List.of() : labels(axis, atoms),
                            () -> list(rest, at + 1, values)));
        }
    }

    /** Groups the atoms of an axis by the remaining function. */
    private Map<Integer, BitSet> groups(int region, AttributeAxis axis) {
        var groups = new LinkedHashMap<Integer, BitSet>();
        if (axis instanceof SingleValueAxis single && bdd.topVariable(region) >= single.first()) {
            var runs = single.runs(region);
            for (int run = 0; run < runs.size(); run++) {
                int end = run + 1 < runs.size()
                        ? runs.get(run + 1).atom()
                        : axis.atoms().size();
                groups.computeIfAbsent(runs.get(run).function(), unseen -> new BitSet())
                        .set(runs.get(run).atom(), end);
            }
            return groups;
        }
        for (int atom = 0; atom < axis.atoms().size(); atom++) {
            int rest = bdd.restrict(region, axis.singleAtom(atom));
            groups.computeIfAbsent(rest, unseen -> new BitSet()).set(atom);
        }
        return groups;
    }

    /** Branches on each relevant atom of a multi-value axis: present or not. */
    private void members(int region, int at, MultiValueAxis axis, int atom, Map<String, List<String>> values) {
        if (region == Bdd.FALSE) {
            return;
        }
        if (atom == axis.atoms().size()) {
            list(region, at + 1, values);
            return;
        }
        int variable = bdd.variable(axis.first() + atom);
        int has = bdd.restrict(region, variable);
        int lacks = bdd.restrict(region, bdd.not(variable));
        if (has == lacks) {
            members(has, at, axis, atom + 1, values);
            return;
        }
        var label = axis.atoms().get(atom).label();
        var before = values.getOrDefault(axis.word(), List.of());
        with(values, axis.word(), and(before, label), () -> members(has, at, axis, atom + 1, values));
        with(values, axis.word(), and(before, "not " + label), () -> members(lacks, at, axis, atom + 1, values));
    }

    private static List<String> and(List<String> before, String label) {
        var all = new ArrayList<>(before);
        all.add(label);
        return all;
    }

    private static void with(Map<String, List<String>> values, String word, List<String> named, Runnable then) {
        var before = values.get(word);
        if (!named.isEmpty()) {
            values.put(word, named);
        }
        then.run();
        if (before == null) {
            values.remove(word);
        } else {
            values.put(word, before);
        }
    }

    /** Words of these atoms, one by one; times as intervals. */
    private List<String> labels(AttributeAxis axis, BitSet atoms) {
        return axis.equals(space.clock().axis())
                ? space.clock().formatIntervals(atoms)
                : atoms.stream()
                        .boxed()
                        .flatMap(atom -> words(axis.atoms().get(atom)).stream())
                        .toList();
    }

    /** All words of an atom if countable, else its label. */
    static List<String> words(ValueAtom atom) {
        return atom.weight() > 1 ? atom.values() : List.of(atom.label());
    }
}
