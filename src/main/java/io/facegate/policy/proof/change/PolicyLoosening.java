package io.facegate.policy.proof.change;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.model.AnalysisLimits;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Whether a policy set takes the approval of one who permits more: it permits more than another, lacks one of its packs,
 * or lacks or changes one of its invariants.
 */
public final class PolicyLoosening {
    private PolicyLoosening() {}

    /** Half a sentence that says what {@code after} does more than {@code before}; null if nothing. */
    public static @Nullable String find(PolicySet before, PolicySet after, AnalysisLimits limits) {
        var removed = findRemoved(before, after);
        return removed == null ? PermissionGrowth.find(before, after, limits) : removed;
    }

    private static @Nullable String findRemoved(PolicySet before, PolicySet after) {
        var packs = new ArrayList<>(before.packs().stream().map(PolicyPack::id).toList());
        packs.removeAll(after.packs().stream().map(PolicyPack::id).toList());
        if (!packs.isEmpty()) {
            return "it removes the pack " + packs.getFirst();
        }
        return before.invariants().stream()
                .filter(invariant -> after.invariants().stream().noneMatch(other -> isSame(invariant, other)))
                .map(invariant -> "it removes or changes the invariant " + invariant.id())
                .findFirst()
                .orElse(null);
    }

    private static boolean isSame(Invariant one, Invariant other) {
        return one.id().equals(other.id()) && one.claim().equals(other.claim());
    }
}
