package io.facegate.vendor.client;

import org.jspecify.annotations.Nullable;

/**
 * Whether a provider can answer calls.
 *
 * @param credentials looks for credentials; see {@link #requireCredentials}
 * @param circuitBreaker of the vendor's site, or null when there is none
 */
public record ProviderStatus(Runnable credentials, @Nullable VendorCircuitBreaker circuitBreaker) {
    /** The status of a provider that needs neither credentials nor a network. */
    public static final ProviderStatus INDEPENDENT = new ProviderStatus(() -> {}, null);

    /**
     * Checks that credentials for calls exist; may wait a few seconds.
     *
     * @throws io.facegate.call.Fault.ProviderDown when there are none
     */
    public void requireCredentials() {
        credentials.run();
    }
}
