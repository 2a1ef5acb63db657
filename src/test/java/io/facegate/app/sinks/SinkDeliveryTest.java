package io.facegate.app.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.OutboxState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every record reaches each sink of a file: in order, at least once, also after failures and restarts. */
class SinkDeliveryTest {
    @TempDir
    private Path folder;

    private Path data;
    private Ledger ledger;
    private WebhookReceiver receiver;
    private OtlpCollector collector;

    @BeforeEach
    void open() throws IOException {
        data = folder.resolve("data");
        ledger = Ledger.open(data, Sample.SETTINGS);
        receiver = WebhookReceiver.start();
        collector = OtlpCollector.start();
        Files.writeString(folder.resolve("siem.secret"), WebhookReceiver.SECRET);
        Files.writeString(folder.resolve("collector.headers"), "Authorization: Bearer token-of-the-collector\n");
    }

    @AfterEach
    void close() {
        receiver.close();
        collector.close();
        ledger.close();
    }

    private RecordSinks start(String... entries) throws IOException {
        var file = Files.writeString(folder.resolve("sinks.yaml"), "sinks:\n- " + String.join("\n- ", entries) + '\n');
        return RecordSinks.start(LedgerAddress.ofFolder(data), SinksFile.read(file));
    }

    private String webhook(String more) {
        return "{name: siem, kind: webhook, url: '" + receiver.url() + "', secret: siem.secret" + more + '}';
    }

    private String otlp(String more) {
        return "{name: collector, kind: otlp, url: '" + collector.url() + "', headers: collector.headers" + more + '}';
    }

    private void refuse(int count) {
        for (int number = 0; number < count; number++) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    private static OutboxState state(RecordSinks sinks, String name) {
        return sinks.outboxes().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private List<JsonNode> events() {
        var all = new ArrayList<JsonNode>();
        receiver.received.forEach(one -> one.body().forEach(all::add));
        return all;
    }

    private static List<String> indexes(List<JsonNode> events) {
        return events.stream().map(event -> event.path("ledgerindex").asText()).toList();
    }

    private static List<String> upTo(long count) {
        return LongStream.range(0, count).mapToObj(Long::toString).toList();
    }

    @Test
    void aWebhookGetsSignedEventsAndWhatItDidNotAcceptComesAgain() throws IOException {
        refuse(250);
        try (var sinks = start(webhook(""))) {
            Await.until(() -> state(sinks, "siem").position() == 250);
            assertThat(receiver.received).allMatch(WebhookReceiver.Received::isSigned);
            assertThat(receiver.received.getFirst().id()).matches("records-0-\\d+");
            assertThat(indexes(events())).isEqualTo(upTo(250));
            assertThat(events().get(7).path("data").toString())
                    .isEqualTo(Records.of(data).get(7));
            receiver.status = 503;
            refuse(20);
            Await.until(() -> receiver.refused.get() > 1);
            assertThat(sinks.problem()).isEqualTo("siem: it answered 503");
            assertThat(state(sinks, "siem").failures()).isPositive();
            assertThat(state(sinks, "siem").position()).isEqualTo(250);
            assertThat(state(sinks, "siem").lag(Instant.now())).isPositive();
        }
        receiver.status = 200;
        try (var sinks = start(webhook(""))) {
            Await.until(() -> state(sinks, "siem").position() == 270);
            assertThat(indexes(events())).isEqualTo(upTo(270));
            assertThat(sinks.problem()).isNull();
            assertThat(state(sinks, "siem").lag(Instant.now())).isZero();
        }
    }

    @Test
    void ocsfEventsNameTheVersionThatIsWanted() throws IOException {
        refuse(3);
        try (var sinks = start(webhook(", format: ocsf, ocsf: 1.6.0"))) {
            Await.until(() -> state(sinks, "siem").position() == 3);
            assertThat(events())
                    .extracting(event -> event.at("/metadata/version").asText())
                    .containsOnly("1.6.0");
            assertThat(events())
                    .extracting(event -> event.path("class_uid").asInt())
                    .containsOnly(6003);
        }
    }

    @Test
    void aCollectorGetsTheExactRecordsAsLogs() throws IOException {
        refuse(5);
        try (var sinks = start(otlp(""))) {
            Await.until(() -> state(sinks, "collector").position() == 5);
            assertThat(collector.logs)
                    .extracting(log -> log.getBody().getStringValue())
                    .isEqualTo(Records.of(data));
            assertThat(collector.logs)
                    .extracting(log -> OtlpCollector.attribute(log, "facegate.record.index")
                            .getValue()
                            .getIntValue())
                    .containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(collector.logs).allSatisfy(log -> {
                assertThat(log.getEventName()).isEqualTo("facegate.ledger.decision");
                assertThat(log.getSeverityText()).isEqualTo("WARN");
                assertThat(log.getTimeUnixNano()).isPositive();
                assertThat(OtlpCollector.attribute(log, "facegate.record.leaf")
                                .getValue()
                                .getStringValue())
                        .matches("[0-9a-f]{64}");
            });
            assertThat(collector.tokens).containsOnly("Bearer token-of-the-collector");
        }
    }

    @Test
    void aCollectorThatDropsRecordsHasNotConfirmedThem() throws IOException {
        collector.rejects = 2;
        refuse(5);
        try (var sinks = start(otlp(""))) {
            Await.until(() -> collector.rejected.get() > 0 && sinks.problem() != null);
            assertThat(sinks.problem()).isEqualTo("collector: it rejected 2 records of those it was sent");
            assertThat(state(sinks, "collector").position()).isZero();
            collector.rejects = 0;
            Await.until(() -> state(sinks, "collector").position() == 5);
            assertThat(collector.logs).hasSize(5);
        }
    }

    /** One that is down holds up no other, and no decision. */
    @Test
    void eachSinkHasItsOwnPosition() throws IOException {
        receiver.status = 500;
        try (var sinks = start(webhook(""), otlp(", format: cloudevents"))) {
            refuse(10);
            Await.until(() -> state(sinks, "collector").position() == 10 && receiver.refused.get() > 0);
            assertThat(state(sinks, "siem").position()).isZero();
            assertThat(collector.logs.getFirst().getBody().getStringValue()).contains("\"specversion\":\"1.0\"");
        }
        assertThat(Files.readString(data.resolve("sink-collector.position"))).startsWith("10 ");
        assertThat(data.resolve("sink-siem.position")).doesNotExist();
    }

    /** What does not verify leaves nobody: the records before it are sent, and then it stands still and says so. */
    @Test
    void aChangedRecordIsNotSent() throws Exception {
        refuse(4);
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            change.execute(
                    "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'missing_child', 'missing_chilt')"
                            + " AS BLOB) WHERE first = 2");
        }
        try (var sinks = start(webhook(""))) {
            Await.until(() -> sinks.problem() != null);
            assertThat(sinks.problem()).startsWith("siem: Record 3 does not verify");
            assertThat(state(sinks, "siem").position()).isEqualTo(2);
            assertThat(indexes(events())).isEqualTo(upTo(2));
            assertThat(events().toString()).doesNotContain("missing_chilt");
        }
    }
}
