package io.facegate.gateway.permissions;

import io.facegate.call.ObligationBinding;
import io.facegate.call.SoleAccount;
import io.facegate.identity.Caller;
import io.facegate.policy.vocabulary.Attribute;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configured providers.
 *
 * @param names in order of preference
 * @param routes whether routes may lead a call to another vendor than its wire's
 * @param namesAccounts whether accounts are configured by name, so that calls have the places of theirs
 * @param accounts tells who answers the calls of a caller
 * @param bindings what can be asked of calls, by wire
 */
public record ConfiguredProviders(
        List<String> names,
        boolean routes,
        boolean namesAccounts,
        SoleAccountLookup accounts,
        Map<String, ObligationBinding> bindings) {
    public ConfiguredProviders {
        names = List.copyOf(names);
        bindings = Map.copyOf(bindings);
    }

    /** Finds the account that answers every call of a caller on a vendor's own API. */
    @FunctionalInterface
    public interface SoleAccountLookup {
        SoleAccount soleAccount(Caller caller, String wire);
    }

    /** Who answers the calls of the caller, by API. */
    Map<String, SoleAccount> accounts(Caller caller, Stream<String> wires) {
        return wires.distinct()
                .collect(Collectors.toUnmodifiableMap(wire -> wire, wire -> accounts.soleAccount(caller, wire)));
    }

    /** Where all those calls are processed that one account answers; null if it depends on the call, or is not known. */
    static @Nullable List<String> places(@Nullable SoleAccount answering) {
        return answering instanceof SoleAccount.Found(var account)
                        && !account.processedIn().isEmpty()
                ? account.processedIn()
                : null;
    }

    /** The caller with these places as the fact that a call would have; unchanged if they are not known. */
    static Caller processedIn(@Nullable List<String> places, Caller caller) {
        return places == null ? caller : caller.withFact(Attribute.PROCESSED_IN.word(), places);
    }
}
