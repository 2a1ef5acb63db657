package io.facegate.call;

import org.jspecify.annotations.Nullable;

/**
 * How a call goes that is answered from what it asks, not in the words of its wire.
 *
 * @param wire the vendor of the wire that it came on, or {@link #NEUTRAL}
 * @param operation as it is named on that wire
 * @param given the threshold that it gives, or null
 * @param engine who answers, or null while nobody is chosen
 */
public record CrossVendorRoute(
        String wire,
        String operation,
        @Nullable Given given,
        @Nullable String engine) {
    /** The wire that is no vendor's. */
    public static final String NEUTRAL = "facegate";

    /** The same, to be answered there. */
    public CrossVendorRoute by(String chosen) {
        return new CrossVendorRoute(wire, operation, given, chosen);
    }

    /** Whether its wire is a vendor's, and another's than that one. */
    public boolean bindsBeside(String provider) {
        return !wire.equals(NEUTRAL) && !wire.equals(provider);
    }

    /**
     * A threshold that a caller gives.
     *
     * @param similarity 0 to 1
     * @param group in which it compares
     */
    public record Given(double similarity, String group) {}
}
