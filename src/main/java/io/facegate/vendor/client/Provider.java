package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port to a face API or engine that answers calls. */
public interface Provider {
    /** Returns the reason why this provider must not get such a call, or null. Called before the call is judged. */
    @Nullable
    PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call);

    /** Returns the ways to answer a call, in order of preference. After a failure the next one is judged anew. */
    default List<FaceCall> candidates(Caller caller, FaceCall asked) {
        return List.of(asked);
    }

    /**
     * Returns since when the gallery or session of a neutral call is recorded here for the caller, whatever its
     * purpose; null when it is not.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the registry cannot be read
     */
    default @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        return null;
    }

    /** Translates a call of another wire to this provider's API; null when that API has no equivalent. */
    default @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return null;
    }

    /**
     * Returns the call to judge: with a precondition failure, or with the capabilities of the resource it refers to.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the resource's owner cannot be read
     */
    default FaceCall prepareForDecision(Caller caller, FaceCall asked) {
        var doubt = findPreconditionFailure(caller, asked);
        return doubt == null ? asked : asked.withPreconditionFailure(doubt);
    }

    /** Returns true if templates that such a call enrols are erased at the end of their retention. */
    default boolean erasesWhenDue(FaceCall call) {
        return false;
    }

    /** The same, where it depends on who calls. */
    default boolean erasesWhenDue(Caller caller, FaceCall call) {
        return erasesWhenDue(call);
    }

    /**
     * Checks that credentials for calls exist; may wait a few seconds.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there are none
     */
    default void requireCredentials() {}

    /** Returns the circuit breaker of the vendor's site, or null when there is none. */
    default @Nullable VendorCircuitBreaker circuitBreaker() {
        return null;
    }

    /**
     * Sends one call.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there is no answer to pass on
     * @throws io.facegate.call.Fault.CircuitOpen when the circuit breaker is open, as calls keep failing
     * @throws io.facegate.call.Fault.Overloaded when too many calls are in flight
     * @throws io.facegate.call.Fault.LedgerDown when the clearance is no longer valid
     */
    Reply send(Cleared cleared);
}
