package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;

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

    /** Returns whether it can answer calls. */
    default ProviderStatus health() {
        return ProviderStatus.INDEPENDENT;
    }
}
