package io.facegate.usecase.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.facegate.app.sinks.MotoBucket;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.publish.S3Target;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trail in a bucket of Moto, a store that speaks like S3 and that nobody here wrote. */
class BucketTrailTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static Moto moto;

    @TempDir
    private Path data;

    private final RecordedCalls ledger = new RecordedCalls();

    @BeforeAll
    static void start() throws Exception {
        moto = Moto.start();
        System.setProperty("aws.accessKeyId", MotoBucket.KEY.get(0));
        System.setProperty("aws.secretAccessKey", MotoBucket.KEY.get(1));
        new MotoBucket(moto.url()).create();
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        moto.stop();
    }

    private static TrailLocation place(String prefix) throws Exception {
        return new TrailLocation("s3://bucket/" + prefix, moto.url().toString(), "us-east-1");
    }

    private static void put(String key, byte[] bytes) throws Exception {
        var target = new S3Target.Place(URI.create("s3://bucket"), "us-east-1", moto.url());
        try (var bucket = S3Target.create(target)) {
            bucket.put(key, bytes, "application/json");
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private Reconciliation compare(TrailLocation place, TrailFileCache known) throws Exception {
        if (!Files.exists(data.resolve("ledger.db"))) {
            ledger.write(data);
        }
        var question = new Reconcile.Question(
                TrailVendor.AWS,
                place,
                InputStream.nullInputStream(),
                List.of(),
                new Period(NOW.minusSeconds(60), null));
        return new Reconcile(LedgerAddress.ofFolder(data), "m.roe").compare(question, known, NOW.plusSeconds(600));
    }

    private String covered(String request) {
        var decision = ledger.permit("rekognition", "DetectFaces", NOW);
        ledger.answered(decision, NOW.plusSeconds(1), request);
        return TrailLines.aws(NOW, "DetectFaces", request, decision);
    }

    @Test
    void aBucketIsReadLikeItsCopyInAFolder() throws Exception {
        var bypass = TrailLines.aws(NOW, "SearchFacesByImage", "r-2", null);
        var old = TrailLines.aws(NOW.minusSeconds(90_000), "DetectFaces", "r-0", null);
        put("logs/2026/11/b.json.gz", gzip(covered("r-1") + '\n' + bypass));
        put("logs/2026/11/a.json", old.getBytes(UTF_8));
        put("logs-digest/x.json", "no trail".getBytes(UTF_8));
        put("logs/", new byte[0]);
        var copy = Files.createDirectories(data.resolve("copy/2026/11"));
        Files.write(copy.resolve("a.json"), old.getBytes(UTF_8));
        var known = new TrailFileCache();

        var first = compare(place("logs"), known);
        assertThat(first.trail().files()).isEqualTo(2);
        assertThat(first.findings().count(Finding.Kind.BYPASS)).isEqualTo(1);
        assertThat(first.trail().counts().calls()).isEqualTo(2);
        assertThat(first.isTrailRead()).isTrue();

        var again = compare(place("logs/"), known);
        assertThat(again.trail().counts().unchanged())
                .as("a.json has nothing of the period")
                .isEqualTo(1);
        assertThat(again.trail().digest()).isEqualTo(first.trail().digest());
        Files.write(copy.resolve("b.json.gz"), bytesOf("logs/2026/11/b.json.gz"));
        assertThat(compare(TrailLocation.of(data.resolve("copy").toString()), new TrailFileCache())
                        .trail()
                        .digest())
                .isEqualTo(first.trail().digest());
    }

    private static byte[] bytesOf(String key) throws Exception {
        return new MotoBucket(moto.url()).objects().get(key);
    }

    /** Another object under a listed name would be read under the digest of the listed one. */
    @Test
    void anObjectThatIsReplacedAfterItWasListedIsNotRead() throws Exception {
        put("replaced/a.json", TrailLines.aws(NOW, "DetectFaces", "r-1", null).getBytes(UTF_8));
        try (var folder = new S3TrailFolder(place("replaced"))) {
            var listed = folder.files().getFirst();
            put("replaced/a.json", "{}".getBytes(UTF_8));
            assertThatThrownBy(() -> listed.content().open())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("replaced/a.json cannot be read");
        }
    }

    @Test
    void moreObjectsThanAreReadAreSaid() throws Exception {
        for (int one = 0; one < 3; one++) {
            put("many/" + one, new byte[] {1});
        }
        try (var folder = new S3TrailFolder(place("many"), 2)) {
            assertThatThrownBy(folder::files)
                    .isInstanceOf(IOException.class)
                    .hasMessage("s3://bucket/many has more than 2 objects. Name a folder below it.");
        }
        try (var folder = new S3TrailFolder(place("many"), 3)) {
            assertThat(new ArrayList<>(folder.files())).hasSize(3);
        }
    }

    /** Like a trail that is not there: with --every the next run may find a region. */
    @Test
    void aClientThatCannotBeMadeIsNoTrail() {
        assumeThat(System.getenv("AWS_REGION")).isNull();
        var settings = Map.of(
                "aws.disableEc2Metadata",
                "true",
                "aws.configFile",
                data.resolve("none").toString());
        settings.forEach(System::setProperty);
        try {
            assertThatThrownBy(() -> compare(TrailLocation.of("s3://bucket/logs"), new TrailFileCache()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://bucket/logs cannot be read: ");
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void noBucketAndNoObjectsAreNoTrail() throws Exception {
        var none = new TrailLocation("s3://nobodys/logs", moto.url().toString(), "us-east-1");
        assertThatThrownBy(() -> compare(none, new TrailFileCache()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://nobodys/logs cannot be listed");
        assertThatThrownBy(() -> compare(place("empty"), new TrailFileCache()))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://bucket/empty has no files");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/logs,bucket,logs/",
        "s3://bucket/logs/,bucket,logs/",
        "s3://bucket,bucket,''",
        "s3://bucket/,bucket,''",
        "s3://bucket/a/b,bucket,a/b/"
    })
    void thePrefixIsAFolder(String path, String bucket, String prefix) {
        var place = TrailLocation.of(path);
        assertThat(place.problem()).isNull();
        assertThat(place.bucket()).isEqualTo(bucket);
        assertThat(place.prefix()).isEqualTo(prefix);
    }

    @Test
    void anEndpointGoesWithABucketOnly() {
        assertThat(new TrailLocation("logs", "https://store.example", null).problem())
                .isEqualTo("An endpoint and a region go with s3://bucket/prefix.");
        assertThat(new TrailLocation("s3://Bucket_1/x", null, null).problem()).contains("is not a bucket");
        assertThat(new TrailLocation("s3://bucket/x", "store", null).problem())
                .isEqualTo("--endpoint is store; it must be a URL such as https://host.example.");
        assertThat(TrailLocation.of("-").problem()).isNull();
    }
}
