package io.facegate.provider;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.util.List;
import java.util.Set;

/**
 * A rule that says who answers which calls. What it does not speak of is empty, and then it speaks of all.
 *
 * @param wires by the word of their vendor, or {@code facegate}
 * @param organisations ids of whom the call is for in the end
 * @param types of that organisation; one speaks of those below it too
 * @param capabilities all that the call asks for must be within these; what a vendor does unasked need not
 * @param providers who answers, the first choice first
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

    /** Whether it speaks of this call. */
    public boolean fits(Caller caller, FaceCall call) {
        var principal = caller.chain().getLast();
        return (wires.isEmpty() || wires.contains(call.wire()))
                && (organisations.isEmpty() || organisations.contains(principal.id()))
                && (types.isEmpty() || types.stream().anyMatch(type -> within(principal.type(), type)))
                && (capabilities.isEmpty()
                        || call.spared().facts().judged().stream().allMatch(this::covers));
    }

    private static boolean within(String type, String tree) {
        return type.equals(tree) || type.startsWith(tree + '.');
    }

    private boolean covers(Capability one) {
        return capabilities.stream().anyMatch(one::within);
    }
}
