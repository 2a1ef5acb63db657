package io.facegate.vendor.compreface.client;

import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the CompreFace server.
 *
 * @param keys the keys of its services now
 * @param owner the id of the organisation that owns its collection alone, or null when several share it
 * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
 */
public record CompreFaceServer(
        URI endpoint,
        Supplier<CompreFaceServiceKeys> keys,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits) {
    /** Settings with keys that stay. */
    public CompreFaceServer(
            URI endpoint,
            CompreFaceServiceKeys keys,
            @Nullable String owner,
            @Nullable Path authorities,
            VendorLimits limits) {
        this(endpoint, () -> keys, owner, authorities, limits);
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return "CompreFaceServer[" + endpoint + ']';
    }
}
