package io.facegate.vendor.azure.client;

import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one Azure resource.
 *
 * @param access the credentials presented to it
 * @param owner the id of the organisation that owns it alone, or null when several share it
 * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
 */
public record AzureResource(
        AzureService service,
        URI endpoint,
        AzureCredential access,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits) {
    /** Omits the key. */
    @Override
    public String toString() {
        return "AzureResource[" + endpoint + ']';
    }
}
