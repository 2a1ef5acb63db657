package io.facegate.registry;

import org.jspecify.annotations.Nullable;

/**
 * What a rotation is asked to do.
 *
 * @param master the name of the master key to wrap the data key by; null for the one in use, or for a key in
 *     {@code registry.key} if none is
 * @param newDataKey whether to make a new data key although only the master key changes
 */
public record DataKeyRotation(@Nullable String master, boolean newDataKey) {
    /** A new data key, kept as the present one is. */
    public static final DataKeyRotation SAME_PLACE = new DataKeyRotation(null, true);
}
