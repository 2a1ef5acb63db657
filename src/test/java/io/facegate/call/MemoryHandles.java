package io.facegate.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Handles for tests that ask nothing of a disk. */
public class MemoryHandles implements ResourceOwners {
    private final Map<ResourceId, OwnedResource> all = new ConcurrentHashMap<>();

    @Override
    public Optional<OwnedResource> find(ResourceId handle) {
        return Optional.ofNullable(all.get(handle));
    }

    @Override
    public void register(OwnedResource owned) {
        all.put(owned.handle(), owned);
    }

    @Override
    public void remove(ResourceId handle) {
        all.remove(handle);
    }

    /** All that is on record. */
    public List<OwnedResource> all() {
        return new ArrayList<>(all.values());
    }
}
