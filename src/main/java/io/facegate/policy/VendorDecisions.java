package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.PolicyEngine.DecidedCall;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Decisions on one call, per vendor: a routed call is decided under the names of both vendors. Cached by name and time.
 */
final class VendorDecisions {
    private final PolicyEngine policies;
    private final Caller caller;
    private final Instant now;
    private final Map<DecisionKey, CapabilityDecider> known = new HashMap<>();

    /** Under which names, and when. */
    private record DecisionKey(String provider, String operation, Instant time) {}

    VendorDecisions(PolicyEngine policies, Caller caller, Instant now) {
        this.policies = policies;
        this.caller = caller;
        this.now = now;
    }

    /** As {@link PolicyEngine#decideForVendors}. */
    DecidedCall decideForVendors(FaceCall call) {
        return decideForVendors(call, now);
    }

    /** The same at another time. */
    DecidedCall decideForVendors(FaceCall call, Instant at) {
        return decideForVendors(call, named -> decisions(named, at).decide(named));
    }

    /** The same, with unknown conditions resolved in the caller's favour. */
    Decision decideFavourably(FaceCall call) {
        return decideForVendors(call, named -> decisions(named, now).decideFavourably(named))
                .decision();
    }

    /** Decides for every vendor that the call concerns. */
    static DecidedCall decideForVendors(FaceCall call, Function<FaceCall, Decision> deciding) {
        var decision = deciding.apply(call);
        var via = call.route();
        if (!(decision instanceof Decision.Permit permit) || via == null || !via.isFromOtherApiThan(call.provider())) {
            return new DecidedCall(call, decision);
        }
        var asked = call.routedTo(via.wire(), via.operation(), via);
        return switch (deciding.apply(asked)) {
            case Decision.Refuse refuse -> new DecidedCall(asked, refuse);
            case Decision.Permit also -> new DecidedCall(call, permit.mergeWith(also));
        };
    }

    private CapabilityDecider decisions(FaceCall named, Instant at) {
        return known.computeIfAbsent(
                new DecisionKey(named.provider(), named.operation(), at), any -> policies.decisions(caller, named, at));
    }
}
