package io.facegate.ledger.publish;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A place to publish at, as an operator names it.
 *
 * @param place a folder, or {@code s3://bucket/prefix}
 * @param endpoint of a store that is not Amazon's, or null
 * @param region of the store, or null for the AWS SDK's own setting
 */
public record Shelves(
        String place, @Nullable String endpoint, @Nullable String region) {
    private static final String S3 = "s3://";

    /** Why nothing can be published there, or null. */
    public @Nullable String problem() {
        if (!place.startsWith(S3)) {
            return endpoint != null || region != null
                    ? "An endpoint and a region go with s3://bucket/prefix."
                    : Files.exists(Path.of(place)) && !Files.isDirectory(Path.of(place))
                            ? place + " is a file; name a folder, or s3://bucket/prefix."
                            : null;
        }
        try {
            boolean fits = URI.create(place).getHost() != null
                    && (endpoint == null || URI.create(endpoint).getHost() != null);
            return fits ? null : "Name a bucket as s3://bucket/prefix, and an endpoint as https://host.";
        } catch (IllegalArgumentException malformed) {
            return "Name a bucket as s3://bucket/prefix, and an endpoint as https://host.";
        }
    }

    /** The shelf there; the caller closes it. */
    public Shelf open() {
        return place.startsWith(S3)
                ? S3Shelf.of(
                        new S3Shelf.Place(URI.create(place), region, endpoint == null ? null : URI.create(endpoint)))
                : new FolderShelf(Path.of(place));
    }
}
