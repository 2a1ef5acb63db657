package io.facegate.usecase.reconcile;

import io.facegate.ledger.publish.S3Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a trail in a bucket, of Amazon's S3 or an S3-compatible store. They have the names that {@code aws s3 sync} gives
 * their copies, so that the digest of the trail is the same.
 */
final class S3TrailFolder implements AutoCloseable {
    /** Most objects of one comparison: their list is held in memory. */
    private static final int MOST = 1 << 20;

    private final S3Client s3;
    private final TrailLocation place;
    private final int most;

    /** @throws IOException if the AWS SDK has no region, or its settings are of no use */
    S3TrailFolder(TrailLocation place) throws IOException {
        this(place, MOST);
    }

    /** @param most objects that it may have */
    S3TrailFolder(TrailLocation place, int most) throws IOException {
        this.s3 = client(place);
        this.place = place;
        this.most = most;
    }

    private static S3Client client(TrailLocation place) throws IOException {
        var endpoint = place.endpoint();
        try {
            return S3Target.createClient(place.region(), endpoint == null ? null : URI.create(endpoint));
        } catch (SdkException unusable) {
            throw new IOException(place.path() + " cannot be read: " + unusable.getMessage(), unusable);
        }
    }

    /**
     * All objects, in the order of their names' bytes.
     *
     * @throws IOException if the bucket cannot be listed, or has more objects than are read
     */
    List<TrailFile> files() throws IOException {
        var all = new ArrayList<S3Object>();
        try {
            for (var one : s3.listObjectsV2Paginator(
                            list -> list.bucket(place.bucket()).prefix(place.prefix()))
                    .contents()) {
                if (!isFolder(one)) {
                    all.add(one);
                }
                if (all.size() > most) {
                    throw new IOException(
                            place.path() + " has more than " + most + " objects. Name a folder below it.");
                }
            }
        } catch (SdkException refused) {
            throw new IOException(place.path() + " cannot be listed: " + refused.getMessage(), refused);
        }
        all.sort((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)));
        return all.stream().map(this::file).toList();
    }

    private static byte[] bytes(S3Object one) {
        return one.key().getBytes(StandardCharsets.UTF_8);
    }

    /** Consoles make an empty object for a folder. */
    private static boolean isFolder(S3Object one) {
        return one.key().endsWith("/") && one.size() == 0;
    }

    private TrailFile file(S3Object one) {
        var state = new TrailFileCache.State(one.size(), FileTime.from(one.lastModified()), one.eTag());
        return new TrailFile("./" + one.key().substring(place.prefix().length()), () -> state, () -> open(one));
    }

    /** Only the object that was listed: another of its name counts as unreadable, and is read by the next comparison. */
    private InputStream open(S3Object one) throws IOException {
        try {
            return s3.getObject(get -> get.bucket(place.bucket()).key(one.key()).ifMatch(one.eTag()));
        } catch (SdkException refused) {
            throw new IOException(one.key() + " cannot be read: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
