package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import org.jspecify.annotations.Nullable;

/** Port to a face API or engine that answers calls. */
public interface Provider {
    /**
     * Plans how to answer a call, before it is judged.
     *
     * @param asked a call on this provider's own wire; or a call with a {@link FaceCall#route}, which is translated
     */
    CallPlan plan(Caller caller, FaceCall asked);

    /**
     * Sends one call.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there is no answer to pass on
     * @throws io.facegate.call.Fault.CircuitOpen when the circuit breaker is open, as calls keep failing
     * @throws io.facegate.call.Fault.Overloaded when too many calls are in flight
     * @throws io.facegate.call.Fault.LedgerDown when the clearance is no longer valid
     */
    Reply send(Cleared cleared);

    /**
     * Returns the account at which a call that arrives on its vendor's own API would be judged first; null if the vendor
     * has none, or if that is not known.
     *
     * @param asked a call that nobody sent: what it is about is known, and not its content
     */
    default @Nullable VendorAccount accountOf(Caller caller, FaceCall asked) {
        return null;
    }

    /** Returns whether it can answer calls. */
    default ProviderStatus health() {
        return ProviderStatus.INDEPENDENT;
    }
}
