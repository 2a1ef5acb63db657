package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that routes lead calls to.
 *
 * @param named the providers, by the names that routes have for them
 */
public record RoutedAccounts(Map<String, Provider> named, Supplier<List<ProviderRoute>> routes) {
    /** As {@link AccountLookup#accountOf}; null if the route's first provider is another vendor. */
    @Nullable
    VendorAccount first(Caller caller, FaceCall asked) {
        var first = routes.get().stream()
                .filter(one -> one.matches(caller, asked))
                .findFirst()
                .map(one -> one.providers().getFirst())
                .orElse(asked.engine());
        return VendorAccount.providerOf(first).equals(asked.engine()) ? account(first) : null;
    }

    /**
     * The one account that answers every call of the caller on a vendor's own API. Null if calls may go to several
     * accounts (by capability, or because one is out of order) or to another vendor, or if no account is known.
     */
    public @Nullable VendorAccount only(Caller caller, String wire) {
        var names = new LinkedHashSet<String>();
        boolean isRouted = false;
        for (var route : routes.get()) {
            if (!isRouted && route.matches(caller, wire)) {
                names.addAll(route.providers());
                isRouted = route.capabilities().isEmpty();
            }
        }
        if (!isRouted) {
            names.add(wire);
        }
        var name = names.getFirst();
        return names.size() == 1 && VendorAccount.providerOf(name).equals(wire) ? account(name) : null;
    }

    private @Nullable VendorAccount account(String name) {
        return named.get(name) instanceof ProviderAtAccount at ? at.account() : null;
    }
}
