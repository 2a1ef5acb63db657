package io.facegate.call;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which handles are whose; whoever cannot tell says so by a fault, and nothing is believed meanwhile. */
public interface ResourceOwners {
    /**
     * The handle as it stands on record; empty when it does not, or its time is over.
     *
     * @throws io.facegate.call.Fault.RegistryDown when the record cannot be read
     */
    Optional<OwnedResource> find(ResourceId handle);

    /** Since when a handle is on record as that organisation's, or null. */
    default @Nullable Instant since(ResourceId handle, String organisation) {
        return find(handle)
                .filter(owned -> owned.organisation().equals(organisation))
                .map(OwnedResource::created)
                .orElse(null);
    }

    /**
     * Puts a handle on record, in the place of an older one of the same organisation; durable on return.
     *
     * @throws io.facegate.call.Fault.RegistryDown when it cannot be written, or is another organisation's
     */
    void record(OwnedResource owned);

    /**
     * Takes a handle off the record, for what it stood for is gone.
     *
     * @throws io.facegate.call.Fault.RegistryDown when it cannot be written
     */
    void forget(ResourceId handle);
}
