package io.facegate.gateway.permissions;

import io.facegate.call.Capability;
import io.facegate.gateway.StopCheck;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a permission while something is stopped.
 *
 * @param stops those that hold
 * @param routes whether routes may lead a call to another vendor
 */
record StoppedPermission(List<StopEntry> stops, boolean routes) {
    private static final String ROUTE = "route";

    /** The same verdict, unless a stop covers such calls, or some of them. */
    Verdict check(HypotheticalCall call, Verdict verdict) {
        if (verdict instanceof Refused) {
            return verdict;
        }
        for (var stop : stops) {
            if (stop.target().covers(call.capabilities(), call.provider())) {
                var refused = new Refused(StopCheck.refusal(stop));
                return isAvoidable(call, stop) ? new Depends(List.of(ROUTE), refused, null) : refused;
            }
        }
        var on = dependencies(call);
        return on.isEmpty() || !(verdict instanceof Permitted) ? verdict : new Depends(on, verdict, null);
    }

    /** True if a route may lead the call to a vendor that is not stopped. */
    private boolean isAvoidable(HypotheticalCall call, StopEntry stop) {
        return stop.target().kind() == StopTarget.Kind.VENDOR && routes && call.translatable();
    }

    /** What may add a stopped capability to such a call. */
    private List<String> dependencies(HypotheticalCall call) {
        var on = new ArrayList<String>();
        if (isStopped(call, call.ifSeveral())) {
            on.add(HypotheticalCall.FACE_COUNT);
        }
        if (isStopped(call, call.together())) {
            on.add("earlier_calls");
        }
        return on;
    }

    private boolean isStopped(HypotheticalCall call, Set<Capability> added) {
        var all = new HashSet<>(call.capabilities());
        all.addAll(added);
        return stops.stream().anyMatch(stop -> stop.target().covers(all, call.provider()));
    }
}
