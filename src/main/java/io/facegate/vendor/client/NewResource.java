package io.facegate.vendor.client;

import io.facegate.call.ResourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a call created.
 *
 * @param use the only request it may be used for, or empty for any
 * @param token the vendor's own id if {@code id} is the gateway's, or empty
 * @param lifetime after which the vendor forgets it, or null if it keeps it until it is erased
 */
public record NewResource(
        ResourceId id, String use, String token, @Nullable Duration lifetime) {
    /** A resource for any use, under the vendor's own id. */
    public NewResource(ResourceId id, @Nullable Duration lifetime) {
        this(id, "", "", lifetime);
    }
}
