package io.facegate.usecase.registry;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policies say of one kind of calls of an organisation, for everybody who is shown it.
 *
 * @param purpose the declared purpose; null if none could be declared
 * @param wires the APIs of such calls
 * @param capabilities codes of what the calls do
 * @param rule the rule that decides; null if that depends on the call
 * @param sentence what the rule tells a caller, or null
 * @param facts words for what the decision depends on
 */
public record PermissionAnswer(
        @Nullable String purpose,
        List<String> wires,
        Set<String> capabilities,
        Verdict verdict,
        @Nullable String rule,
        @Nullable String sentence,
        List<String> facts) {
    public PermissionAnswer {
        wires = List.copyOf(wires);
        capabilities = Set.copyOf(capabilities);
        facts = List.copyOf(facts);
    }

    /** What is decided. */
    public enum Verdict {
        PERMITTED,
        REFUSED,
        /** It depends on the single call. */
        DEPENDS
    }

    /** Computes what an organisation may do that acts for itself, as it is registered now. */
    @FunctionalInterface
    public interface Source {
        /**
         * Computes it, or returns what was computed within the hour.
         *
         * @throws io.facegate.call.Fault.Overloaded if that is asked too often
         */
        List<PermissionAnswer> of(String organisation, Instant now);
    }
}
