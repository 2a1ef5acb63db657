package io.facegate.vendor.rekognition.client;

import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the AWS cloud: endpoints and time limits.
 *
 * @param region or null for the one in AWS's own settings
 * @param endpoint or null for {@code AWS_ENDPOINT_URL_REKOGNITION}, {@code AWS_ENDPOINT_URL}, then the region's regular
 *     one
 * @param stsEndpoint where roles are assumed, or null for the one in AWS's own settings
 * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
 */
public record RekognitionSettings(
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable URI stsEndpoint,
        @Nullable Path authorities,
        VendorLimits limits) {

    /** Returns empty settings, so that AWS's own settings apply. */
    public static RekognitionSettings defaults() {
        return new RekognitionSettings(null, null, null, null, VendorLimits.defaults());
    }
}
