package io.facegate.policy.explain;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The change to a refused call that its caller can make itself: attributes of faces to leave out. Never another purpose,
 * organisation or principal, which would teach callers to lie.
 */
public final class AttributesToLeaveOut {
    private static final String ATTRIBUTES = "analyze.";

    private AttributesToLeaveOut() {}

    /** Returns the attributes without which the policies permit the call; null if none help. */
    public static @Nullable NearestChange find(PolicyEngine policies, Caller caller, FaceCall call, Instant now) {
        var asked = call.facts().capabilities();
        boolean isRefusedUnseen = caller.preconditionFailure() != null || call.preconditionFailure() != null;
        if (isRefusedUnseen || asked.size() < 2 || asked.stream().noneMatch(AttributesToLeaveOut::isAttribute)) {
            return null;
        }
        Predicate<Set<Capability>> isPermitted = some ->
                policies.decideForVendors(caller, call.withFacts(call.facts().withOnly(some)), now)
                                .decision()
                        instanceof Decision.Permit;
        var left = EnumSet.copyOf(asked);
        left.removeIf(one -> isAttribute(one) && !isPermitted.test(Set.of(one)));
        if (left.size() == asked.size() || left.isEmpty() || !isPermitted.test(left)) {
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
}
