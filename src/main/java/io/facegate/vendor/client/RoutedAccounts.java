package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.SoleAccount;
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
 * @param hasFallback whether somebody answers calls to vendors of which no account is configured
 */
public record RoutedAccounts(Map<String, Provider> named, boolean hasFallback, Supplier<List<ProviderRoute>> routes) {
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

    /** Which account answers every call of the caller on a vendor's own API, whatever its capabilities. */
    public SoleAccount soleAccount(Caller caller, String wire) {
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
        if (names.stream().allMatch(name -> isUnanswered(name, wire))) {
            return new SoleAccount.Nobody();
        }
        var only = names.size() == 1 && isOf(names.getFirst(), wire) ? account(names.getFirst()) : null;
        return only == null
                ? new SoleAccount.Undetermined(names.stream().anyMatch(name -> isUnanswered(name, wire)))
                : new SoleAccount.Found(only);
    }

    private static boolean isOf(String name, String wire) {
        return VendorAccount.providerOf(name).equals(wire);
    }

    /** True if a call on a vendor's API that goes to this name is refused; another vendor may have an equivalent. */
    private boolean isUnanswered(String name, String wire) {
        return !wire.equals(CrossVendorRoute.NEUTRAL)
                && isOf(name, wire)
                && !named.containsKey(name)
                && !(hasFallback && isWithoutAccount(name));
    }

    /** True for a vendor of which no account is configured: the fallback answers its calls, if there is one. */
    boolean isWithoutAccount(String name) {
        return !VendorAccount.namesAccount(name) && named.keySet().stream().noneMatch(one -> isOf(one, name));
    }

    private @Nullable VendorAccount account(String name) {
        return named.get(name) instanceof ProviderAtAccount at ? at.account() : null;
    }
}
