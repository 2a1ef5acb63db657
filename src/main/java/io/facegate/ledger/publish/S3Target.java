package io.facegate.ledger.publish;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Publication target in an S3 bucket, or an S3-compatible store; uses the AWS SDK's credentials. */
public final class S3Target implements PublicationTarget {
    private static final String LASTING = "public, max-age=31536000, immutable";

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    private S3Target(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * Location of a bucket.
     *
     * @param place {@code s3://bucket} or {@code s3://bucket/prefix}
     * @param region null for the AWS SDK's own setting
     * @param endpoint null for Amazon's
     */
    public record Place(
            URI place, @Nullable String region, @Nullable URI endpoint) {}

    /** Creates a target; sends no request before the first file. */
    public static S3Target create(Place at) {
        var path = at.place.getPath().replaceAll("^/|/$", "");
        return new S3Target(createClient(at.region, at.endpoint), at.place.getHost(), path.isEmpty() ? "" : path + '/');
    }

    /**
     * A client of the store with the AWS SDK's credentials; sends no request by itself.
     *
     * @param region null for the AWS SDK's own setting
     * @param endpoint null for Amazon's
     */
    public static S3Client createClient(@Nullable String region, @Nullable URI endpoint) {
        var client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // S3-compatible stores may not support its newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (region != null) {
            client.region(Region.of(region));
        }
        if (endpoint != null) {
            client.endpointOverride(endpoint).forcePathStyle(true);
        }
        return client.build();
    }

    @Override
    public void put(String path, byte[] bytes) throws IOException {
        var type = path.startsWith("tile/") ? "application/octet-stream" : "text/plain; charset=utf-8";
        put(path, bytes, type, path.matches("tile/[0-9].*") ? LASTING : "no-cache");
    }

    /** Stores an object of that media type, which nobody may keep a copy of on the way; durable on return. */
    public void put(String path, byte[] bytes, String mediaType) throws IOException {
        put(path, bytes, mediaType, "no-store");
    }

    private void put(String path, byte[] bytes, String mediaType, String caching) throws IOException {
        try {
            s3.putObject(
                    to -> to.bucket(bucket)
                            .key(prefix + path)
                            .contentType(mediaType)
                            .cacheControl(caching),
                    RequestBody.fromBytes(bytes));
        } catch (SdkException refused) {
            throw new IOException(path + " could not be put into the bucket: " + refused.getMessage(), refused);
        }
    }

    @Override
    public byte @Nullable [] get(String path) throws IOException {
        try {
            ResponseBytes<GetObjectResponse> found =
                    s3.getObject(from -> from.bucket(bucket).key(prefix + path), ResponseTransformer.toBytes());
            return found.asByteArray();
        } catch (NoSuchKeyException none) {
            return null;
        } catch (SdkException refused) {
            throw new IOException(path + " could not be read from the bucket: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void remove(String path) throws IOException {
        try {
            s3.deleteObject(one -> one.bucket(bucket).key(prefix + path));
        } catch (SdkException refused) {
            throw new IOException(path + " could not be removed from the bucket: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
