package io.facegate.provider.compreface;

import io.facegate.provider.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one CompreFace server that calls are sent to, as configured.
 *
 * @param owner the id of the organisation that its collection belongs to alone, or null where several share it
 * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
 */
public record CompreFaceServer(
        URI endpoint,
        CompreFaceServiceKeys keys,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits) {
    /** Prints no key. */
    @Override
    public String toString() {
        return "CompreFace[" + endpoint + ']';
    }
}
