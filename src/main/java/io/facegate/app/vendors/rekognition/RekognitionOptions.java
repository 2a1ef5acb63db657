package io.facegate.app.vendors.rekognition;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.rekognition.client.AwsSettings;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the address of Amazon Rekognition that calls are forwarded to. Each has an environment variable. */
@EnvironmentVariables
public final class RekognitionOptions {
    @Option(
            names = "--aws-region",
            paramLabel = "REGION",
            description = "The region to forward calls to. Default: the one in the AWS SDK's own settings.")
    private @Nullable String region;

    @Option(
            names = "--aws-endpoint",
            paramLabel = "URL",
            description = "The endpoint to forward calls to. Default: AWS_ENDPOINT_URL_REKOGNITION, then"
                    + " AWS_ENDPOINT_URL, then the region's own.")
    private @Nullable String endpoint;

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        return AwsSettings.problem(region, endpoint);
    }

    /** The address that the options name; what they do not name is the AWS SDK's own. */
    Address address() {
        return new Address(region, endpoint == null ? null : URI.create(endpoint));
    }

    /** An address of Amazon Rekognition. */
    record Address(@Nullable String region, @Nullable URI endpoint) {
        RekognitionSettings withLimits(VendorLimits limits) {
            return new RekognitionSettings(region, endpoint, null, null, limits);
        }
    }
}
