package io.facegate.call;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Owners of vendor resources. Throws RegistryDown when the owner is unknown; callers fail closed. */
public interface ResourceOwners {
    /**
     * Returns the registered resource; empty if unregistered or expired.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the registry cannot be read
     */
    Optional<OwnedResource> find(ResourceId handle);

    /** Returns when the resource was registered for that organisation, or null. */
    default @Nullable Instant ownedSince(ResourceId handle, String organisation) {
        return find(handle)
                .filter(owned -> owned.organisation().equals(organisation))
                .map(OwnedResource::created)
                .orElse(null);
    }

    /**
     * Registers a resource, replacing an older entry of the same organisation; durable on return.
     *
     * @throws io.facegate.call.Fault.RegistryDown if it cannot be written, or another organisation owns it
     */
    void register(OwnedResource owned);

    /**
     * Registers a resource unless there is an entry for it already, in one step that no other gateway comes between.
     *
     * @return false if there is one
     * @throws io.facegate.call.Fault.RegistryDown if it cannot be written
     */
    default boolean registerIfAbsent(OwnedResource owned) {
        boolean absent = find(owned.handle()).isEmpty();
        if (absent) {
            register(owned);
        }
        return absent;
    }

    /**
     * Removes a deleted resource from the registry.
     *
     * @throws io.facegate.call.Fault.RegistryDown if it cannot be written
     */
    void remove(ResourceId handle);

    /** The leases on resources, if other gateways know them too. */
    default ResourceLeases leases() {
        return ResourceLeases.NONE;
    }
}
