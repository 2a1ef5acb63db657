package io.facegate.gateway.permissions;

import io.facegate.call.Capability;
import io.facegate.call.NearestChange;
import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is decided on operations of one wire that are alike.
 *
 * @param purpose the declared purpose; null if none could be declared
 * @param wire the API: a vendor's word, or {@code facegate}
 * @param provider the provider for policies
 * @param operations their names on the wire
 * @param capabilities those of every call, whatever its parameters
 */
public record OperationPermission(
        @Nullable String purpose,
        String wire,
        String provider,
        List<String> operations,
        Set<Capability> capabilities,
        Verdict verdict) {
    public OperationPermission {
        operations = List.copyOf(operations);
        capabilities = Set.copyOf(capabilities);
    }

    /** Returns a copy for more operations that are alike. */
    OperationPermission withOperations(List<String> all) {
        return new OperationPermission(purpose, wire, provider, all, capabilities, verdict);
    }

    /** What the policies say. */
    public sealed interface Verdict {}

    /**
     * Every such call is permitted.
     *
     * @param rule the rule that permits
     * @param source its legal instrument, or null
     * @param obligations those of every call
     * @param possible those that a call may have at most
     */
    public record Permitted(String rule, @Nullable String source, Obligations obligations, Obligations possible)
            implements Verdict {}

    /** Every such call is refused. */
    public record Refused(Refusal refusal) implements Verdict {}

    /**
     * It depends on the call.
     *
     * @param facts words for what may change the decision
     * @param plain what is decided on a call that has none of it; null if no call is without
     * @param nearestChange what would make the plain call permitted, if it is refused and something would; or null
     */
    public record Depends(
            List<String> facts,
            @Nullable Verdict plain,
            @Nullable NearestChange nearestChange) implements Verdict {
        public Depends {
            facts = List.copyOf(facts);
        }
    }
}
