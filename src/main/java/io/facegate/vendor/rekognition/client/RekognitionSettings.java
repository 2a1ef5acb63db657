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
 * @param role the role of the account that the gateway assumes for its calls, or null to call with its own credentials
 */
public record RekognitionSettings(
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable URI stsEndpoint,
        @Nullable Path authorities,
        VendorLimits limits,
        @Nullable AccountRole role) {

    /**
     * A role that the gateway assumes in an account.
     *
     * @param externalId what the role's trust policy requires besides, or null
     */
    public record AccountRole(String arn, @Nullable String externalId) {}

    /** Settings of an account that is called with the gateway's own credentials. */
    public RekognitionSettings(
            @Nullable String region,
            @Nullable URI endpoint,
            @Nullable URI stsEndpoint,
            @Nullable Path authorities,
            VendorLimits limits) {
        this(region, endpoint, stsEndpoint, authorities, limits, null);
    }

    /** Returns empty settings, so that AWS's own settings apply. */
    public static RekognitionSettings defaults() {
        return new RekognitionSettings(null, null, null, null, VendorLimits.defaults());
    }
}
