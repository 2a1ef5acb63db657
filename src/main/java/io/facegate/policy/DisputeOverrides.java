package io.facegate.policy;

import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Disputed rules that an operator has overridden. */
final class DisputeOverrides {
    private final Map<Integer, DisputeOverride> decided = new HashMap<>();

    DisputeOverrides(List<Rule> rules, List<DisputeOverride> overrulings) {
        for (int at = 0; at < rules.size(); at++) {
            for (var overruling : overrulings) {
                if (overruling.rule().equals(rules.get(at).id())) {
                    decided.put(at, overruling);
                }
            }
        }
    }

    boolean isOverridden(int rule, long now, long known) {
        var overruling = decided.get(rule);
        return overruling != null && overruling.isInForce(now, known);
    }
}
