package io.facegate.call.handle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Handles for tests that ask nothing of a disk. */
public class MemoryHandles implements Handles {
    private final Map<Handle, Owned> all = new ConcurrentHashMap<>();

    @Override
    public Optional<Owned> find(Handle handle) {
        return Optional.ofNullable(all.get(handle));
    }

    @Override
    public void record(Owned owned) {
        all.put(owned.handle(), owned);
    }

    @Override
    public void forget(Handle handle) {
        all.remove(handle);
    }

    /** All that is on record. */
    public List<Owned> all() {
        return new ArrayList<>(all.values());
    }
}
