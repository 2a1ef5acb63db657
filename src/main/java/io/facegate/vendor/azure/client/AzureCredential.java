package io.facegate.vendor.azure.client;

import io.facegate.call.Fault;
import java.util.Map;

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

    /** Returns access by subscription key. */
    static AzureCredential key(String key) {
        var header = Map.entry("Ocp-Apim-Subscription-Key", key);
        return nanos -> header;
    }
}
