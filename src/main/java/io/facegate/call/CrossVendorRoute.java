package io.facegate.call;

import org.jspecify.annotations.Nullable;

/**
 * Routing of a call that is answered from its normalized request, possibly by another vendor than the one of its wire.
 *
 * @param wire vendor of the API it arrived on, or {@link #NEUTRAL}
 * @param operation operation name on that API
 * @param callerThreshold the threshold given by the caller, or null
 * @param engine the provider chosen to answer, or null before one is chosen
 */
public record CrossVendorRoute(
        String wire,
        String operation,
        @Nullable Given callerThreshold,
        @Nullable String engine) {
    /** Facegate's own API, which is no vendor's. */
    public static final String NEUTRAL = "facegate";

    /** Returns a copy routed to that provider. */
    public CrossVendorRoute withEngine(String chosen) {
        return new CrossVendorRoute(wire, operation, callerThreshold, chosen);
    }

    /** True if the call arrived on a vendor's API other than that provider's. */
    public boolean isFromOtherApiThan(String provider) {
        return !wire.equals(NEUTRAL) && !wire.equals(provider);
    }

    /**
     * A threshold given by the caller.
     *
     * @param similarity 0 to 1
     * @param group similarity group in which it is comparable; see {@link SimilarityScale}
     */
    public record Given(double similarity, String group) {}
}
