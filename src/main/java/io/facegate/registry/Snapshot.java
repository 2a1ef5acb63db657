package io.facegate.registry;

import io.facegate.identity.Key;
import io.facegate.identity.Organisation;
import java.util.Map;

/** Everybody and every living key at one moment; calls are answered from it without touching the disk. */
record Snapshot(Map<String, Organisation> organisations, Map<String, Key> keys) {
    Snapshot {
        organisations = Map.copyOf(organisations);
        keys = Map.copyOf(keys);
    }
}
