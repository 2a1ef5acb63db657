package io.facegate.vendor.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a provider would answer a call. Nothing is established before it is asked for. */
@FunctionalInterface
public interface CallPlan {
    /**
     * Returns the ways to answer the call, in order of preference; after a failure the next one is judged anew. Empty
     * when the provider's API has no equivalent.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the registry cannot be read
     */
    List<PlannedCall> ways();

    /**
     * Returns since when the gallery or session of a neutral call is recorded here for the caller, whatever its
     * purpose; null when it is not.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the registry cannot be read
     */
    default @Nullable Instant ownedSince() {
        return null;
    }
}
