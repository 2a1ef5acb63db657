package io.facegate.vendor.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.util.List;
import java.util.Set;

/**
 * Routing rule: names the providers of matching calls. An empty condition matches every call.
 *
 * @param wires vendors' wire names, or {@code facegate}
 * @param organisations ids of the organisation that the call is finally for
 * @param types types of that organisation; a type includes its subtypes
 * @param capabilities must contain all that the call requests; capabilities that a vendor adds unrequested do not count
 * @param providers in order of preference
 */
public record ProviderRoute(
        Set<String> wires,
        Set<String> organisations,
        Set<String> types,
        Set<Capability> capabilities,
        List<String> providers) {
    public ProviderRoute {
        wires = Set.copyOf(wires);
        organisations = Set.copyOf(organisations);
        types = Set.copyOf(types);
        capabilities = Set.copyOf(capabilities);
        providers = List.copyOf(providers);
    }

    /** Returns true if the rule matches the call. */
    public boolean matches(Caller caller, FaceCall call) {
        return matches(caller, call.wire())
                && (capabilities.isEmpty()
                        || call.withoutUnrequested().facts().effectiveCapabilities().stream()
                                .allMatch(this::covers));
    }

    /** True if the rule may match a call of the caller on that wire, depending on its capabilities. */
    boolean matches(Caller caller, String wire) {
        var principal = caller.delegationChain().getLast();
        return (wires.isEmpty() || wires.contains(wire))
                && (organisations.isEmpty() || organisations.contains(principal.id()))
                && (types.isEmpty() || types.stream().anyMatch(type -> isTypeWithin(principal.type(), type)));
    }

    private static boolean isTypeWithin(String type, String tree) {
        return type.equals(tree) || type.startsWith(tree + '.');
    }

    private boolean covers(Capability one) {
        return capabilities.stream().anyMatch(one::isWithin);
    }
}
