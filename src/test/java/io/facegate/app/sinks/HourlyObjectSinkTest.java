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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in a bucket of Moto, a store that speaks like S3 and that nobody here wrote: one object an hour. */
class HourlyObjectSinkTest {
    private static final int RECORDS = 7500;

    @TempDir
    private Path data;

    private Moto moto;

    @BeforeEach
    void start() throws Exception {
        moto = Moto.start();
        System.setProperty("aws.accessKeyId", MotoBucket.KEY.get(0));
        System.setProperty("aws.secretAccessKey", MotoBucket.KEY.get(1));
        new MotoBucket(moto.url()).create();
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
        return new MotoBucket(moto.url()).objects();
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
        assertThat(MotoBucket.lines(first.values())).isEqualTo(Records.of(data));
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
            assertThat(MotoBucket.lines(objects().values())).isEqualTo(Records.of(data));
        }
    }
}
