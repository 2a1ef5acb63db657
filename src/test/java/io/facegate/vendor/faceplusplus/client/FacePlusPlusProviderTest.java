package io.facegate.vendor.faceplusplus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.ledger.Passes;
import io.facegate.vendor.client.ProviderContract;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call when Face++, or the way to it, does not do as it should. */
class FacePlusPlusProviderTest extends ProviderContract<FacePlusPlusProvider> {
    private static final Picture PICTURE =
            new Picture("a picture".getBytes(StandardCharsets.UTF_8), Picture.Format.JPEG, 40, 30);

    @Override
    protected FacePlusPlusProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        var key = FacePlusPlusAccount.Key.of("api_key: own-key\napi_secret: own-secret\n");
        return new FacePlusPlusProvider(
                vertx, new FacePlusPlusAccount(where, () -> key, authorities, limits), new MemoryHandles());
    }

    @Override
    protected FaceCall reading() {
        return call("GetFaceSets", Map.of());
    }

    @Override
    protected FaceCall writing() {
        return call("Detect", Map.of("image_file", PICTURE));
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "{\"request_id\":\"1469761507,07174361\",\"time_used\":47,\"faces\":[],\"facesets\":[]}");
    }

    @Override
    protected Stream<Said> errors() {
        return Stream.of(
                        "400 MISSING_ARGUMENTS: image_file",
                        "400 BAD_ARGUMENTS:return_landmark",
                        "400 COEXISTENCE_ARGUMENTS",
                        "400 INVALID_FACE_TOKEN: 4dc8ba06",
                        "400 INVALID_OUTER_ID",
                        "400 IMAGE_ERROR_UNSUPPORTED_FORMAT: image_file",
                        "403 INSUFFICIENT_PERMISSION:face_rectangle",
                        "404 API_NOT_FOUND",
                        "412 IMAGE_DOWNLOAD_TIMEOUT")
                .map(FacePlusPlusProviderTest::said);
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of("403 CONCURRENCY_LIMIT_EXCEEDED").map(FacePlusPlusProviderTest::said);
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.of("500 INTERNAL_ERROR", "503 TASK_QUEUE_IS_FULL").map(FacePlusPlusProviderTest::said);
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of(
                        "401 AUTHENTICATION_ERROR",
                        "403 AUTHENTICATION_ERROR",
                        "403 AUTHORIZATION_ERROR:Denied by Client",
                        "403 AUTHORIZATION_ERROR:Insufficient Account Balance")
                .map(FacePlusPlusProviderTest::said);
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of("{}", "{\"error_message\":7}", "{\"error_message\":\"\"}", "{\"message\":\"NO\"}");
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("null", "true", "[]", "{\"a\":1,\"a\":2}");
    }

    private static Said said(String error) {
        var words = error.split(" ", 2);
        return new Said(
                words[1].split("[: ]")[0],
                Answer.of(Integer.parseInt(words[0]), "{\"error_message\":\"" + words[1] + "\",\"time_used\":5}"));
    }

    @Test
    void writesAFormAnewWithTheOperatorsKeyAndNothingElseOfTheCaller() {
        send(call("Detect", Map.of("image_file", PICTURE, "api_key", "the caller's")));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/facepp/v3/detect");
        assertThat(seen.text())
                .contains("name=\"api_key\"\r\n\r\nown-key\r\n", "name=\"api_secret\"\r\n\r\nown-secret\r\n")
                .contains("name=\"image_file\"; filename=\"picture.jpeg\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\n"
                        + "a picture\r\n")
                .doesNotContain("the caller's");
        assertThat(seen.headers()).doesNotContainKeys("authorization", "facegate-purpose");
    }

    /** A success that holds an error is none. */
    @Test
    void anErrorWithStatus200IsAFault() {
        vendor.answers(Answer.of(200, "{\"error_message\":\"INTERNAL_ERROR\"}"));

        assertThatThrownBy(() -> send(writing())).isInstanceOf(Fault.ProviderDown.class);
    }

    /** Whoever names a face set like an error does not have the account's pages sent three times. */
    @Test
    void aNameIsNoThrottling() {
        vendor.answers(
                Answer.of(200, "{\"time_used\":1,\"facesets\":[{\"display_name\":\"CONCURRENCY_LIMIT_EXCEEDED\"}]}"));
        send(reading());
        vendor.only();
    }

    /** The vendor compares the largest face of each picture, in whatever order it lists them. */
    @Test
    void theFirstConfidenceIsTheLargestFaces() {
        vendor.answers(
                Answer.of(200, compared(95, face("s", 1) + "," + face("S", 9), face("a", 2) + "," + face("B", 8))),
                Answer.of(200, "{\"confidence\":10,\"thresholds\":{\"1e-3\":62}}"));

        var told = (Reply.Compared) compare();
        assertThat(told.source().box().width()).isEqualTo(9 / 40.0);
        assertThat(told.matches())
                .singleElement()
                .satisfies(match -> assertThat(match.face().box().width()).isEqualTo(8 / 40.0));
        assertThat(told.unmatched())
                .singleElement()
                .satisfies(face -> assertThat(face.box().width()).isEqualTo(2 / 40.0));
        assertThat(vendor.seen().getLast().text())
                .contains("name=\"face_token1\"\r\n\r\nS\r\n", "name=\"face_token2\"\r\n\r\na\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "\"100\"", "101", "-1", "null", "{}"})
    void whatIsNoConfidenceIsNoMatch(String confidence) {
        vendor.answers(Answer.of(200, compared(confidence, face("s", 1), face("a", 2))));

        assertThatThrownBy(this::compare).isInstanceOf(Fault.ProviderDown.class);
    }

    private static String compared(Object confidence, String source, String target) {
        return "{\"confidence\":" + confidence + ",\"thresholds\":{\"1e-3\":62},\"faces1\":[" + source
                + "],\"faces2\":[" + target + "]}";
    }

    private static String face(String token, int size) {
        return "{\"face_token\":\"" + token + "\",\"face_rectangle\":{\"left\":1,\"top\":1,\"width\":" + size
                + ",\"height\":" + size + "}}";
    }

    private Reply compare() {
        var call = new FaceCall(
                        "faceplusplus",
                        "Compare",
                        Facts.of(Set.of(Capability.VERIFY)),
                        new NormalizedRequest.Compare(PICTURE, PICTURE, 0.8),
                        Map.of(),
                        null)
                .routedTo("faceplusplus", "Compare", new CrossVendorRoute("facegate", "verify", null, "faceplusplus"));
        return provider.send(Passes.of(rescue(), call));
    }

    /** Whatever API a picture comes on, its templates stay with the vendor, and nobody knows how long the picture does. */
    @Test
    void aPictureOfAnotherApiIsJudgedByWhatTheVendorKeeps() {
        var asked = new FaceCall(
                        "rekognition",
                        "DetectFaces",
                        Facts.of(Set.of(Capability.DETECT)),
                        new NormalizedRequest.Detect(PICTURE),
                        Map.of(),
                        null)
                .routedTo(
                        "rekognition",
                        "DetectFaces",
                        new CrossVendorRoute("rekognition", "DetectFaces", null, "faceplusplus"));
        var way = provider.plan(rescue(), asked).ways().getFirst();
        assertThat(way.call().facts().capabilities()).containsExactlyInAnyOrder(Capability.DETECT, Capability.ENROLL);
        assertThat(way.call().facts().unrequested()).containsExactly(Capability.ENROLL);
    }

    /** A face without its token could be used by nobody, and erased by nobody. */
    @Test
    void aFaceThatIsKeptWithoutATokenIsAFault() {
        vendor.answers(Answer.of(200, "{\"faces\":[{\"face_rectangle\":{}}]}"));

        assertThatThrownBy(() -> send(writing()))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("does not name the resource that it made");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api_key: own-key", "own-key own-secret", "api_key: a b\napi_secret: own-secret"})
    void aFileThatHoldsNoKeySaysNothingOfWhatItHolds(String text) {
        assertThatThrownBy(() -> FacePlusPlusAccount.Key.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("api_secret: SECRET")
                .message()
                .doesNotContain("own-");
    }

    private static FaceCall call(String operation, Map<String, ?> fields) {
        return new FaceCall(
                "faceplusplus",
                operation,
                Facts.of(VendorApi.FACEPLUSPLUS.rest().byName(operation).capabilities())
                        .withCapability(Capability.ENROLL),
                new NormalizedRequest.VendorSpecific("Nothing."),
                Map.copyOf(fields),
                null);
    }
}
