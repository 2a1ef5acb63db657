package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that go away, dawdle or only claim, and a vendor that keeps failing: on the real gateway. */
class ResilienceIT {
    private static final Answer WELL = Answer.of(200, "{\"FaceDetails\":[]}");
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"" + Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)) + "\"}}";
    private static final int CLAIMS = 200;

    /** Those that begin take 64 KiB each, of the eighth of the room that is for beginnings. */
    private static final int DAWDLERS = 40;

    @TempDir
    private static Path folder;

    private static FakeVendor vendor;
    private static Gateway gateway;
    private static Key hope;

    @BeforeAll
    static void start() throws IOException {
        vendor = FakeVendor.start();
        hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        gateway = Gateways.inFrontOf(
                vendor.url(),
                folder.resolve("data"),
                "--provider-timeout",
                "3000",
                "--circuit-open",
                "3000",
                "--in-flight-mib",
                "40");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatACallerThatWentAwayHadMadeIsOnRecordAndItsOwn(boolean abruptly) throws IOException {
        var name = abruptly ? "abrupt" : "polite";
        vendor.answers(Answer.of(
                        200,
                        "{\"StatusCode\":200,\"CollectionArn\":\"aws:rekognition:us-east-1:1:collection/4.hope." + name
                                + "\"}")
                .after(Duration.ofSeconds(1)));

        leave(signed("CreateCollection", "{\"CollectionId\":\"" + name + "\"}"), abruptly);

        assertThat(lastOutcome().get("status").asText()).isEqualTo("ok");
        assertNothingIsHeld();
        vendor.answers(Answer.of(200, "{\"FaceCount\":0}"));
        assertThat(signed("DescribeCollection", "{\"CollectionId\":\"" + name + "\"}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    /** Over the neutral API, whose clients repeat nothing: so the gateway does. */
    @Test
    void everyRequestToTheVendorIsOnRecordByItsIdAndCarriesTheDecisions() throws Exception {
        var before = vendor.seen().size();
        var busy = Answer.error(500, "InternalServerError");
        vendor.answers(
                busy.with("x-amzn-RequestId", "first-id"),
                busy.with("x-amzn-RequestId", "second-id"),
                WELL.with("x-amzn-RequestId", "third-id"));

        var body = "{\"image\":" + Neutral.image(Photos.ONE) + '}';
        double retried = retries();
        var answer = Neutral.of(gateway).send(hope, "POST", "detect", body).response();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(retries() - retried).isEqualTo(2);
        var decision = answer.headers().firstValue("Facegate-Decision").orElseThrow();
        var outcome = lastOutcome();
        assertThat(outcome.path("decision_ref").asText()).isEqualTo(decision);
        assertThat(outcome.path("vendor_request").asText()).isEqualTo("third-id");
        assertThat(outcome.path("vendor_requests"))
                .extracting(JsonNode::asText)
                .containsExactly("first-id", "second-id", "third-id");
        assertThat(outcome.path("vendor_tries").asInt()).isEqualTo(3);
        assertThat(vendor.seen().subList(before, before + 3))
                .allSatisfy(seen -> assertThat(seen.header("user-agent")).isEqualTo("facegate decision/" + decision));
    }

    /** How often a request was sent to a vendor again, as Prometheus reads it. */
    private static double retries() {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith("facegate_vendor_retries_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void aRequestThatWasNeverAnsweredIsCountedAndTheVendorHasItsDecision() {
        var before = vendor.seen().size();
        vendor.answers(WELL.after(Duration.ofSeconds(30)));

        var answer = signed("DetectFaces", DETECT).send();

        assertThat(answer.status()).isEqualTo(500);
        var outcome = lastOutcome();
        assertThat(outcome.path("decision_ref").asText()).isEqualTo(answer.decision());
        assertThat(outcome.path("vendor_tries").asInt()).isEqualTo(1);
        assertThat(outcome.has("vendor_requests")).isFalse();
        assertThat(vendor.seen().get(before).header("user-agent")).endsWith(answer.decision());
    }

    @Test
    void aCallWhoseCallerWentAwayEndsInTimeAndOnRecord() throws IOException {
        vendor.answers(WELL.after(Duration.ofSeconds(30)));

        leave(signed("DetectFaces", DETECT), true);

        assertThat(lastOutcome().get("status").asText()).isEqualTo("fault");
        assertThat(lastOutcome().get("code").asText()).isEqualTo("provider_down");
        assertNothingIsHeld();
    }

    /** Sends a call, and closes the connection once the vendor has it. */
    private static void leave(Wire wire, boolean abruptly) throws IOException {
        int seen = vendor.seen().size();
        try (var socket = socket()) {
            socket.getOutputStream().write(wire.head());
            socket.getOutputStream().write(wire.body());
            Await.until(() -> vendor.seen().size() > seen);
            if (abruptly) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    @Test
    void callersThatOnlyClaimOrDawdleKeepNobodyWaiting() throws Exception {
        vendor.answers(WELL);
        int before = gateway.records().size();
        var claim = signed("DetectFaces", DETECT).replace("Content-Length", String.valueOf(15 << 20));
        var sockets = new ArrayList<Socket>();
        try {
            for (int each = 0; each < CLAIMS; each++) {
                var socket = socket();
                sockets.add(socket);
                socket.getOutputStream().write(claim.head());
            }
            for (var dawdler : sockets.subList(0, DAWDLERS)) {
                dawdler.getOutputStream().write('{');
            }
            for (int call = 0; call < 10; call++) {
                long start = System.nanoTime();
                assertThat(signed("DetectFaces", DETECT).send().status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            }
            for (var socket : List.of(sockets.getFirst(), sockets.getLast())) {
                var told = Wire.Answer.read(socket.getInputStream());
                assertThat(told.error()).isEqualTo("ThrottlingException");
                assertThat(told.decision()).isEmpty();
            }
            assertNothingIsHeld();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        assertThat(gateway.settledRecords()).hasSize(before + 20);
    }

    @Test
    void aVendorThatKeepsFailingIsLeftAloneAndTriedAgain() throws Exception {
        vendor.answers(Answer.error(500, "InternalServerError"));
        Await.until(() -> signed("DetectFaces", DETECT).send().error().equals("ServiceUnavailableException"));
        int seen = vendor.seen().size();

        var told = signed("DetectFaces", DETECT).send();

        assertThat(told.status()).isEqualTo(503);
        assertThat(told.headers().get("retry-after")).isIn("1", "2", "3");
        assertThat(told.message()).contains("none is sent for the moment");
        assertThat(vendor.seen()).hasSize(seen);
        assertThat(get("/metrics")).contains("facegate_circuit_open{provider=\"rekognition\"} 1.0");
        assertThat(get("/health")).contains("\"rekognition\": \"open\"", "\"degraded\": \"Calls to rekognition keep");
        gateway.settledRecords();
        var records = gateway.show(told.decision());
        assertThat(records.getFirst().get("verdict").asText()).isEqualTo("permit");
        assertThat(records.getLast().get("status").asText()).isEqualTo("fault");
        assertThat(records.getLast().get("code").asText()).isEqualTo("circuit_open");

        vendor.answers(WELL);
        Await.until(() -> signed("DetectFaces", DETECT).send().status() == 200);
        assertThat(vendor.seen()).hasSize(seen + 1);
        assertThat(get("/metrics")).contains("facegate_circuit_open{provider=\"rekognition\"} 0.0");
        assertThat(get("/health")).contains("\"rekognition\": \"closed\"").doesNotContain("Calls to rekognition");
    }

    private static Wire signed(String operation, String json) {
        return Wire.signed(gateway.calls(), hope, operation, json);
    }

    private static Socket socket() throws IOException {
        var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static JsonNode lastOutcome() {
        return gateway.settledRecords().stream()
                .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static void assertNothingIsHeld() {
        Await.until(() -> get("/metrics").contains("facegate_in_flight_bytes 0.0"));
    }

    private static String get(String path) {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(gateway.health() + path)).build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
