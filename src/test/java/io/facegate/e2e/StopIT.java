package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: who is being answered is answered, and how it ended is on record before the gateway is gone. */
class StopIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private Path folder;

    @Test
    void answersWhatIsUnderWayAndWritesDownHowItEnded() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data)) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}").after(Duration.ofSeconds(2)));
            var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
            var answer = CompletableFuture.supplyAsync(wire::send);
            Await.until(() -> !vendor.seen().isEmpty() || answer.isDone());

            gateway.terminate();

            assertThat(answer.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);
            var records = Gateway.records(data);
            var decision = answer.get().decision();
            assertThat(records.stream()
                            .filter(record ->
                                    record.path("decision_ref").asText().equals(decision))
                            .map(record -> record.get("status").asText()))
                    .containsExactly("ok");
            assertThat(records.getLast().path("act").asText()).isEqualTo("stop");
            assertThat(gateway.log()).doesNotContain("ERROR", "Exception");
        }
    }
}
