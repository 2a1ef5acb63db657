package io.facegate.provider.rekognition;

import static io.facegate.provider.rekognition.Calls.NONPROFIT;
import static io.facegate.provider.rekognition.Calls.call;
import static io.facegate.provider.rekognition.Calls.caller;
import static io.facegate.provider.rekognition.Calls.detect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.FakeVendor.Seen;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.handle.MemoryHandles;
import io.facegate.ledger.Passes;
import io.facegate.provider.Limits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class RekognitionProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String SECRET = "the-gateways-own-secret";
    private static final Answer FOUND = Answer.of(200, "{\"FaceDetails\":[]}");
    private static final Answer BUSY = Answer.error(400, "ThrottlingException");

    private FakeVendor vendor;
    private RekognitionProvider provider;

    @BeforeEach
    void open() throws IOException {
        vendor = FakeVendor.start();
        provider = provider(vendor.url());
    }

    @AfterEach
    void close() {
        provider.close();
        vendor.close();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersWithTheVendorsOwnBytes() {
        vendor.answers(FOUND);

        var reply = send("DetectFaces");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.error()).isNull();
        assertThat(new String(reply.body(), UTF_8)).isEqualTo("{\"FaceDetails\":[]}");
    }

    @Test
    void sendsWhatWasJudgedAndNothingElse() throws Exception {
        var params = detect(1000);

        provider.send(Passes.of(caller(NONPROFIT), call("DetectFaces", params)));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/");
        assertThat(seen.header("x-amz-target")).isEqualTo("RekognitionService.DetectFaces");
        assertThat(seen.header("content-type")).isEqualTo("application/x-amz-json-1.1");
        var body = new ObjectMapper().readTree(seen.body());
        assertThat(body.fieldNames()).toIterable().containsExactly("Image", "Attributes");
        assertThat(body.at("/Image/Bytes").binaryValue())
                .isEqualTo(((Picture) ((Map<?, ?>) params.get("Image")).get("Bytes")).bytes());
        assertThat(body.at("/Attributes/0").textValue()).isEqualTo("DEFAULT");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 100_000, 5_242_880})
    void signsEveryCallWithItsOwnKeyOverHeadersAndBody(int bytes) throws Exception {
        provider.send(Passes.of(caller(NONPROFIT), call("DetectFaces", detect(bytes))));

        var signed = SigV4.verify(vendor.only(), SECRET);
        assertThat(signed.key()).isEqualTo("GATEWAYKEY");
        assertThat(signed.scope()).endsWith("/eu-west-1/rekognition/aws4_request");
        assertThat(signed.names()).contains("host", "x-amz-target", "x-amz-date", "content-type");
    }

    /** Two, since an answer may be handed over a moment before its connection is back in the pool. */
    @Test
    void keepsItsConnectionsForTheNextCalls() {
        for (int call = 0; call < 20; call++) {
            send("DetectFaces");
        }

        assertThat(vendor.seen()).hasSize(20);
        assertThat(vendor.seen().stream().map(Seen::clientPort).distinct().count())
                .isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InvalidParameterException",
                "ImageTooLargeException",
                "InvalidImageFormatException",
                "InvalidS3ObjectException",
                "LimitExceededException",
                "ResourceNotFoundException",
                "ResourceAlreadyExistsException",
                "ServiceQuotaExceededException",
                "com.amazonaws.rekognition#ConflictException"
            })
    void passesTheVendorsErrorsOnInShape(String type) {
        var error = Answer.error(400, type);
        vendor.answers(error);

        var reply = send("CompareFaces");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(error.body());
        assertThat(reply.error()).isEqualTo(type.substring(type.indexOf('#') + 1));
        assertThat(vendor.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400,ThrottlingException", "400,ProvisionedThroughputExceededException", "500,InternalServerError"})
    void asksAgainWhereAskingTwiceChangesNothing(int status, String type) throws Exception {
        vendor.answers(Answer.error(status, type), Answer.error(status, type), FOUND);

        assertThat(send("DetectFaces").status()).isEqualTo(200);
        assertThat(vendor.seen()).hasSize(3);
        for (var seen : vendor.seen()) {
            SigV4.verify(seen, SECRET);
        }
    }

    @Test
    void asksThreeTimesAtMostAndThenPassesTheErrorOn() {
        vendor.answers(BUSY);

        assertThat(send("SearchFacesByImage").error()).isEqualTo("ThrottlingException");
        assertThat(vendor.seen()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IndexFaces",
                "AssociateFaces",
                "CreateCollection",
                "CreateUser",
                "DeleteFaces",
                "DisassociateFaces",
                "PutProjectPolicy",
                "StartFaceSearch",
                "TagResource",
                "UpdateStreamProcessor"
            })
    void neverRepeatsWhatWrites(String operation) {
        vendor.answers(BUSY, FOUND);
        assertThat(send(operation).error()).isEqualTo("ThrottlingException");
        vendor.answers(Answer.error(500, "InternalServerError"), FOUND);
        assertThat(send(operation).error()).isEqualTo("InternalServerError");
        vendor.answers(FOUND.cutAfter(0), FOUND);
        assertFault(operation, "ended before its answer was complete");

        assertThat(vendor.seen()).hasSize(3);
    }

    @Test
    void asksAgainWhenTheConnectionEndsBeforeAnAnswerBegins() {
        vendor.answers(FOUND.cutAfter(0), FOUND);

        assertThat(send("DetectFaces").status()).isEqualTo(200);
        assertThat(vendor.seen()).hasSize(2);
    }

    @Test
    void takesNoAnswerThatWasCut() {
        vendor.answers(FOUND.cutAfter(10));

        assertFault("DetectFaces", "ended before its answer was complete");
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void waitsNoLongerThanItsTimeout() {
        vendor.answers(FOUND.after(Duration.ofSeconds(30)));
        var start = System.nanoTime();

        assertFault("DetectFaces", "did not answer in time");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void readsNoAnswerLongerThanItsLimit() {
        vendor.answers(Answer.of(200, "{\"a\":\"" + "x".repeat(100_000) + "\"}"));

        assertFault("DetectFaces", "longer than the gateway reads");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"FaceDetails\":[",
                "{\"FaceDetails\":[}",
                "{} {}",
                "{}x",
                "[]",
                "\"text\"",
                "<html>hello</html>",
                "{\"a\":NaN}",
                "{\u0000\"\u0000"
            })
    void takesNoAnswerThatIsNotOneJsonObject(String body) {
        vendor.answers(Answer.of(200, body));
        assertFault("DetectFaces", "without the JSON object of Rekognition");
        vendor.answers(Answer.of(400, body));
        assertFault("DetectFaces", "without the JSON object of Rekognition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"no name\"}",
                "{\"__type\":7}",
                "{\"__type\":\"\"}",
                "{\"__type\":\"Bad Name\\r\\nX: y\"}",
                "{\"__type\":\"One\",\"__type\":\"Two\"}"
            })
    void takesNoErrorWithoutAProperName(String body) {
        vendor.answers(Answer.of(400, body));

        assertFault("IndexFaces", "without naming an error");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307})
    void followsNoRedirectAndTakesNoOddStatus(int status) {
        vendor.answers(Answer.of(status, status == 204 ? "" : "{}").with("Location", "http://127.0.0.1:1/"), FOUND);

        assertFault("DetectFaces", "status " + status);
        assertThat(vendor.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400,UnrecognizedClientException",
        "400,InvalidSignatureException",
        "403,SignatureDoesNotMatch",
        "400,ExpiredTokenException",
        "403,InvalidClientTokenId",
        "400,MissingAuthenticationTokenException",
        "400,AccessDeniedException",
        "403,SomethingNewAboutKeys"
    })
    void ownsUpToItsOwnCredentialsBeingRefused(int status, String type) {
        vendor.answers(Answer.error(status, type));

        assertFault("DetectFaces", "The gateway's own credentials were not accepted upstream (" + type + ").");
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void usesAPassOnce() {
        var pass = Passes.of(caller(NONPROFIT), call("DetectFaces", detect(10)));
        provider.send(pass);

        assertThatThrownBy(() -> provider.send(pass)).isInstanceOf(Fault.LedgerDown.class);
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void sendsNothingOnAPassThatCameTooLate() {
        var pass = Passes.expired(caller(NONPROFIT), call("DetectFaces", detect(10)));

        assertThatThrownBy(() -> provider.send(pass)).isInstanceOf(Fault.LedgerDown.class);
        assertThat(vendor.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Detect Faces", "DetectFaces\r\nX-Evil: 1", "../DetectFaces"})
    void sendsNoOperationThatIsNotAName(String operation) {
        assertFault(operation, "cannot be sent");
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void saysThatNothingWasSentWhenNobodyListens() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (var nobody = provider(URI.create("http://127.0.0.1:" + free))) {
            assertThatThrownBy(() -> nobody.send(Passes.of(caller(NONPROFIT), call("IndexFaces", Map.of()))))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The cloud could not be reached; nothing was sent.");
        }
    }

    @Test
    void givesItsConnectionBackHoweverACallEnds() {
        var narrow = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1000);
        try (var one = provider(vendor.url(), narrow)) {
            for (var bad :
                    List.of(FOUND.after(Duration.ofSeconds(30)), Answer.of(200, "x".repeat(5000)), FOUND.cutAfter(5))) {
                vendor.answers(bad);
                assertThatThrownBy(() -> one.send(Passes.of(caller(NONPROFIT), call("IndexFaces", detect(10)))))
                        .isInstanceOf(Fault.ProviderDown.class);
                vendor.answers(FOUND);
                assertThat(one.send(Passes.of(caller(NONPROFIT), call("IndexFaces", detect(10)))))
                        .isInstanceOf(Reply.Verbatim.class);
            }
        }
    }

    @Test
    void losesNoEnrolmentToConnectionsThatTheVendorCloses() {
        vendor.answers(FOUND.with("Connection", "close"));

        for (int call = 0; call < 20; call++) {
            assertThat(send("IndexFaces").status()).isEqualTo(200);
        }
        assertThat(vendor.seen()).hasSize(20);
    }

    @Test
    void refusesAsOverloadWhatWouldWaitTooLongInLine() throws Exception {
        vendor.answers(FOUND.after(Duration.ofMillis(500)));
        var narrow = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(2), 1, 1, 10_000);
        try (var one = provider(vendor.url(), narrow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(_ -> threads.submit(
                            () -> one.send(Passes.of(caller(NONPROFIT), call("DetectFaces", detect(10))))))
                    .toList();

            var ends = calls.stream().map(RekognitionProviderTest::end).toList();
            assertThat(ends).contains("Verbatim", "Overloaded").containsOnly("Verbatim", "Overloaded");
        }
    }

    @Test
    void endsInAFaultWhateverALibraryThrows() {
        var broken = RekognitionProvider.of(
                VERTX, new Cloud("eu-west-1", vendor.url(), null, null, Limits.usual()), new MemoryHandles(), () -> {
                    throw new IllegalStateException("no keys today, says arn:aws:iam::123456789012:user/gw");
                });
        try (broken) {
            assertThatThrownBy(() -> broken.send(Passes.of(caller(NONPROFIT), call("DetectFaces", detect(10)))))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The call could not be sent to the cloud (IllegalStateException).");
        }
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void neverBlocksAnEventLoop() throws Exception {
        var thrown = new AtomicReference<Throwable>();
        var ran = new CountDownLatch(1);
        VERTX.runOnContext(_ -> {
            try {
                send("DetectFaces");
            } catch (RuntimeException refused) {
                thrown.set(refused);
            }
            ran.countDown();
        });

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(vendor.seen()).isEmpty();
    }

    private static String end(Future<Reply> call) {
        try {
            return call.get(10, TimeUnit.SECONDS).getClass().getSimpleName();
        } catch (java.util.concurrent.ExecutionException fault) {
            return fault.getCause().getClass().getSimpleName();
        } catch (InterruptedException | java.util.concurrent.TimeoutException stuck) {
            return stuck.toString();
        }
    }

    private Reply.Verbatim send(String operation) {
        return (Reply.Verbatim) provider.send(Passes.of(caller(NONPROFIT), call(operation, detect(10))));
    }

    private void assertFault(String operation, String saying) {
        assertThatThrownBy(() -> send(operation))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining(saying);
    }

    private static RekognitionProvider provider(URI url) {
        return provider(url, new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 8, 8, 100_000));
    }

    private static RekognitionProvider provider(URI url, Limits limits) {
        return RekognitionProvider.of(
                VERTX,
                new Cloud("eu-west-1", url, null, null, limits),
                new MemoryHandles(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", SECRET)));
    }
}
