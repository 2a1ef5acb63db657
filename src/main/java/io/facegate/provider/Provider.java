package io.facegate.provider;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever answers a call. */
public interface Provider {
    /** Why this provider must not be sent such a call, asked before it is judged; null when it may. */
    @Nullable
    PreconditionFailure doubts(Caller caller, FaceCall call);

    /** The ways to answer a call, the first choice first: the next is judged anew where the one before brought nothing. */
    default List<FaceCall> choices(Caller caller, FaceCall asked) {
        return List.of(asked);
    }

    /**
     * Since when what a call of the neutral API goes back to, a gallery or a session, is on record as kept here for who calls,
     * whatever its purpose; null where it is not.
     *
     * @throws io.facegate.call.Fault.RegistryDown when that cannot be told
     */
    default @Nullable Instant keepsSince(Caller caller, FaceCall asked) {
        return null;
    }

    /** What another wire asks in this provider's own words, to be answered from its ask; null where it has none for it. */
    default @Nullable FaceCall spoken(FaceCall asked, CrossVendorRoute via) {
        return null;
    }

    /**
     * The call as it is to be judged: doubted, or with the capabilities of what it goes back to.
     *
     * @throws io.facegate.call.Fault.RegistryDown when it cannot be told whose that is
     */
    default FaceCall judged(Caller caller, FaceCall asked) {
        var doubt = doubts(caller, asked);
        return doubt == null ? asked : asked.doubted(doubt);
    }

    /** Whether templates that such a call enrols are erased when their time is over. */
    default boolean erasesWhenDue(FaceCall call) {
        return false;
    }

    /**
     * Looks for the credentials that calls are sent with; may wait for a few seconds.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there are none
     */
    default void demandCredentials() {}

    /** What stands before the vendor's site, or null where nothing does. */
    default @Nullable VendorCircuitBreaker breaker() {
        return null;
    }

    /**
     * Sends one call.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there is no answer to pass on
     * @throws io.facegate.call.Fault.CircuitOpen when nothing is sent for the moment, as calls keep failing
     * @throws io.facegate.call.Fault.Overloaded when too many calls are on their way
     * @throws io.facegate.call.Fault.LedgerDown when the pass is no longer good
     */
    Reply send(Cleared cleared);
}
