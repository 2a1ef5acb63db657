package io.facegate.policy.proof.change;

import java.util.List;

/**
 * Requests that are decided otherwise, and the rules that make it so.
 *
 * @param demand what more or less is asked in return; empty where the verdict itself changes
 * @param rules ids, in the order of the packs
 * @param on which requests
 */
record DecisionShift(Kind kind, String demand, List<String> rules, int on) {
    DecisionShift {
        rules = List.copyOf(rules);
    }

    /** What becomes of a request. */
    enum Kind {
        GAINED,
        LOST,
        STRONGER,
        WEAKER
    }
}
