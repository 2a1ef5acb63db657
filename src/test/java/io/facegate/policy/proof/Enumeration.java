package io.facegate.policy.proof;

import io.facegate.policy.proof.bdd.BddAssignments;
import io.facegate.policy.proof.model.ConditionModel;
import io.facegate.policy.proof.model.ExampleCall;
import io.facegate.policy.proof.model.ExampleCalls;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.SingleValueAxis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Every request of a small space, one by one, and what the engine decides of it. */
public final class Enumeration {
    private final RequestSpace space;
    private final List<AttributeAxis> axes;
    private final List<BitSet> requests = new ArrayList<>();
    private final int most;

    /** @param most requests; a larger space is left empty */
    public Enumeration(RequestSpace space, int most) {
        this.space = space;
        this.axes = List.copyOf(space.axes());
        this.most = most;
        if (size() <= most) {
            list(0, new BitSet());
            int domain = new ConditionModel(space).domain(axis -> 1);
            requests.removeIf(request -> !new BddAssignments(space.bdd()).satisfies(domain, request));
        }
    }

    private double size() {
        double size = 1;
        for (var axis : axes) {
            size *= axis instanceof SingleValueAxis
                    ? axis.atoms().size()
                    : Math.pow(2, axis.atoms().size());
        }
        return size;
    }

    private void list(int at, BitSet request) {
        if (at == axes.size()) {
            requests.add((BitSet) request.clone());
            return;
        }
        var axis = axes.get(at);
        long many = axis instanceof SingleValueAxis
                ? axis.atoms().size()
                : 1L << axis.atoms().size();
        for (long value = 0; value < many; value++) {
            for (int bit = axis.first(); bit < axis.end(); bit++) {
                int shift = axis instanceof SingleValueAxis ? axis.end() - 1 - bit : bit - axis.first();
                request.set(bit, (value >> shift & 1) == 1);
            }
            list(at + 1, request);
        }
        request.clear(axis.first(), axis.end());
    }

    public List<BitSet> requests() {
        return requests;
    }

    /** A call of a request, with any of the values that the proofs do not tell apart. */
    public ExampleCall call(BitSet request, Random random) {
        return new ExampleCalls(space, Instant.EPOCH, all -> {
                    var found = all.get(random.nextInt(all.size()));
                    // Who may not call for nobody.
                    return found.equals("contractor") ? all.getFirst() : found;
                })
                .build(request, List.of());
    }
}
