package io.facegate.provider.compreface;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.handle.MemoryHandles;
import io.facegate.call.rest.Routes;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Passes;
import io.facegate.provider.Limits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when the server, or the way to it, does not do as it should. */
class CompreFaceProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String KEY = "00000000-0000-0000-0000-00000000000e";
    private static final Answer BUSY = Answer.of(503, "{\"message\":\"busy\",\"code\":0}");
    private static final Answer FOUND = Answer.of(200, "{\"result\":[]}");
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.JPEG, 40, 30);

    private final MemoryHandles handles = new MemoryHandles();
    private FakeVendor vendor;
    private CompreFaceProvider provider;

    @BeforeEach
    void start() throws IOException {
        vendor = FakeVendor.start().answers(FOUND);
        provider = provider("rescue");
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
    void writesAFormAnewFromWhatWasJudged() {
        send("Recognize", Map.of(), Map.of("limit", "1"), Map.of("file", PICTURE));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/base/api/v1/recognition/recognize?limit=1");
        assertThat(seen.header("x-api-key")).isEqualTo(KEY);
        var boundary = String.valueOf(seen.header("content-type")).replace("multipart/form-data; boundary=", "--");
        assertThat(seen.text())
                .isEqualTo(boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture.jpeg\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\na picture\r\n" + boundary + "--\r\n");
        assertThat(seen.headers()).doesNotContainKeys("authorization", "facegate-purpose");
    }

    @Test
    void aNameInAPathStaysInItsPlace() {
        send("RenameSubject", Map.of("subject", "a b/../ü?"), Map.of(), Map.of("subject", "\"c\""));

        assertThat(vendor.only().uri()).isEqualTo("/base/api/v1/recognition/subjects/a%20b%2F..%2F%C3%BC%3F");
        assertThat(vendor.only().text()).isEqualTo("{\"subject\":\"\\\"c\\\"\"}");
    }

    @Test
    void repeatsWhatChangesNothing() {
        vendor.answers(FOUND.cutAfter(0), BUSY, FOUND);

        assertThat(recognize().error()).isNull();
        assertThat(vendor.seen()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AddFace", "DeleteSubject", "Migrate"})
    void neverRepeatsWhatWrites(String operation) {
        vendor.answers(BUSY, FOUND);

        var path = operation.equals("DeleteSubject") ? Map.of("subject", "a") : Map.<String, String>of();
        var query = operation.equals("AddFace") ? Map.of("subject", "a") : Map.<String, String>of();
        assertThat(send(operation, path, query, Map.of()).error()).isEqualTo("0");
        assertThat(vendor.seen()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400,28", "400,31", "404,42", "404,44", "500,41"})
    void passesOnTheServersErrors(int status, int code) {
        vendor.answers(Answer.of(status, "{\"message\":\"So it was told.\",\"code\":" + code + "}"));

        var reply = recognize();

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error()).isEqualTo(Integer.toString(code));
        assertThat(new String(reply.body(), UTF_8)).contains("So it was told.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"message\":\"m\",\"code\":10} | own key was not accepted",
                "400 | {\"message\":\"m\",\"code\":20} | own key was not accepted",
                "403 | {\"message\":\"m\",\"code\":1}  | own key was not accepted",
                "401 | {}                              | own key was not accepted",
                "404 | {\"error\":\"Not Found\"}       | without naming an error",
                "502 | <html></html>                   | without the JSON",
                "200 | <html></html>                   | without the JSON",
                "200 | {\"a\":1,\"a\":2}               | without the JSON",
                "302 | {}                              | does not use",
            })
    void whatIsNoAnswerIsAFault(int status, String body, String why) {
        vendor.answers(Answer.of(status, body));

        assertThatThrownBy(this::recognize)
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatTakesTooLongIsAFault() {
        vendor.answers(FOUND.after(Duration.ofSeconds(30)));

        assertThatThrownBy(this::recognize)
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("did not answer in time");
    }

    /** Somebody was taught, but the server does not say as what: nobody is told that it went well. */
    @Test
    void anExampleWithoutAnIdIsAFault() {
        vendor.answers(Answer.of(201, "{\"subject\":\"a\"}"));

        assertThatThrownBy(() -> send("AddFace", Map.of(), Map.of("subject", "a"), Map.of("file", PICTURE)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("does not name what it made");
    }

    @Test
    void anotherVendorsCallIsNotForThisServer() {
        var call = new FaceCall("azure_face", "Detect", Facts.of(Set.of()), new Ask.Particular(""), Map.of(), null);

        assertThat(provider.doubts(caller(), call)).isEqualTo(Doubt.UNKNOWN_OPERATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recognition",
                "recognition: key",
                "identification: " + KEY,
                "recognition: " + KEY + "\nrecognition: " + KEY,
            })
    void aFileThatHoldsNoKeysSaysNothingOfWhatItHolds(String text) {
        assertThatThrownBy(() -> ServiceKeys.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SERVICE: KEY")
                .message()
                .doesNotContain(KEY);
    }

    private Reply.Verbatim recognize() {
        return send("Recognize", Map.of(), Map.of(), Map.of("file", PICTURE));
    }

    private Reply.Verbatim send(
            String operation, Map<String, String> path, Map<String, String> query, Map<String, ?> body) {
        var route = Routes.COMPREFACE.of(operation);
        var call = new FaceCall(
                "compreface",
                operation,
                Facts.of(route.capabilities()),
                new Ask.Particular("Nothing."),
                Map.of("path", path, "query", query, "body", body),
                null);
        return (Reply.Verbatim) provider.send(Passes.of(caller(), call));
    }

    private CompreFaceProvider provider(String owner) {
        var limits = Limits.usual().within(Duration.ofSeconds(3));
        return new CompreFaceProvider(
                VERTX,
                new CompreFace(
                        URI.create(vendor.url() + "/base"), ServiceKeys.of("recognition: " + KEY), owner, null, limits),
                handles);
    }

    private static Caller caller() {
        var known = new Organisation(
                "rescue",
                "Rescue",
                "nonprofit.child_protection",
                List.of("US-OR"),
                Set.of("missing_child"),
                false,
                null);
        return new Caller(known, List.of(), "missing_child", List.of("US-OR"), "api_key", "FGAK", null);
    }
}
