package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.Policies.Judged;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The decisions on one call with varying capabilities, at varying times, as each vendor that it concerns names it. */
final class CallDecisions {
    private final Policies policies;
    private final Caller caller;
    private final Instant now;
    private final Map<Named, CapabilityDecisions> known = new HashMap<>();

    /** Under which names, and when. */
    private record Named(String provider, String operation, Instant at) {}

    CallDecisions(Policies policies, Caller caller, Instant now) {
        this.policies = policies;
        this.caller = caller;
        this.now = now;
    }

    /** As {@link Policies#judge}. */
    Judged judged(FaceCall call) {
        return judged(call, now);
    }

    /** The same at another time. */
    Judged judged(FaceCall call, Instant at) {
        return judged(call, named -> decisions(named, at).decide(named));
    }

    /** The same, with unknown conditions resolved in the caller's favour. */
    Decision mildest(FaceCall call) {
        return judged(call, named -> decisions(named, now).mildest(named)).decision();
    }

    /** Decides for every vendor that the call concerns. */
    static Judged judged(FaceCall call, Function<FaceCall, Decision> deciding) {
        var decision = deciding.apply(call);
        var via = call.via();
        if (!(decision instanceof Decision.Permit permit) || via == null || !via.bindsBeside(call.provider())) {
            return new Judged(call, decision);
        }
        var asked = call.named(via.wire(), via.operation(), via);
        return switch (deciding.apply(asked)) {
            case Decision.Refuse refuse -> new Judged(asked, refuse);
            case Decision.Permit also -> new Judged(call, permit.and(also));
        };
    }

    private CapabilityDecisions decisions(FaceCall named, Instant at) {
        return known.computeIfAbsent(
                new Named(named.provider(), named.operation(), at), any -> policies.decisions(caller, named, at));
    }
}
