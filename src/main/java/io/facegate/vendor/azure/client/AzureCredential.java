package io.facegate.vendor.azure.client;

import io.facegate.call.Fault;
import java.util.Map;
import java.util.function.Supplier;

/** Credentials that the gateway presents to an Azure resource. */
public interface AzureCredential {
    /**
     * Returns the authentication header; may wait the given nanoseconds for it.
     *
     * @throws Fault.ProviderDown when there are no credentials
     */
    Map.Entry<String, String> header(long nanos);

    /** Drops a cached credential that was rejected. */
    default void invalidate() {}

    /** Returns access by the credential that is current at each call. */
    static AzureCredential current(Supplier<AzureCredential> credential) {
        return new AzureCredential() {
            @Override
            public Map.Entry<String, String> header(long nanos) {
                return credential.get().header(nanos);
            }

            @Override
            public void invalidate() {
                credential.get().invalidate();
            }
        };
    }

    /** Returns access by subscription key. */
    static AzureCredential key(String key) {
        var header = Map.entry("Ocp-Apim-Subscription-Key", key);
        return nanos -> header;
    }
}
