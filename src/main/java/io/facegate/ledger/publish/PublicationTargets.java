package io.facegate.ledger.publish;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operator's setting of a publication target.
 *
 * @param place a folder, or {@code s3://bucket/prefix}
 * @param endpoint of a store other than Amazon's, or null
 * @param region of the store, or null for the AWS SDK's own setting
 */
public record PublicationTargets(
        String place, @Nullable String endpoint, @Nullable String region) {
    private static final String S3 = "s3://";
    private static final String BUCKET = "%s is not a bucket; name one as s3://bucket/prefix, in lower case.";

    /** Describes why nothing can be published there, or null. */
    public @Nullable String problem() {
        if (!place.startsWith(S3)) {
            return endpoint != null || region != null
                    ? "An endpoint and a region go with s3://bucket/prefix."
                    : folder();
        }
        try {
            if (URI.create(place).getHost() == null) {
                return BUCKET.formatted(place);
            }
        } catch (IllegalArgumentException malformed) {
            return BUCKET.formatted(place);
        }
        return endpoint == null || isEndpoint(endpoint)
                ? null
                : "its endpoint is " + endpoint + ", and must be a URL such as https://host.example.";
    }

    /** True for the URL of a store. */
    public static boolean isEndpoint(String endpoint) {
        try {
            var url = URI.create(endpoint);
            return url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private @Nullable String folder() {
        if (place.isBlank() || place.contains("://")) {
            return "'" + place + "' is not a place to publish to; name a folder, or s3://bucket/prefix.";
        }
        var there = Path.of(place).toAbsolutePath();
        var above = there.getParent();
        while (above != null && !Files.exists(there)) {
            there = above;
            above = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return there + " is a file; name a folder, or s3://bucket/prefix.";
        }
        return Files.isWritable(there) ? null : there + " is a folder that this user may not write into; name another.";
    }

    /** Opens the target; the caller closes it. */
    public PublicationTarget open() {
        return place.startsWith(S3)
                ? S3Target.create(
                        new S3Target.Place(URI.create(place), region, endpoint == null ? null : URI.create(endpoint)))
                : new FolderTarget(Path.of(place));
    }
}
