package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that was promised more memory than it has: it says that it ran out, ends, and lost nothing it acknowledged. */
class OutOfMemoryIT {
    private static final int CALLERS = 24;
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final String LARGE = "{\"Image\":{\"Bytes\":\"%s\"}}"
            .formatted(Base64.getEncoder().encodeToString(Photos.ofSize(10 * 1024 * 1024)));

    @TempDir
    private Path folder;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @Test
    void saysThatMemoryRanOutAndEndsWithEveryAcknowledgedRecordOnDisk() throws Exception {
        var data = folder.resolve("data");
        var pd = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
        // Room for bodies as large as the heap itself: the most that is accepted, and what a leak would come to.
        var gateway = Gateway.start(
                data, Map.of(), List.of("-Xmx48m"), "--in-flight-mib", "48", "--ledger-deadline", "20000");
        for (int call = 0; call < 5; call++) {
            acknowledged.add(Wire.signed(gateway.calls(), pd, "DetectFaces", DETECT)
                    .send()
                    .decision());
        }
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                threads.execute(() -> callUntilItIsGone(gateway, pd));
            }
            boolean ended = gateway.process().waitFor(3, TimeUnit.MINUTES);
            // Before the callers are waited for: they call for as long as it is alive.
            gateway.kill();
            assertThat(ended).as("it ended by itself").isTrue();
        }
        assertThat(gateway.process().exitValue()).as(gateway.log()).isEqualTo(1);
        assertThat(gateway.log()).contains("The gateway ran out of memory and ends.");
        Gateway.run("ledger", "verify", "--data", data.toString()).expect(0);
        assertThat(Gateway.records(data).stream()
                        .map(record -> record.path("id").asText()))
                .containsAll(acknowledged);
    }

    private void callUntilItIsGone(Gateway gateway, Gateway.Key key) {
        while (gateway.process().isAlive()) {
            try {
                var answer =
                        Wire.signed(gateway.calls(), key, "DetectFaces", LARGE).send();
                if (!answer.decision().isEmpty()) {
                    acknowledged.add(answer.decision());
                }
            } catch (UncheckedIOException cut) {
                Gateway.pause(10);
            }
        }
    }
}
