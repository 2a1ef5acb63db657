package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: who is being answered is answered, nobody else is, and how it ended is on record before the gateway is gone. */
class StopIT {
    private static final int CALLERS = 32;
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private Path folder;

    @Test
    void callsInFlightFinishAndNoneIsReset() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data)) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}").after(Duration.ofSeconds(3)));
            var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
            var callers = new ArrayList<CompletableFuture<List<Wire.Answer>>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(CompletableFuture.supplyAsync(() -> untilTurnedAway(wire), Thread::startVirtualThread));
            }
            Await.until(() -> vendor.seen().size() >= CALLERS);

            long start = System.nanoTime();
            gateway.process().destroy();
            Await.until(() -> gateway.log().contains("is being stopped"));
            assertThat(health(gateway)).as("at once").isEqualTo(503);
            var late = wire.send();
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.headers()).containsEntry("connection", "close");
            assertThat(late.error()).isEqualTo("ServiceUnavailableException");
            assertThat(gateway.process().waitFor(20, TimeUnit.SECONDS)).isTrue();

            assertThat(gateway.process().exitValue()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            int answered = 0;
            for (var caller : callers) {
                var answers = caller.get(1, TimeUnit.MINUTES);
                assertThat(answers.getFirst().status()).isEqualTo(200);
                answered += (int) answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .count();
            }
            assertThat(vendor.seen())
                    .as("nobody did work that nobody was told of")
                    .hasSize(answered);
            assertAllEnded(Gateway.records(data), "ok", answered);
            assertThat(Gateway.records(data).getLast().path("act").asText()).isEqualTo("stop");
            assertThat(gateway.log()).doesNotContain("ERROR", "Exception", "keep failing", "WARN");
        }
    }

    @Test
    void aCallThatTakesLongerThanTheGraceIsToldSoAndOnRecordAsSuch() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data, "--grace", "4", "--provider-timeout", "30000")) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}").after(Duration.ofSeconds(25)));
            var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
            var callers = new ArrayList<CompletableFuture<Wire.Answer>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(CompletableFuture.supplyAsync(wire::send, Thread::startVirtualThread));
            }
            Await.until(() -> vendor.seen().size() >= CALLERS);

            long start = System.nanoTime();
            gateway.process().destroy();
            assertThat(gateway.process().waitFor(20, TimeUnit.SECONDS)).isTrue();

            assertThat(gateway.process().exitValue()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("within the grace, long before the vendor answers")
                    .isLessThan(Duration.ofSeconds(12));
            for (var caller : callers) {
                var answer = caller.get(1, TimeUnit.MINUTES);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.message()).contains("stopped before the vendor answered");
                assertThat(answer.decision()).isNotEmpty();
            }
            assertAllEnded(Gateway.records(data), "fault", CALLERS);
            assertThat(Gateway.records(data).stream()
                            .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                            .map(record -> record.path("code").asText()))
                    .containsOnly("shutting_down");
            assertThat(gateway.log())
                    .as("the vendor is not to blame")
                    .doesNotContain("keep failing", "ERROR", "Exception")
                    .contains(CALLERS + " calls did not finish in time");
        }
    }

    /** GOAWAY comes before the answer of the call in flight, so that the client sends its next call elsewhere at once. */
    @Test
    void aConnectionOfManyCallsIsToldAtOnceAndItsCallInFlightIsAnswered() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data);
                var socket =
                        new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            var mayAnswer = new CountDownLatch(1);
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}").once(mayAnswer));
            var wall = Base64.getEncoder().encodeToString(Photos.nobody());
            var wire =
                    Wire.signed(gateway.calls(), hope, "DetectFaces", "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(wall));
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(Http2.PREFACE);
            out.write(Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            out.write(Http2.call(wire, 1));
            Await.until(() -> !vendor.seen().isEmpty());

            gateway.process().destroy();
            var in = new DataInputStream(socket.getInputStream());
            var told = next(in, frame -> frame.type() == Http2.GOAWAY);
            assertThat(told.error()).isEqualTo(Http2.NO_ERROR);
            assertThat(told.lastStream())
                    .as("the call in flight is not given up")
                    .isGreaterThanOrEqualTo(1);
            mayAnswer.countDown();

            var answer = next(in, frame -> frame.type() == Http2.DATA && frame.stream() == 1);
            assertThat(new String(answer.payload(), StandardCharsets.UTF_8)).contains("FaceDetails");
            assertThat(gateway.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.process().exitValue()).isZero();
            assertAllEnded(Gateway.records(data), "ok", 1);
        }
    }

    /** The next such frame; before the answer ends, and before the connection does. */
    private static Http2.Frame next(DataInputStream in, Predicate<Http2.Frame> wanted) throws IOException {
        while (true) {
            var frame = Http2.Frame.read(in);
            if (wanted.test(frame)) {
                return frame;
            }
            assertThat(frame.isLast()).as("the call ended first").isFalse();
        }
    }

    /** Whoever asks twice does not want to wait. */
    @Test
    void aSecondSignalEndsTheWait() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data, "--provider-timeout", "30000")) {
            vendor.answers(Answer.of(200, "{}").after(Duration.ofSeconds(25)));
            var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
            var caller = CompletableFuture.supplyAsync(wire::send, Thread::startVirtualThread);
            Await.until(() -> !vendor.seen().isEmpty());
            gateway.process().destroy();
            Await.until(() -> gateway.log().contains("is being stopped"));
            assertThat(caller).isNotDone();
            gateway.process().destroy();
            assertThat(caller.get(10, TimeUnit.SECONDS).status()).isEqualTo(503);
            assertThat(gateway.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.process().exitValue()).isZero();
        }
    }

    /** A body on its way is no call yet: it is turned away when the grace ends, and on no record. */
    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLongerThanTheGrace() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var gateway = Gateway.start(data, "--grace", "3");
                var socket =
                        new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            var wire = Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT);
            socket.getOutputStream().write(wire.head());
            socket.getOutputStream().write(wire.body(), 0, 100);
            socket.getOutputStream().flush();
            Gateway.pause(500);
            gateway.process().destroy();
            assertThat(Wire.Answer.read(socket.getInputStream()).status()).isEqualTo(503);
            assertThat(gateway.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.process().exitValue()).isZero();
            assertThat(Gateway.records(data).stream()
                            .filter(record -> record.path("kind").asText().equals("DECISION")))
                    .isEmpty();
        }
    }

    private static void assertAllEnded(List<JsonNode> records, String status, int count) {
        var permits = records.stream()
                .filter(record -> record.path("verdict").asText().equals("permit"))
                .count();
        assertThat(permits).isEqualTo(count);
        assertThat(records.stream()
                        .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                        .map(record -> record.path("status").asText()))
                .hasSize(count)
                .containsOnly(status);
    }

    private static int health(Gateway gateway) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(gateway.health().resolve("/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** As a client that keeps its connection does: one call after the other, until it is told to go away. */
    private static List<Wire.Answer> untilTurnedAway(Wire wire) {
        var answers = new ArrayList<Wire.Answer>();
        try (var socket = new Socket(wire.gateway().getHost(), wire.gateway().getPort())) {
            socket.setSoTimeout(60_000);
            while (true) {
                socket.getOutputStream().write(wire.head());
                socket.getOutputStream().write(wire.body());
                var answer = Wire.Answer.read(socket.getInputStream());
                answers.add(answer);
                if (answer.headers().getOrDefault("connection", "").equals("close")) {
                    assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
                    return answers;
                }
            }
        } catch (IOException reset) {
            throw new UncheckedIOException(reset);
        }
    }
}
