package io.facegate.vendor.rekognition.client;

import io.facegate.vendor.client.VendorSite;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Rekognition endpoint and the region for request signing. */
record RekognitionEndpoint(String host, int port, boolean tls, String path, String region) {

    /**
     * Returns the endpoint of the settings.
     *
     * @throws IllegalArgumentException when there is none, or when it must not be used
     */
    static RekognitionEndpoint of(RekognitionSettings cloud, Map<String, String> environment) {
        var region = region(cloud);
        if (cloud.stsEndpoint() != null) {
            of(cloud.stsEndpoint(), region);
        }
        var configured = Stream.of(
                        Objects.toString(cloud.endpoint(), ""),
                        environment.getOrDefault("AWS_ENDPOINT_URL_REKOGNITION", ""),
                        environment.getOrDefault("AWS_ENDPOINT_URL", ""))
                .filter(url -> !url.isBlank())
                .findFirst();
        try {
            return of(URI.create(configured.orElseGet(() -> standardUrl(region))), region);
        } catch (IllegalArgumentException unfit) {
            throw cloud.endpoint() == null ? unfitVariable(configured.orElse("")) : unfit;
        }
    }

    String authority() {
        return site().authority();
    }

    private static String standardUrl(String region) {
        return "https://rekognition." + region + '.'
                + PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }

    private static String region(RekognitionSettings cloud) {
        var region = cloud.region() == null ? regionFromProviderChain() : cloud.region();
        if (region == null || !isRegion(region)) {
            throw new IllegalArgumentException("the region is not known. Set --aws-region or AWS_REGION.");
        }
        return region;
    }

    static boolean isRegion(String word) {
        return word.matches("[a-z0-9-]{1,32}");
    }

    private static @Nullable String regionFromProviderChain() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkClientException nowhere) {
            return null;
        }
    }

    private static IllegalArgumentException unfitVariable(String configured) {
        try {
            VendorSite.parse(configured);
            return new IllegalArgumentException("AWS_ENDPOINT_URL_REKOGNITION or AWS_ENDPOINT_URL cannot be used.");
        } catch (IllegalArgumentException unfit) {
            return new IllegalArgumentException(
                    "AWS_ENDPOINT_URL_REKOGNITION or AWS_ENDPOINT_URL is not a usable URL: " + unfit.getMessage());
        }
    }

    private static RekognitionEndpoint of(URI url, String region) {
        var site = VendorSite.parse(url);
        return new RekognitionEndpoint(site.host(), site.port(), site.tls(), site.path(), region);
    }

    VendorSite site() {
        return new VendorSite(host, port, tls, path);
    }
}
