package io.facegate.app.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.Bulk;
import io.facegate.ledger.Records;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.Outbox;
import io.facegate.ledger.publish.S3Target;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Records in a bucket of Moto, a store that speaks like S3 and that nobody here wrote: one object an hour. */
class HourlyObjectSinkTest {
    private static final int RECORDS = 7500;

    @TempDir
    private Path data;

    private Moto moto;

    @BeforeEach
    void start() throws Exception {
        moto = Moto.start();
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(moto.url().resolve("/bucket"))
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
        }
        // A record a second, from the beginning of 2026; neighbours may be out of order by a second.
        Bulk.fill(data, RECORDS, 7);
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        moto.stop();
    }

    private Outbox outbox(InstantSource clock) throws Exception {
        var place = new S3Target.Place(URI.create("s3://bucket/ledger"), "us-east-1", moto.url());
        return Outbox.start(
                LedgerAddress.ofFolder(data),
                Outbox.Scope.ALL_RECORDS,
                "archive",
                "sink-archive",
                new HourlyObjectSink(() -> S3Target.create(place), EventEncoding.of(ExportFormat.JSONL), clock));
    }

    private SortedMap<String, byte[]> objects() throws Exception {
        try (var s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .endpointOverride(moto.url())
                .forcePathStyle(true)
                .build()) {
            var all = new TreeMap<String, byte[]>();
            for (var one : s3.listObjectsV2(in -> in.bucket("bucket")).contents()) {
                try (ResponseInputStream<?> content =
                        s3.getObject(from -> from.bucket("bucket").key(one.key()))) {
                    all.put(one.key(), content.readAllBytes());
                }
            }
            return all;
        }
    }

    private static List<String> lines(Iterable<byte[]> objects) throws Exception {
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

    /** A gateway that is killed after the object, and before its position, writes the same object again. */
    @Test
    void anHourIsOneObjectAndTheSameOneWhenItIsWrittenAgain() throws Exception {
        InstantSource later = () -> Instant.parse("2026-01-01T03:01:01Z");
        try (var outbox = outbox(later)) {
            Await.until(() -> outbox.state().position() == RECORDS);
            assertThat(outbox.state().problem()).isNull();
        }
        var first = objects();
        assertThat(first.keySet())
                .hasSize(3)
                .allMatch(key -> key.matches("ledger/2026/01/01/0[0-2]-\\d{12}-[0-9a-f]{16}\\.jsonl\\.gz"));
        assertThat(first.firstKey()).startsWith("ledger/2026/01/01/00-000000000000-");
        assertThat(lines(first.values())).isEqualTo(Records.of(data));
        Files.delete(data.resolve("sink-archive.position"));
        try (var outbox = outbox(later)) {
            Await.until(() -> outbox.state().position() == RECORDS);
        }
        var again = objects();
        assertThat(again.keySet()).isEqualTo(first.keySet());
        again.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(first.get(key)));
    }

    @Test
    void theOpenHourWaitsForItsEndAlsoAcrossARestart() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (var outbox = outbox(() -> Instant.parse("2026-01-01T03:00:59Z"))) {
                Await.until(() -> outbox.state().position() > 7100);
                assertThat(outbox.state().position()).isLessThan(RECORDS);
                assertThat(outbox.state().problem()).isNull();
                assertThat(objects()).hasSize(2);
            }
        }
        try (var outbox = outbox(() -> Instant.parse("2026-01-01T03:01:01Z"))) {
            Await.until(() -> outbox.state().position() == RECORDS);
            assertThat(lines(objects().values())).isEqualTo(Records.of(data));
        }
    }
}
