package io.facegate.provider.rekognition;

import io.facegate.provider.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the cloud is and how long to wait for it, as configured.
 *
 * @param region or null for the one that AWS's own settings name
 * @param endpoint or null for {@code AWS_ENDPOINT_URL_REKOGNITION}, {@code AWS_ENDPOINT_URL}, then the region's regular one
 * @param stsEndpoint where roles are assumed, or null for the one that AWS's own settings name
 * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
 */
public record RekognitionSettings(
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable URI stsEndpoint,
        @Nullable Path authorities,
        VendorLimits limits) {

    /** Nothing configured: AWS's own settings decide. */
    public static RekognitionSettings usual() {
        return new RekognitionSettings(null, null, null, null, VendorLimits.usual());
    }
}
