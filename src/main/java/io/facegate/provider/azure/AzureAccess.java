package io.facegate.provider.azure;

import io.facegate.call.Fault;
import java.util.Map;

/** What the gateway shows a resource to be itself. */
public interface AzureAccess {
    /**
     * The header of a request; may wait so many nanoseconds for it.
     *
     * @throws Fault.ProviderDown when there is none
     */
    Map.Entry<String, String> header(long nanos);

    /** It was not accepted: whatever is kept is not shown again. */
    default void refused() {}

    /** The subscription key of a resource. */
    static AzureAccess key(String key) {
        var header = Map.entry("Ocp-Apim-Subscription-Key", key);
        return nanos -> header;
    }
}
