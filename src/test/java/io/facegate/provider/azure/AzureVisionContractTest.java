package io.facegate.provider.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.Ask;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Picture;
import io.facegate.call.handle.MemoryHandles;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Routes;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.provider.Limits;
import io.facegate.provider.ProviderContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an image analysis when the service, or the way to it, does not do as it should. */
class AzureVisionContractTest extends ProviderContract<AzureProvider> {
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);

    @Override
    protected AzureProvider open(URI where, Limits limits, @Nullable Path authorities) {
        return new AzureProvider(
                vertx,
                new AzureResource(Service.VISION, where, Access.key("key"), null, authorities, limits),
                new MemoryHandles());
    }

    @Override
    protected Caller caller() {
        var rescue = new Organisation(
                "rescue", "Rescue", "nonprofit.child_protection", List.of("US"), Set.of("missing_child"), false, null);
        return new Caller(rescue, List.of(), "missing_child", List.of("US"), "api_key", "FGKEY", null);
    }

    @Override
    protected FaceCall reading() {
        return call(Routes.AZURE_VISION.of("Analyze"));
    }

    /** The service keeps nothing. */
    @Override
    protected FaceCall writing() {
        return call(Routes.AZURE_VISION.of("AnalyzeImage"));
    }

    private static FaceCall call(Route route) {
        var params =
                Map.<String, @Nullable Object>of("path", Map.of("version", "v3.2"), "query", Map.of(), "body", PICTURE);
        return new FaceCall(
                Service.VISION.code(),
                route.operation(),
                Facts.of(route.capabilities()),
                new Ask.Particular("as asked"),
                params,
                null);
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "{\"modelVersion\":\"2023-10-01\",\"peopleResult\":{\"values\":[]}}");
    }

    /** As Microsoft's reference lists them, those of version 3.2 nested. */
    @Override
    protected Stream<Said> errors() {
        return Stream.concat(
                Stream.of(
                                "400 BadArgument",
                                "400 InvalidImageFormat",
                                "400 InvalidImageSize",
                                "400 InvalidRequest",
                                "400 NotSupportedFeature",
                                "400 NotSupportedImage",
                                "400 NotSupportedLanguage",
                                "403 UnsupportedFeature",
                                "408 Timeout",
                                "415 UnsupportedMediaType")
                        .map(AzureVisionContractTest::said),
                Stream.of("400 NotSupportedLanguage", "403 UnsupportedFeature").map(AzureVisionContractTest::nested));
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of("429 429", "429 RateLimitExceeded").map(AzureVisionContractTest::said);
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.of("500 InternalServerError", "503 ServiceUnavailable").map(AzureVisionContractTest::said);
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of("401 401", "401 PermissionDenied", "403 403", "403 InvalidRequest")
                .map(AzureVisionContractTest::said);
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of("{}", "[]", "{\"error\":{}}", "{\"error\":{\"code\":\"Bad Name\\r\\nX: y\"}}");
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("", "null", "true", "{\"a\":1,\"a\":2}");
    }

    /** Nothing must not be done twice, so every operation of the table is asked again. */
    @Override
    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    protected void neverRepeatsWhatMustNotBeDoneTwice(Said said) {
        for (var route : Routes.AZURE_VISION.all()) {
            int before = vendor.seen().size();
            vendor.answers(said.answer(), said.answer(), good());
            assertThat(send(call(route)).error()).isNull();
            vendor.answers(good().cutAfter(0), good());
            assertThat(send(call(route)).error()).isNull();
            assertThat(vendor.seen()).hasSize(before + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"modelVersion\":\"2023-10-01\"}]"})
    void aListIsNoAnswer(String body) {
        vendor.answers(Answer.of(200, body));

        assertFault(reading(), "The cloud answered status 200 without ");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204})
    void whatWasOnlyAcceptedIsNoAnswer(int status) {
        vendor.answers(good().status(status));

        assertFault(reading(), "status " + status);
    }

    private static Said said(String error) {
        var words = error.split(" ");
        return new Said(words[1], answer(words[0], "\"code\":\"" + words[1] + '"'));
    }

    private static Said nested(String error) {
        var words = error.split(" ");
        return new Said(
                "InvalidRequest",
                answer(
                        words[0],
                        "\"code\":\"InvalidRequest\",\"innererror\":{\"code\":\"" + words[1]
                                + "\",\"message\":\"As told.\"}"));
    }

    private static Answer answer(String status, String error) {
        return Answer.of(Integer.parseInt(status), "{\"error\":{" + error + ",\"message\":\"As told.\"}}");
    }
}
