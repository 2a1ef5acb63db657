package io.facegate.gateway;

import io.facegate.call.Capability;
import io.facegate.call.NearestChange;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change to a refused call that its caller can make itself: attributes of faces to leave out. Never another purpose,
 * organisation or principal, which would teach callers to lie.
 */
final class AttributesToLeaveOut {
    private static final String ATTRIBUTES = "analyze.";

    private AttributesToLeaveOut() {}

    /** Returns the attributes without which the policies permit the call; null if none help. */
    static @Nullable NearestChange find(PolicyEngine policies, Question refused) {
        var call = refused.call();
        var asked = call.facts().capabilities();
        boolean isRefusedUnseen = refused.caller().preconditionFailure() != null || call.preconditionFailure() != null;
        if (isRefusedUnseen || asked.size() < 2 || asked.stream().noneMatch(AttributesToLeaveOut::isAttribute)) {
            return null;
        }
        var left = EnumSet.copyOf(asked);
        left.removeIf(one -> isAttribute(one) && !isPermitted(policies, refused, Set.of(one)));
        if (left.size() == asked.size() || left.isEmpty() || !isPermitted(policies, refused, left)) {
            return null;
        }
        var without = EnumSet.copyOf(asked);
        without.removeAll(left);
        var names = without.stream()
                .map(one -> one.code().substring(ATTRIBUTES.length()))
                .sorted()
                .toList();
        return new NearestChange(
                NearestChange.Kind.LEAVE_OUT_ATTRIBUTES,
                names,
                "The policies permit the same call without these attributes: " + String.join(", ", names) + '.');
    }

    private static boolean isAttribute(Capability capability) {
        return capability.code().startsWith(ATTRIBUTES);
    }

    private static boolean isPermitted(PolicyEngine policies, Question refused, Set<Capability> some) {
        var call = refused.call();
        return policies.decideForVendors(
                                refused.caller(), call.withFacts(call.facts().withOnly(some)), refused.now())
                        .decision()
                instanceof Decision.Permit;
    }
}
