package io.facegate.policy.proof.change;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.space.TimeAxis;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** Time intervals at which a rule starts or stops firing on some request. */
final class RuleTransitions {
    private final Bdd bdd;
    private final TimeAxis clock;
    private final Map<Integer, BitSet> known = new HashMap<>();

    RuleTransitions(Bdd bdd, TimeAxis clock) {
        this.bdd = bdd;
        this.clock = clock;
    }

    /** Interval numbers; never includes the first interval of all time. */
    BitSet intervalsOf(FiredRule fired) {
        var transitions = new BitSet();
        var seen = new HashSet<Integer>();
        var open = new ArrayDeque<Integer>();
        open.push(fired.requests());
        while (!open.isEmpty()) {
            int node = open.pop();
            if (node <= Bdd.TRUE || !seen.add(node)) {
                continue;
            }
            if (bdd.topVariable(node) >= clock.axis().first()) {
                transitions.or(known.computeIfAbsent(node, this::transitions));
            } else {
                open.push(bdd.low(node));
                open.push(bdd.high(node));
            }
        }
        return transitions;
    }

    /** {@code times} depends only on time and on variables below it. */
    private BitSet transitions(int times) {
        var transitions = new BitSet();
        clock.axis().runs(times).stream().skip(1).forEach(run -> transitions.set(run.atom()));
        return transitions;
    }
}
