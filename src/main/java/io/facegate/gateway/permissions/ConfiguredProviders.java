package io.facegate.gateway.permissions;

import io.facegate.call.ObligationBinding;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import io.facegate.policy.vocabulary.Attribute;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configured providers.
 *
 * @param names in order of preference
 * @param routes whether routes may lead a call to another vendor than its wire's
 * @param accounts tells where calls are processed; null if no accounts are configured
 * @param bindings what can be asked of calls, by wire
 */
public record ConfiguredProviders(
        List<String> names, boolean routes, @Nullable Accounts accounts, Map<String, ObligationBinding> bindings) {
    public ConfiguredProviders {
        names = List.copyOf(names);
        bindings = Map.copyOf(bindings);
    }

    /** Finds the account at a vendor. */
    @FunctionalInterface
    public interface Accounts {
        /** The account that answers every call of a caller on a vendor's own API; null if that is not known. */
        @Nullable
        VendorAccount only(Caller caller, String wire);
    }

    /**
     * Where all calls of the caller on each API are processed. An API without an entry has no single place: it depends
     * on the call.
     */
    Map<String, List<String>> places(Caller caller, Stream<String> wires) {
        var places = new TreeMap<String, List<String>>();
        if (accounts != null) {
            wires.distinct().forEach(wire -> {
                var account = accounts.only(caller, wire);
                if (account != null && !account.processedIn().isEmpty()) {
                    places.put(wire, account.processedIn());
                }
            });
        }
        return Map.copyOf(places);
    }

    /** The caller with these places as the fact that a call would have; unchanged if they are not known. */
    static Caller processedIn(@Nullable List<String> places, Caller caller) {
        return places == null ? caller : caller.withFact(Attribute.PROCESSED_IN.word(), places);
    }
}
