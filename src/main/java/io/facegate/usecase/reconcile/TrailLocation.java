package io.facegate.usecase.reconcile;

import io.facegate.ledger.publish.PublicationTargets;
import org.jspecify.annotations.Nullable;

/**
 * Location of a trail.
 *
 * @param path a file, a folder, {@code s3://bucket/prefix}, or {@code -} for standard input
 * @param endpoint of a store other than Amazon's, or null
 * @param region of the store, or null for the AWS SDK's own setting
 */
public record TrailLocation(
        String path, @Nullable String endpoint, @Nullable String region) {
    private static final String STANDARD_INPUT = "-";
    private static final String S3 = "s3://";

    /** A location on this machine, or a bucket as the AWS SDK finds it by itself. */
    public static TrailLocation of(String path) {
        return new TrailLocation(path, null, null);
    }

    public boolean isStandardInput() {
        return path.equals(STANDARD_INPUT);
    }

    boolean isBucket() {
        return path.startsWith(S3);
    }

    /** Why no trail can be read there, as far as the words themselves tell; or null. */
    public @Nullable String problem() {
        if (isBucket()) {
            return endpoint == null || PublicationTargets.isEndpoint(endpoint)
                    ? new PublicationTargets(path, null, region).problem()
                    : "--endpoint is " + endpoint + "; it must be a URL such as https://host.example.";
        }
        return endpoint == null && region == null ? null : "An endpoint and a region go with s3://bucket/prefix.";
    }

    /** The bucket's name. */
    String bucket() {
        return withoutScheme()[0];
    }

    /** How the names of all its objects begin: the folder's name with a slash at its end, or nothing. */
    String prefix() {
        var parts = withoutScheme();
        var folder = parts.length < 2 ? "" : parts[1];
        return folder.isEmpty() || folder.endsWith("/") ? folder : folder + '/';
    }

    private String[] withoutScheme() {
        return path.substring(S3.length()).split("/", 2);
    }
}
