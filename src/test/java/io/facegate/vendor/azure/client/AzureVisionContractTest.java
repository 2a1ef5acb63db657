package io.facegate.vendor.azure.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an image analysis when the service, or the way to it, does not do as it should. */
class AzureVisionContractTest extends AzureContract<AzureProvider> {
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);

    @Override
    protected AzureProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        return new AzureProvider(
                vertx,
                new AzureResource(AzureService.VISION, where, AzureCredential.key("key"), null, authorities, limits),
                new MemoryHandles());
    }

    @Override
    protected FaceCall reading() {
        return call(VendorApi.AZURE_VISION.rest().byName("Analyze"));
    }

    /** The service keeps nothing. */
    @Override
    protected FaceCall writing() {
        return call(VendorApi.AZURE_VISION.rest().byName("AnalyzeImage"));
    }

    private static FaceCall call(RestOperation route) {
        var params =
                Map.<String, @Nullable Object>of("path", Map.of("version", "v3.2"), "query", Map.of(), "body", PICTURE);
        return new FaceCall(
                AzureService.VISION.code(),
                route.operation(),
                Facts.of(route.capabilities()),
                new NormalizedRequest.VendorSpecific("as asked"),
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
                        .map(AzureContract::said),
                Stream.of("400 NotSupportedLanguage", "403 UnsupportedFeature").map(AzureContract::nested));
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of("401 401", "401 PermissionDenied", "403 403", "403 InvalidRequest")
                .map(AzureContract::said);
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
        for (var route : VendorApi.AZURE_VISION.rest().all()) {
            int before = vendor.seen().size();
            vendor.answers(said.answer(), said.answer(), good());
            assertThat(repeating(call(route)).error()).isNull();
            vendor.answers(good().cutAfter(0), good());
            assertThat(repeating(call(route)).error()).isNull();
            assertThat(vendor.seen()).hasSize(before + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"modelVersion\":\"2023-10-01\"}]"})
    void aListIsNoAnswer(String body) {
        vendor.answers(Answer.of(200, body));

        assertFault(reading(), "The vendor answered with status 200 without ");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204})
    void whatWasOnlyAcceptedIsNoAnswer(int status) {
        vendor.answers(good().status(status));

        assertFault(reading(), "status " + status);
    }
}
