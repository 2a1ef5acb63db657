package io.facegate.policy.proof.model;

import io.facegate.policy.proof.bdd.BddAssignments;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.MultiValueAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.vocabulary.Attribute;
import java.util.BitSet;
import java.util.Set;

/** Chooses the simplest request of a set: the assignment with the least to state, by a cost for each attribute. */
final class MinimalExample {
    /** Attributes that every call has. */
    private static final Set<String> ALWAYS = Set.of(
            Attribute.ORGANISATION.word(),
            Attribute.ORGANISATION_ID.word(),
            Attribute.CAPABILITY.word(),
            Attribute.PROVIDER.word(),
            Attribute.PURPOSE.word(),
            Attribute.OPERATION.word());

    private static final int FACT = 100;
    private static final int PLACE = 20;

    private final RequestSpace space;
    private final BddAssignments assignments;

    MinimalExample(RequestSpace space) {
        this.space = space;
        this.assignments = new BddAssignments(space.bdd());
    }

    /** One of these requests; the set must not be empty. */
    BitSet find(int region) {
        return assignments.findCheapest(region, this::cost);
    }

    private int cost(int variable) {
        for (var axis : space.axes()) {
            if (variable < axis.end()) {
                return variable < axis.first() ? 0 : cost(axis);
            }
        }
        return 0;
    }

    private static int cost(AttributeAxis axis) {
        if (ALWAYS.contains(axis.word())) {
            return 1;
        }
        if (axis.word().equals("time")) {
            return 0;
        }
        return axis instanceof MultiValueAxis
                ? FACT
                : axis.word().equals(Attribute.JURISDICTION.word()) ? PLACE : FACT / 2;
    }
}
