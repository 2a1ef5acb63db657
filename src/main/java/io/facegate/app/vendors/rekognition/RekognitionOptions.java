package io.facegate.app.vendors.rekognition;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.rekognition.client.AwsSettings;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the account at Amazon Rekognition that calls are forwarded to. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("Amazon Rekognition")
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

    @Option(
            names = "--aws-role",
            paramLabel = "ARN",
            description = "The role that the gateway assumes with its own credentials, and makes its calls under."
                    + " Default: none; calls are made with its own credentials.")
    private @Nullable String role;

    @Option(
            names = "--aws-external-id",
            paramLabel = "ID",
            description = "The external id that the trust policy of --aws-role requires. Default: none.")
    private @Nullable String externalId;

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        if (role != null && !role.matches("arn:[a-z0-9-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}")) {
            return "--aws-role must be the ARN of a role, such as arn:aws:iam::123456789012:role/facegate.";
        }
        if (externalId != null && (role == null || !externalId.matches("[A-Za-z0-9+=,.@:/_-]{2,1224}"))) {
            return role == null
                    ? "--aws-external-id goes with --aws-role."
                    : "--aws-external-id must have 2 to 1224 letters, digits and characters of +=,.@:/_-.";
        }
        return AwsSettings.problem(region, endpoint);
    }

    /** True if they name the region. */
    boolean isPlaced() {
        return region != null;
    }

    /** The account that the options name; what they do not name is the AWS SDK's own. */
    Account account() {
        return new Account(
                region,
                endpoint == null ? null : URI.create(endpoint),
                role == null ? null : new RekognitionSettings.AccountRole(role, externalId));
    }

    /** An address of Amazon Rekognition, and the role under which it is called. */
    record Account(@Nullable String region, @Nullable URI endpoint, RekognitionSettings.@Nullable AccountRole role) {
        RekognitionSettings withLimits(VendorLimits limits) {
            return new RekognitionSettings(region, endpoint, null, null, limits, role);
        }
    }
}
