package io.facegate.vendor.compreface.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.VendorApi;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.ProviderContract;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when the server, or the way to it, does not do as it should. */
class CompreFaceProviderTest extends ProviderContract<CompreFaceProvider> {
    private static final String KEY = "00000000-0000-0000-0000-00000000000e";
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.JPEG, 40, 30);

    @Override
    protected CompreFaceProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        var keys = CompreFaceServiceKeys.of("recognition: " + KEY);
        return new CompreFaceProvider(
                vertx, new CompreFaceServer(where, keys, "rescue", authorities, limits), new MemoryHandles());
    }

    @Override
    protected FaceCall reading() {
        return call("Recognize", Map.of(), Map.of(), Map.of("file", PICTURE));
    }

    @Override
    protected FaceCall writing() {
        return call("AddSubject", Map.of(), Map.of(), Map.of("subject", "a"));
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "{\"result\":[]}");
    }

    /** As CompreFace's source has them. */
    @Override
    protected Stream<Said> errors() {
        return Stream.of(
                        "400 5", "404 11", "400 12", "400 21", "400 26", "400 27", "400 28", "400 31", "405 32",
                        "400 33", "400 34", "400 35", "400 36", "400 37", "404 42", "400 43", "404 44", "400 0")
                .map(CompreFaceProviderTest::said);
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of("429 0").map(CompreFaceProviderTest::said);
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.of("500 41", "503 0").map(CompreFaceProviderTest::said);
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of("404 10", "400 20", "401 0", "403 1").map(CompreFaceProviderTest::said);
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of("{}", "[]", "{\"code\":\"28\"}", "{\"code\":28.5}", "{\"error\":\"Not Found\"}");
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("null", "true", "{\"a\":1,\"a\":2}");
    }

    private static Said said(String error) {
        var words = error.split(" ");
        return new Said(
                words[1],
                Answer.of(
                        Integer.parseInt(words[0]),
                        "{\"message\":\"So the fake vendor was told.\",\"code\":" + words[1] + '}'));
    }

    @Test
    void writesAFormAnewFromWhatWasJudged() {
        write("Recognize", Map.of(), Map.of("limit", "1"), Map.of("file", PICTURE));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/api/v1/recognition/recognize?limit=1");
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
        write("RenameSubject", Map.of("subject", "a b/../ü?"), Map.of(), Map.of("subject", "\"c\""));

        assertThat(vendor.only().uri()).isEqualTo("/api/v1/recognition/subjects/a%20b%2F..%2F%C3%BC%3F");
        assertThat(vendor.only().text()).isEqualTo("{\"subject\":\"\\\"c\\\"\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AddFace", "DeleteSubject", "Migrate"})
    void neverRepeatsWhatWrites(String operation) {
        vendor.answers(Answer.of(503, "{\"message\":\"busy\",\"code\":0}"), good());

        var path = operation.equals("DeleteSubject") ? Map.of("subject", "a") : Map.<String, String>of();
        var query = operation.equals("AddFace") ? Map.of("subject", "a") : Map.<String, String>of();
        assertThat(write(operation, path, query, Map.of()).error()).isEqualTo("0");
        assertThat(vendor.seen()).hasSize(1);
    }

    /** Somebody was taught, but the server does not say as what: nobody is told that it went well. */
    @Test
    void anExampleWithoutAnIdIsAFault() {
        vendor.answers(Answer.of(201, "{\"subject\":\"a\"}"));

        assertThatThrownBy(() -> write("AddFace", Map.of(), Map.of("subject", "a"), Map.of("file", PICTURE)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("does not name the resource that it made");
    }

    /** The server taught somebody under another organisation's name: the caller must not own that example. */
    @Test
    void anExampleUnderAnothersNameIsAFaultAndNotTheCallersOwn() {
        vendor.answers(Answer.of(201, "{\"image_id\":\"an-id\",\"subject\":\"5.elses.a\"}"));
        var handles = new MemoryHandles();
        var keys = CompreFaceServiceKeys.of("recognition: " + KEY);
        var server = new CompreFaceServer(vendor.url(), keys, null, null, VendorLimits.defaults());
        try (var shared = new CompreFaceProvider(vertx, server, handles)) {
            var call = call("AddFace", Map.of(), Map.of("subject", "a"), Map.of("file", PICTURE));

            assertThatThrownBy(() -> send(shared, call))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessageContaining("does not name the resource that it made");
        }
        assertThat(handles.all()).noneMatch(one -> one.handle().kind() == ResourceKind.FACE);
    }

    @Test
    void anotherVendorsCallIsNotForThisServer() {
        var call = new FaceCall(
                "azure_face", "Detect", Facts.of(Set.of()), new NormalizedRequest.VendorSpecific(""), Map.of(), null);

        assertThat(TestPlan.failure(provider, caller(), call)).isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n \n",
                "recognition",
                "recognition: key",
                "identification: " + KEY,
                "recognition: " + KEY + "\nrecognition: " + KEY,
            })
    void aFileThatHoldsNoKeysSaysNothingOfWhatItHolds(String text) {
        assertThatThrownBy(() -> CompreFaceServiceKeys.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SERVICE: KEY")
                .message()
                .doesNotContain(KEY);
    }

    private Reply.Verbatim write(
            String operation, Map<String, String> path, Map<String, String> query, Map<String, ?> body) {
        return send(call(operation, path, query, body));
    }

    private static FaceCall call(
            String operation, Map<String, String> path, Map<String, String> query, Map<String, ?> body) {
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        return new FaceCall(
                "compreface",
                operation,
                Facts.of(route.capabilities()),
                new NormalizedRequest.VendorSpecific("Nothing."),
                Map.of("path", path, "query", query, "body", body),
                null);
    }
}
