package io.facegate.vendor.client;

import io.facegate.call.ResourceId;
import java.util.Set;

/**
 * The registered resources that a call names.
 *
 * @param exclusive true if the call creates or erases one of them, so no other call on them may be in flight
 */
public record NamedResources(Set<ResourceId> ids, boolean exclusive) {
    public static final NamedResources NONE = new NamedResources(Set.of(), false);

    public NamedResources {
        ids = Set.copyOf(ids);
    }
}
