package io.facegate.provider.azure;

import io.facegate.provider.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one Azure resource that calls are sent to, as configured.
 *
 * @param access what the gateway shows it
 * @param owner the id of the organisation that it belongs to alone, or null where several share it
 * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
 */
public record AzureResource(
        AzureService service,
        URI endpoint,
        AzureAccess access,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits) {
    /** Prints no key. */
    @Override
    public String toString() {
        return "AzureResource[" + endpoint + ']';
    }
}
