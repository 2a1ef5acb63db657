package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.Await;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "audit";

    @TempDir
    Path folder;

    @Test
    void aBrokerThatDiesInMidStreamLosesNothingAndNoCallWaitsForIt() throws Exception {
        var data = folder.resolve("data");
        try (var kafka = new KafkaServer(folder.resolve("kafka"));
                var ledger = Ledger.open(data, Sample.SETTINGS)) {
            kafka.topic(TOPIC);
            var broker = new KafkaTopic(kafka.address(), TOPIC, null);
            try (var outbox = start(data, broker)) {
                assertThat(outbox.name()).isEqualTo("kafka");
                refuse(ledger, 200);
                sent(data, 200);
                kafka.kill();
                refuse(ledger, 200);
            }
            assertThat(position(data)).as("not acknowledged, so not passed").isBetween(200L, 400L);
            kafka.start();
            try (var again = start(data, broker)) {
                assertThat(again.name()).isEqualTo("kafka");
                refuse(ledger, 50);
                sent(data, 450);
            }
            demandAll(Records.of(data), kafka.events(TOPIC, 450));
        }
    }

    private static void demandAll(List<String> records, List<ConsumerRecord<byte[], byte[]>> events) throws Exception {
        var indexes = new ArrayList<Long>();
        for (var event : events) {
            var read = JSON.readTree(event.value());
            long index = read.path("ledgerindex").asLong();
            var record = records.get((int) index);
            assertThat(new String(event.value(), StandardCharsets.UTF_8)).endsWith(",\"data\":" + record + '}');
            assertThat(required(read)).isTrue();
            assertThat(new String(event.headers().lastHeader("content-type").value(), StandardCharsets.US_ASCII))
                    .isEqualTo("application/cloudevents+json; charset=UTF-8");
            assertThat(event.partition()).isEqualTo(events.getFirst().partition());
            indexes.add(index);
        }
        var once = new LinkedHashSet<>(indexes);
        assertThat(once).hasSize(records.size());
        assertThat(new ArrayList<>(once))
                .as("the first time that each was seen")
                .isSorted();
    }

    private static boolean required(JsonNode event) {
        return List.of("id", "source", "type").stream()
                        .noneMatch(name -> event.path(name).asText().isEmpty())
                && event.path("specversion").asText().equals("1.0");
    }

    @Test
    void aPlaceInAnotherLedgerIsNotGoneOnFrom() throws Exception {
        var data = folder.resolve("data");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            refuse(ledger, 3);
        }
        Files.writeString(data.resolve("kafka-audit.position"), "2 " + "ab".repeat(32));
        try (var outbox = start(data, new KafkaTopic("127.0.0.1:1", TOPIC, null))) {
            Await.until(() -> outbox.state().problem() != null);
            assertThat(outbox.state().problem()).contains("belongs to another ledger. Remove it");
        }
        assertThat(position(data)).isEqualTo(2);
    }

    private static Outbox start(Path data, KafkaTopic broker) {
        return Outbox.start(
                LedgerAddress.ofFolder(data),
                Outbox.Scope.ALL_RECORDS,
                "kafka",
                "kafka-" + TOPIC,
                new KafkaSink(broker, EventEncoding.of(ExportFormat.CLOUDEVENTS)));
    }

    private static void refuse(Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    private static void sent(Path data, long all) throws Exception {
        Await.until(() -> position(data) >= all);
        assertThat(position(data)).isEqualTo(all);
    }

    private static long position(Path data) throws Exception {
        var file = data.resolve("kafka-audit.position");
        return Files.exists(file) ? Long.parseLong(Files.readString(file).split(" ")[0]) : 0;
    }
}
