package io.facegate.usecase.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of a vendor's trail.
 *
 * @param operation the trail's word for it
 * @param isRefused whether the vendor refused who called
 */
record TrailEntry(Instant time, String operation, Actor actor, Identifiers ids, boolean isRefused) {
    /**
     * Who called.
     *
     * @param principal the principal; null if the trail names none
     * @param role the role that it assumed, or null
     * @param source the address that the call came from, or null
     */
    record Actor(
            @Nullable String principal,
            @Nullable String role,
            @Nullable String source) {}

    /**
     * What identifies a call.
     *
     * @param entry the entry's own id, or null
     * @param request the vendor's id of the request, or null
     * @param decision the id of the decision that the caller named, or null
     * @param isAgentKnown whether the trail says what the caller said of itself
     */
    record Identifiers(
            @Nullable String entry,
            @Nullable String request,
            @Nullable String decision,
            boolean isAgentKnown) {}
}
