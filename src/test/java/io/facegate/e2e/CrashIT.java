package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.e2e.Gateway.Key;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in mid-load. Each call asks for a similarity of its own, from 0.0 to 100.0, which the record keeps and
 * the vendor sees: so what the vendor saw can be held against what is on record.
 */
class CrashIT {
    private static final int CALLERS = 16;
    private static final int ENOUGH = 400;
    private static final String PHOTO =
            Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));

    @TempDir
    private static Path folder;

    private final AtomicInteger marker = new AtomicInteger();
    private final Queue<String> permitted = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Wire.Answer> faults = new ConcurrentLinkedQueue<>();

    @Test
    void losesNoAcknowledgedDecisionAndForwardsNothingUnrecorded() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        try (var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceMatches\":[]}").after(Duration.ofMillis(20)));
            for (int round = 1; round <= 2; round++) {
                killInMidLoad(vendor, data, cast, round * ENOUGH);
            }
            int left = vendor.seen().size();
            try (var restarted = Gateways.inFrontOf(vendor.url(), data)) {
                assertNothingIsLost(restarted.records(), vendor);
                assertThat(vendor.seen()).as("a restart repeats no call").hasSize(left);
                Gateway.run("ledger", "verify", "--data", data.toString()).expect(0);
            }
            Gateway.run("ledger", "verify", "--data", data.toString()).expect(0);
        }
        // On a machine that is busy otherwise some calls come too late; they are told so, and that is not what is
        // tested.
        assertThat(faults)
                .allSatisfy(
                        fault -> assertThat(fault.error()).isIn("ServiceUnavailableException", "InternalServerError"));
    }

    private void killInMidLoad(FakeVendor vendor, Path data, Cast cast, int enough) throws InterruptedException {
        var gateway = Gateways.inFrontOf(vendor.url(), data, "--provider-timeout", "30000");
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                var key = caller % 4 == 0 ? cast.pd() : cast.hope();
                threads.execute(() -> callUntilItIsDead(gateway, key));
            }
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (permitted.size() < enough && System.nanoTime() < until) {
                Thread.sleep(5);
            }
            gateway.kill();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(permitted).hasSizeGreaterThanOrEqualTo(enough);
    }

    private void callUntilItIsDead(Gateway gateway, Key key) {
        while (true) {
            int similarity = marker.getAndIncrement() % 1001;
            var json =
                    "{\"SourceImage\":{\"Bytes\":\"%s\"},\"TargetImage\":{\"Bytes\":\"%s\"},\"SimilarityThreshold\":%d.%d}"
                            .formatted(PHOTO, PHOTO, similarity / 10, similarity % 10);
            try {
                var answer =
                        Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
                switch (answer.error()) {
                    case "" -> permitted.add(answer.decision());
                    case "AccessDeniedException" -> refused.add(answer.decision());
                    default -> faults.add(answer);
                }
            } catch (UncheckedIOException dead) {
                return;
            }
        }
    }

    private void assertNothingIsLost(List<JsonNode> records, FakeVendor vendor) {
        var permits = of(records, "verdict", "permit");
        var refusals = of(records, "verdict", "refuse");
        assertThat(ids(permits)).doesNotHaveDuplicates().containsAll(permitted);
        assertThat(ids(refusals)).containsAll(refused);
        assertThat(refused).isNotEmpty();
        assertThat(ids(records))
                .containsAll(faults.stream()
                        .map(Wire.Answer::decision)
                        .filter(named -> !named.isEmpty())
                        .toList());

        var recorded = count(
                permits, record -> (int) Math.round(record.get("threshold").asDouble() * 1000));
        var seen = count(vendor.seen(), CrashIT::threshold);
        seen.forEach((threshold, calls) -> assertThat(recorded.getOrDefault(threshold, 0L))
                .as("permits on record for calls with threshold " + threshold + " that the vendor saw")
                .isGreaterThanOrEqualTo(calls));
        assertThat(permits.size() - vendor.seen().size()).isBetween(0, 2 * CALLERS + faults.size());

        var outcomes = of(records, "kind", "OUTCOME");
        var ended = new ArrayList<String>();
        outcomes.forEach(outcome -> ended.add(outcome.get("decision_ref").asText()));
        assertThat(ended).doesNotHaveDuplicates();
        assertThat(new HashSet<>(ended)).isEqualTo(new HashSet<>(ids(permits)));
        assertThat(of(outcomes, "status", "unknown"))
                .as("calls that were under way when it was killed")
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.get("code").asText()).isEqualTo("restart"));
    }

    private static int threshold(FakeVendor.Seen call) {
        return (int) Math.round(
                Gateway.parsed(call.text()).get("SimilarityThreshold").asDouble() * 10);
    }

    private static List<JsonNode> of(List<JsonNode> records, String field, String value) {
        return records.stream()
                .filter(record -> record.path(field).asText().equals(value))
                .toList();
    }

    private static List<String> ids(List<JsonNode> records) {
        return records.stream().map(record -> record.get("id").asText()).toList();
    }

    private static <T> Map<Integer, Long> count(Collection<T> all, Function<T, Integer> by) {
        return new HashMap<>(all.stream().collect(Collectors.groupingBy(by, Collectors.counting())));
    }
}
