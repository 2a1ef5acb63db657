package io.facegate.policy.proof.change;

import java.util.List;

/**
 * Requests that are decided differently, and the rules that cause it.
 *
 * @param demand the obligation added or dropped; empty if the verdict changes
 * @param rules rule ids in pack order
 * @param requests the affected requests
 */
record ChangedRequests(Kind kind, String demand, List<String> rules, int requests) {
    ChangedRequests {
        rules = List.copyOf(rules);
    }

    /** How the decision changes. */
    enum Kind {
        GAINED,
        LOST,
        STRONGER,
        WEAKER
    }
}
