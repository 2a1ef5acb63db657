package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Lookup of the account at a vendor that answers a caller's calls. */
public interface AccountLookup {
    /**
     * Returns the account at which a call that arrives on its vendor's own API would be judged first; null if the vendor
     * has none, or if that is not known.
     *
     * @param asked a call that nobody sent: what it is about is known, and not its content
     */
    @Nullable
    VendorAccount accountOf(Caller caller, FaceCall asked);

    /** The same for a provider; null if it knows no accounts. */
    static @Nullable VendorAccount ask(Provider provider, Caller caller, FaceCall asked) {
        return provider instanceof AccountLookup accounts ? accounts.accountOf(caller, asked) : null;
    }
}
