package io.facegate.policy.proof.change;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.ChangedRequests.Kind;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.proof.space.MultiValueAxis;
import io.facegate.policy.proof.space.RequestProjection;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.SingleValueAxis;
import io.facegate.policy.proof.space.ValueAtom;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts decision shifts to readable changes. */
final class ChangeReporter {
    /** Attributes that define a class of calls. */
    private static final List<String> CLASS = List.of(
            Attribute.ORGANISATION.word(),
            Attribute.PURPOSE.word(),
            Attribute.CAPABILITY.word(),
            Attribute.PROVIDER.word(),
            Attribute.JURISDICTION.word());

    private final RequestSpace space;
    private final Bdd bdd;
    private final int domain;
    private final int most;
    private final RequestProjection projection;

    /**
     * @param domain all possible requests
     * @param most maximum number of boxes listed per change
     */
    ChangeReporter(RequestSpace space, int domain, int most) {
        this.space = space;
        this.bdd = space.bdd();
        this.domain = domain;
        this.most = most;
        this.projection = new RequestProjection(space);
    }

    DecisionChange change(ChangedRequests shift, boolean settled, List<CheckedExample> shown) {
        var boxes = CubeEnumeration.enumerate(space, shift.requests(), most);
        return new DecisionChange(
                word(shift.kind()),
                shift.demand(),
                shift.rules(),
                projection.count(shift.requests(), CLASS),
                occurringValues(shift.requests()),
                boxes.cubes(),
                boxes.isComplete(),
                shown,
                settled);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case GAINED -> "permitted";
            case LOST -> "refused";
            case STRONGER -> "stronger";
            case WEAKER -> "weaker";
        };
    }

    /** For each constrained attribute, the values that occur in the requests. */
    private Map<String, List<String>> occurringValues(int region) {
        var where = new LinkedHashMap<String, List<String>>();
        for (var axis : space.axes()) {
            var values = switch (axis) {
                case MultiValueAxis several -> members(region, several);
                case SingleValueAxis single -> values(region, single);
            };
            if (!values.isEmpty()) {
                where.put(axis.word(), values);
            }
        }
        return where;
    }

    private List<String> values(int region, SingleValueAxis axis) {
        var atoms = projection.atoms(region, axis);
        if (atoms.equals(projection.atoms(domain, axis))) {
            return List.of();
        }
        if (axis.equals(space.clock().axis())) {
            return space.clock().formatIntervals(atoms);
        }
        return atoms.stream()
                .boxed()
                .flatMap(atom -> words(axis, axis.atoms().get(atom)).stream())
                .toList();
    }

    /** All values of an atom if they can be counted; of places, which count as one, each by itself too. */
    private static List<String> words(SingleValueAxis axis, ValueAtom atom) {
        return axis.word().equals(Attribute.JURISDICTION.word()) && !atom.isAbsent()
                ? atom.values()
                : CubeEnumeration.words(atom);
    }

    /** Values that all requests have, and values that none has. */
    private List<String> members(int region, MultiValueAxis axis) {
        var members = new ArrayList<String>();
        for (int atom = 0; atom < axis.atoms().size(); atom++) {
            int has = bdd.variable(axis.first() + atom);
            if (bdd.implies(region, has)) {
                members.add(axis.atoms().get(atom).label());
            } else if (bdd.areDisjoint(region, has)) {
                members.add("not " + axis.atoms().get(atom).label());
            }
        }
        return members;
    }
}
