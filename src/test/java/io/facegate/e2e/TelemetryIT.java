package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.Ports;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as a collector receives them over OTLP, and the access log, of a real gateway in front of a vendor. */
class TelemetryIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Map<String, String> SOON = Map.of("OTEL_BSP_SCHEDULE_DELAY", "200");
    private static final String PHOTO =
            Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));

    @TempDir
    private Path folder;

    @Test
    void theAccessLogAndTheTraceNameTheSameDecision() throws Exception {
        var data = folder.resolve("data");
        var nonprofit = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        var police = Gateway.register(data, "metro", "law_enforcement.police", "suspect_identification");
        var log = folder.resolve("access.json");
        try (var vendor = FakeVendor.start();
                var collector = new TraceCollector();
                var gateway = Gateways.inFrontOf(
                        vendor.url(),
                        data,
                        SOON,
                        "--otlp",
                        collector.url().toString(),
                        "--access-log",
                        log.toString())) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            var permitted = compare(gateway, nonprofit)
                    .with("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .with("X-Request-Id", "request-17")
                    .send();
            var refused = compare(gateway, police).send();
            assertThat(permitted.status()).isEqualTo(200);
            assertThat(refused.status()).isEqualTo(400);

            var spans = collector.awaitTrace(TRACE, 7);
            assertThat(spans.keySet())
                    .containsExactlyInAnyOrder(
                            "POST rekognition",
                            "authenticate",
                            "parse",
                            "decide",
                            "record",
                            "send",
                            "attempt rekognition");
            var request = spans.get("POST rekognition");
            assertThat(hex(request.getParentSpanId().toByteArray())).isEqualTo(PARENT);
            assertThat(attributes(request))
                    .containsEntry("facegate.decision.id", permitted.decision())
                    .containsEntry("facegate.verdict", "permit")
                    .containsEntry("facegate.operation", "CompareFaces");
            assertThat(spans.get("attempt rekognition").getParentSpanId())
                    .isEqualTo(spans.get("send").getSpanId());
            assertThat(vendor.only().header("traceparent"))
                    .startsWith("00-" + TRACE + "-"
                            + hex(spans.get("send").getSpanId().toByteArray()));
            assertThat(permitted.headers()).containsEntry("x-request-id", "request-17");

            var lines = awaitLines(log, 2);
            var first = line(lines, permitted.decision());
            assertThat(first.get("trace_id").asText()).isEqualTo(TRACE);
            assertThat(first.get("request_id").asText()).isEqualTo("request-17");
            assertThat(first.get("verdict").asText()).isEqualTo("permit");
            assertThat(first.get("source").asText()).isEqualTo("127.0.0.0/24");
            var second = line(lines, refused.decision());
            assertThat(second.get("verdict").asText()).isEqualTo("refuse");
            var other = collector.awaitTrace(second.get("trace_id").asText(), 5);
            assertThat(other).doesNotContainKeys("send", "attempt rekognition");
            assertThat(attributes(other.get("POST rekognition")))
                    .containsEntry("facegate.decision.id", refused.decision())
                    .containsEntry("facegate.rule", second.get("rule").asText());

            assertThat(gateway.settledRecords().toString()).doesNotContain(TRACE);
            assertThat(collector.received() + String.join("\n", lines))
                    .doesNotContain(PHOTO.substring(0, 40), nonprofit.id(), "hope", "metro", "127.0.0.1:");
        }
    }

    @Test
    void aCollectorThatIsDownDelaysNothingAndIsCounted() throws Exception {
        var data = folder.resolve("data");
        var nonprofit = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(
                        vendor.url(),
                        data,
                        Map.of("OTEL_BSP_SCHEDULE_DELAY", "200", "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true"),
                        "--otlp",
                        "http://127.0.0.1:" + Ports.free())) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            assertThat(compare(gateway, nonprofit).send().status()).isEqualTo(200);
            Await.until(() -> lost(gateway) >= 7);
        }
    }

    @Test
    void withoutACollectorNoTraceIsPassedOn() throws Exception {
        var data = folder.resolve("data");
        var nonprofit = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data)) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            compare(gateway, nonprofit)
                    .with("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .send();
            assertThat(vendor.only().header("traceparent")).isNull();
        }
    }

    private static Wire compare(Gateway gateway, Gateway.Key key) {
        var json = "{\"SourceImage\":{\"Bytes\":\"" + PHOTO + "\"},\"TargetImage\":{\"Bytes\":\"" + PHOTO + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json);
    }

    private static double lost(Gateway gateway) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(gateway.health().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("facegate_traces_lost_total "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<String> awaitLines(Path log, int number) {
        Await.until(() -> lines(log).size() >= number);
        return lines(log);
    }

    private static List<String> lines(Path log) {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode line(List<String> lines, String decision) {
        return lines.stream()
                .map(Gateway::parsed)
                .filter(line -> line.path("decision").asText().equals(decision))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, each -> each.getValue().getStringValue()));
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }
}
