package io.facegate.app.sinks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The bucket {@code bucket} of Moto, a store that speaks like S3 and that nobody here wrote, as the gateway's own key
 * sees it.
 */
public record MotoBucket(URI store) {
    /** The key that may read and write the bucket, and its secret. */
    public static final List<String> KEY = List.of("GATEWAYKEY", "gateway-secret");

    private S3Client client() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY.get(0), KEY.get(1))))
                .endpointOverride(store)
                .forcePathStyle(true)
                .build();
    }

    /** Makes it. */
    public void create() {
        try (var s3 = client()) {
            s3.createBucket(make -> make.bucket("bucket"));
        }
    }

    /** Every object by its key. */
    public SortedMap<String, byte[]> objects() throws IOException {
        try (var s3 = client()) {
            var all = new TreeMap<String, byte[]>();
            for (var one : s3.listObjectsV2(in -> in.bucket("bucket")).contents()) {
                try (var content = s3.getObject(from -> from.bucket("bucket").key(one.key()))) {
                    all.put(one.key(), content.readAllBytes());
                }
            }
            return all;
        }
    }

    /** The lines of packed objects, one after the other. */
    public static List<String> lines(Iterable<byte[]> objects) throws IOException {
        var lines = new ArrayList<String>();
        for (var packed : objects) {
            try (var content = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                new String(content.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
