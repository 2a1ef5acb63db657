package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.SelfSigned;
import io.facegate.app.sinks.MotoBucket;
import io.facegate.app.sinks.OtlpCollector;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.ledger.Bulk;
import io.facegate.ledger.Records;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that sends its records to a webhook over TLS, a collector and a bucket, and is killed in between. */
class SinksIT {
    private static final String PHOTO = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));

    /** What a bucket asks for, and nothing of the machine. */
    private static final Map<String, String> CREDENTIALS = Map.of(
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_ACCESS_KEY_ID", MotoBucket.KEY.get(0),
            "AWS_SECRET_ACCESS_KEY", MotoBucket.KEY.get(1));

    /** Three hours of records, of a day that is over. */
    private static final int PAST = 7500;

    @TempDir
    private Path folder;

    private Path data;
    private Path sinks;
    private Cast cast;
    private List<String> trust = List.of();

    @BeforeEach
    void register() throws Exception {
        data = folder.resolve("data");
        cast = Cast.register(data);
        Files.writeString(folder.resolve("siem.secret"), WebhookReceiver.SECRET);
        sinks = folder.resolve("sinks.yaml");
    }

    private Gateway start() {
        return Gateway.start(data, CREDENTIALS, trust, "--sinks", sinks.toString());
    }

    private WebhookReceiver receiver() throws Exception {
        var receiver = WebhookReceiver.start(SelfSigned.identity(folder, "ip:127.0.0.1"));
        trust = List.of(
                "-Djavax.net.ssl.trustStore=" + trusting(folder.resolve("vendor.pem")),
                "-Djavax.net.ssl.trustStorePassword=changeit");
        return receiver;
    }

    private Path trusting(Path pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "receiver", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var file = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    private void name(URI webhook, URI collector) throws IOException {
        Files.writeString(sinks, """
            sinks:
            - {name: siem, kind: webhook, url: "%s", secret: siem.secret, private: true}
            - {name: collector, kind: otlp, url: "%s"}
            """.formatted(webhook, collector));
    }

    private void detect(Gateway gateway) {
        var answer = Wire.signed(
                        gateway.calls(), cast.hope(), "DetectFaces", "{\"Image\":{\"Bytes\":\"" + PHOTO + "\"}}")
                .send();
        assertThat(answer.status()).isEqualTo(200);
    }

    /** The record of the permit may be delivered, and the gateway killed, before the call is answered. */
    private void detectWhileKilled(Gateway gateway) {
        try {
            detect(gateway);
        } catch (UncheckedIOException withoutAnswer) {
            // Its record was delivered all the same.
        }
    }

    private static List<Long> indexes(WebhookReceiver receiver) {
        var all = new ArrayList<Long>();
        receiver.received.forEach(one ->
                one.body().forEach(event -> all.add(event.path("ledgerindex").asLong())));
        return all;
    }

    private long position(String sink) throws IOException {
        var file = data.resolve("sink-" + sink + ".position");
        return Files.exists(file) ? Long.parseLong(Files.readString(file).split(" ")[0]) : 0;
    }

    @Test
    void aGatewayThatIsKilledBetweenTheDeliveryAndThePositionSendsAgain() throws Exception {
        try (var receiver = receiver();
                var collector = OtlpCollector.start()) {
            name(receiver.url(), collector.url());
            var killed = start();
            detect(killed);
            int begun = killed.settledRecords().size();
            Await.until(() -> position("siem") == begun);
            receiver.beforeAnswer = killed::kill;
            detectWhileKilled(killed);
            killed.process().waitFor();
            receiver.beforeAnswer = () -> {};
            assertThat(position("siem")).as("delivered, and not confirmed").isEqualTo(begun);
            assertThat(indexes(receiver)).contains((long) begun);
            try (var gateway = start()) {
                detect(gateway);
                int all = gateway.settledRecords().size();
                Await.until(() -> position("siem") == all && position("collector") == all);
                var came = indexes(receiver);
                assertThat(came.stream().filter(index -> index == begun)).hasSizeGreaterThan(1);
                assertThat(new HashSet<>(came))
                        .isEqualTo(
                                new HashSet<>(LongStream.range(0, all).boxed().toList()));
                assertThat(receiver.received).allMatch(WebhookReceiver.Received::isSigned);
                assertThat(metrics(gateway))
                        .contains("facegate_sink_behind{sink=\"siem\"} 0.0", "facegate_export_failing 0.0");
                assertThat(receiver.received.toString() + collector.logs + gateway.log())
                        .doesNotContain(PHOTO.substring(0, 40), WebhookReceiver.SECRET.substring(6));
            }
        }
    }

    /** Calls go on, and health and metrics say so. */
    @Test
    void aSinkThatIsDownHoldsUpNothing() throws Exception {
        try (var receiver = receiver()) {
            receiver.status = 503;
            var collector = OtlpCollector.start();
            name(receiver.url(), collector.url());
            collector.close();
            try (var gateway = start()) {
                detect(gateway);
                Await.until(() -> metrics(gateway).contains("facegate_sink_failing{sink=\"collector\"} 1.0"));
                Await.until(() -> metrics(gateway).contains("facegate_sink_failing{sink=\"siem\"} 1.0"));
                detect(gateway);
                assertThat(metrics(gateway)).containsPattern("facegate_sink_lag_seconds\\{sink=\"siem\"} (?!0\\.0)");
                assertThat(metrics(gateway))
                        .containsPattern("facegate_sink_failures_total\\{sink=\"siem\"} [1-9]")
                        .contains("facegate_export_failing 1.0");
                assertThat(get(gateway.health().resolve("/health")))
                        .contains("siem: it answered 503", "0 records sent, and now it fails: it answered 503");
                receiver.status = 200;
                int all = gateway.settledRecords().size();
                Await.until(() -> position("siem") >= all);
                Await.until(() -> metrics(gateway).contains("facegate_sink_failing{sink=\"siem\"} 0.0"));
            }
        }
    }

    /**
     * Against Moto, a store that speaks like S3 and that nobody here wrote. The hours of the past are over, so each is
     * an object at once; whoever is killed before the position is written writes the same object again.
     */
    @Test
    void hoursOfRecordsAreTheSameObjectsAfterAKill() throws Exception {
        data = folder.resolve("archived");
        Bulk.fill(data, PAST, 7);
        cast = Cast.register(data);
        var moto = Moto.start();
        try {
            var bucket = new MotoBucket(moto.url());
            Files.writeString(sinks, """
                sinks:
                - {name: archive, kind: s3, bucket: "s3://bucket/ledger", endpoint: "%s", region: us-east-1}
                """.formatted(moto.url()));
            var killed = start();
            Await.until(() -> metrics(killed).contains("facegate_sink_failing{sink=\"archive\"} 1.0"));
            detect(killed);
            bucket.create();
            Await.until(() -> position("archive") >= PAST);
            killed.kill();
            var first = past(bucket);
            assertThat(first.keySet())
                    .hasSize(3)
                    .allMatch(key -> key.matches("ledger/2026/01/01/0[0-2]-\\d{12}-[0-9a-f]{16}\\.jsonl\\.gz"));
            assertThat(MotoBucket.lines(first.values()))
                    .isEqualTo(Records.of(data).subList(0, PAST));
            Files.delete(data.resolve("sink-archive.position"));
            try (var gateway = start()) {
                Await.until(() -> position("archive") >= PAST);
                detect(gateway);
                assertThat(metrics(gateway)).contains("facegate_sink_failing{sink=\"archive\"} 0.0");
            }
            var again = past(bucket);
            assertThat(again.keySet()).isEqualTo(first.keySet());
            again.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(first.get(key)));
        } finally {
            moto.stop();
        }
    }

    /** The objects of the hours of the past; the gateway's own records are of another day. */
    private static SortedMap<String, byte[]> past(MotoBucket bucket) throws IOException {
        return bucket.objects().subMap("ledger/2026/01/", "ledger/2026/02/");
    }

    private static String metrics(Gateway gateway) throws IOException, InterruptedException {
        return get(gateway.health().resolve("/metrics"));
    }

    private static String get(URI page) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
