package io.facegate.call;

import java.util.Map;

/**
 * What only the wire of a call knows, for the answer that it writes. No policy reads it, no record holds it and no
 * vendor gets it.
 */
public interface WireDetail {
    /**
     * Returns what tells this request from another one with the same parameters, by a name that is no parameter: a
     * review of one must not release the other.
     */
    default Map<String, Object> identity() {
        return Map.of();
    }
}
