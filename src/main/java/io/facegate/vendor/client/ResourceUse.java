package io.facegate.vendor.client;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * Use of an existing resource by a call, as its vendor's client reads it from the request.
 *
 * @param field where the resource is named, for the caller's error
 * @param id the resource, or null if there is a failure already
 * @param failure why the call is refused whatever the registry says, or null
 * @param ifMissing why the call is refused if nobody registered the resource, or null if it may go on
 * @param onlyFor the request that a resource with a restricted use must have been made for
 * @param isOrigin true if a call that inherits capabilities has them from this resource
 */
public record ResourceUse(
        String field,
        @Nullable ResourceId id,
        @Nullable PreconditionFailure failure,
        @Nullable PreconditionFailure ifMissing,
        String onlyFor,
        boolean isOrigin) {
    /** Returns the use of a resource for any request that its owner may make. */
    public static ResourceUse of(
            String field, ResourceId id, @Nullable PreconditionFailure ifMissing, boolean isOrigin) {
        return new ResourceUse(field, id, null, ifMissing, "", isOrigin);
    }

    /** Returns a use that cannot be permitted. */
    public static ResourceUse failing(String field, PreconditionFailure why) {
        return new ResourceUse(field, null, why, null, "", false);
    }
}
