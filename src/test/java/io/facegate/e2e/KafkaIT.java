package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.export.KafkaServer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose broker dies and comes back. */
class KafkaIT {
    private static final String TOPIC = "audit";

    @TempDir
    Path folder;

    @Test
    void permitsGoOnWhileTheBrokerIsAwayAndEveryRecordArrives() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        try (var kafka = new KafkaServer(folder.resolve("kafka"))) {
            kafka.topic(TOPIC);
            try (var gateway = Gateway.start(data, "--kafka", kafka.address(), "--kafka-topic", TOPIC)) {
                detect(gateway, cast, 3);
                int begun = gateway.settledRecords().size();
                assertThat(indexes(kafka, begun)).isEqualTo(expected(begun));
                kafka.kill();
                detect(gateway, cast, 3);
                kafka.start();
                detect(gateway, cast, 1);
                int all = gateway.settledRecords().size();
                assertThat(indexes(kafka, all)).isEqualTo(expected(all));
            }
        }
    }

    private static void detect(Gateway gateway, Cast cast, int times) {
        var image = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
        for (int i = 0; i < times; i++) {
            var answer = Wire.signed(
                            gateway.calls(), cast.hope(), "DetectFaces", "{\"Image\":{\"Bytes\":\"" + image + "\"}}")
                    .send();
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    /** Where the events stand in the ledger, each once, in the order in which it first came. */
    private static List<Long> indexes(KafkaServer kafka, int atLeast) throws Exception {
        var found = new LinkedHashSet<Long>();
        for (var event : kafka.events(TOPIC, atLeast)) {
            found.add(Gateway.JSON.readTree(event.value()).path("ledgerindex").asLong());
        }
        return List.copyOf(found);
    }

    private static List<Long> expected(int records) {
        return IntStream.range(0, records).mapToObj(Long::valueOf).toList();
    }
}
