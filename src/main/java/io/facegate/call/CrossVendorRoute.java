package io.facegate.call;

import java.util.Set;
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
     * True if an answer with at most these attributes of faces holds all that was asked for. Other vendors' APIs have no
     * place for attributes.
     */
    public boolean isAnswerable(FaceCall asked, Set<Capability> attributes) {
        var all = asked.facts().capabilities();
        return wire.equals(NEUTRAL)
                ? all.stream().filter(one -> one.isWithin(Capability.ANALYZE)).allMatch(attributes::contains)
                : all.equals(Set.of(Capability.DETECT));
    }

    /**
     * A threshold given by the caller.
     *
     * @param similarity 0 to 1
     * @param group similarity group in which it is comparable; see {@link SimilarityScale}
     */
    public record Given(double similarity, String group) {}
}
