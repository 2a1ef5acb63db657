package io.facegate.vendor.azure.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.VendorApi;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AzureProviderTest extends AzureContract<AzureProvider> {
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);

    private final MemoryHandles handles = new MemoryHandles();

    @Override
    protected AzureProvider open(URI where, VendorLimits limits, @Nullable Path authorities) {
        return provider(where, limits, authorities, "rescue");
    }

    @Override
    protected FaceCall reading() {
        return call(
                "Verify",
                Map.of("version", "v1.2"),
                Map.of(),
                ordered("faceId1", "a", "faceId2", "b"),
                Capability.VERIFY);
    }

    /** A detection that keeps what it finds. */
    @Override
    protected FaceCall writing() {
        return call("Detect", Map.of("version", "v1.2"), Map.of(), PICTURE, Capability.DETECT, Capability.ENROLL);
    }

    @Override
    protected Answer good() {
        return Answer.of(200, "[{\"faceId\":\"f\"}]");
    }

    /** As Microsoft's reference lists them for the operations of Face. */
    @Override
    protected Stream<Said> errors() {
        return Stream.concat(
                Stream.of(nested("403 UnsupportedFeature")),
                Stream.of(
                                "400 BadArgument",
                                "400 InvalidImage",
                                "400 InvalidImageSize",
                                "400 InvalidURL",
                                "400 LargePersonGroupNotTrained",
                                "400 PersonGroupNotTrained",
                                "403 QuotaExceeded",
                                "403 UnsupportedFeature",
                                "404 FaceListNotFound",
                                "404 FaceNotFound",
                                "404 LargeFaceListNotFound",
                                "404 LargePersonGroupNotFound",
                                "404 PersistedFaceNotFound",
                                "404 PersonGroupNotFound",
                                "404 PersonNotFound",
                                "408 OperationTimeOut",
                                "409 ConcurrentOperationConflict",
                                "409 FaceListExists",
                                "409 LargeFaceListExists",
                                "409 LargePersonGroupExists",
                                "409 PersonGroupExists",
                                "415 UnsupportedMediaType")
                        .map(AzureContract::said));
    }

    @Override
    protected Stream<Said> denials() {
        return Stream.of("401 401", "401 PermissionDenied", "403 AccessDenied", "403 InvalidRequest")
                .map(AzureContract::said);
    }

    @Override
    protected Stream<String> wrongTypes() {
        return Stream.of("null", "true", "{\"a\":1,\"a\":2}");
    }

    @Test
    void writesARequestAnewFromWhatWasJudged() {
        var reply = send(call(
                "Detect",
                Map.of("version", "v1.2"),
                ordered("returnFaceId", "false", "returnFaceAttributes", "blur,noise & more"),
                PICTURE,
                Capability.DETECT));

        assertThat(new String(reply.body(), UTF_8)).isEqualTo("[{\"faceId\":\"f\"}]");
        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri())
                .isEqualTo("/face/v1.2/detect?returnFaceId=false&returnFaceAttributes=blur%2Cnoise%20%26%20more");
        assertThat(seen.header("ocp-apim-subscription-key")).isEqualTo("the-gateways-own-key");
        assertThat(seen.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(seen.text()).isEqualTo("a picture");
        assertThat(seen.headers()).doesNotContainKeys("authorization", "facegate-purpose");
    }

    @Test
    void writesJsonAndWhatStandsInAPath() {
        send(call(
                "UpdatePersonGroupPerson",
                Map.of("version", "v1.0", "personGroupId", "missing", "personId", "a/../b"),
                Map.of(),
                ordered("name", "\"quoted\"", "userData", null),
                Capability.GALLERY_ADMIN));

        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("PATCH");
        assertThat(seen.uri()).isEqualTo("/face/v1.0/persongroups/missing/persons/a%2F..%2Fb");
        assertThat(seen.text()).isEqualTo("{\"name\":\"\\\"quoted\\\"\",\"userData\":null}");
    }

    @Test
    void takesAnAnswerWithoutABody() {
        vendor.answers(Answer.of(202, ""));

        var reply = send(call(
                "TrainPersonGroup",
                Map.of("version", "v1.2", "personGroupId", "missing"),
                Map.of(),
                null,
                Capability.ENROLL));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(vendor.only().body()).isEmpty();
    }

    @Test
    void whatIsKeptIsForTheOwnerOfTheResourceAlone() {
        var keeping = call("Detect", Map.of(), Map.of(), PICTURE, Capability.DETECT, Capability.ENROLL);
        var finding = call("Detect", Map.of(), Map.of(), PICTURE, Capability.DETECT, Capability.ANALYZE_AGE);
        var groups = call("GetPersonGroups", Map.of(), Map.of(), null, Capability.GALLERY_READ);
        var session = call("DeleteLivenessSession", Map.of(), Map.of(), null, Capability.STATEFUL_CONTROL_STOP);
        try (var other = provider(vendor.url(), VendorLimits.defaults(), null, "somebody-else")) {
            assertThat(TestPlan.failure(other, caller(), keeping)).isEqualTo(PreconditionFailure.GALLERY_NOT_OWNED);
            assertThat(TestPlan.failure(other, caller(), groups)).isEqualTo(PreconditionFailure.GALLERY_NOT_OWNED);
            assertThat(TestPlan.failure(other, caller(), reading())).isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
            assertThat(TestPlan.failure(other, caller(), session)).isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
            assertThat(TestPlan.failure(other, caller(), finding)).isNull();
            var params = Map.<String, Object>of("body", Map.of("sessionImageId", "of-somebody-else"));
            assertThat(TestPlan.failure(other, caller(), finding.withParams(params)))
                    .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        }
        for (var call : List.of(keeping, groups, reading(), session, finding)) {
            assertThat(TestPlan.failure(provider, caller(), call)).isNull();
        }
    }

    @Test
    void onAResourceOfManyFacesMayBeKeptAndOnlyWhatIsKnownIsUsed() {
        try (var shared = provider(vendor.url(), VendorLimits.defaults(), null, null)) {
            assertThat(TestPlan.failure(shared, caller(), writing())).isNull();
            assertThat(TestPlan.failure(shared, caller(), reading())).isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        }
    }

    @Test
    void imageAnalysisKeepsNothingSoAnybodysMayBeSent() {
        vendor.answers(Answer.of(200, "{}"));
        var vision = new AzureResource(
                AzureService.VISION,
                vendor.url(),
                AzureCredential.key("the-gateways-own-key"),
                null,
                null,
                VendorLimits.defaults());
        var params = new LinkedHashMap<String, Object>();
        params.put("query", ordered("api-version", "2024-02-01", "features", "people,read"));
        params.put("body", PICTURE);
        var facts = Facts.of(Set.of(Capability.NOT_FACE));
        var call =
                new FaceCall("azure_vision", "Analyze", facts, new NormalizedRequest.VendorSpecific(""), params, null);
        try (var analysis = new AzureProvider(vertx, vision, handles)) {
            assertThat(TestPlan.failure(analysis, caller(), call)).isNull();
            assertThat(TestPlan.failure(analysis, caller(), reading()))
                    .isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
            analysis.send(Passes.of(caller(), call));
        }
        assertThat(vendor.only().uri())
                .isEqualTo("/computervision/imageanalysis:analyze?api-version=2024-02-01&features=people%2Cread");
    }

    @Test
    void aTokenThatWasRefusedIsSaidToBeSo() {
        var refused = new ArrayList<String>();
        var access = new AzureCredential() {
            @Override
            public Map.Entry<String, String> header(long nanos) {
                return Map.entry("Authorization", "Bearer token-" + refused.size());
            }

            @Override
            public void invalidate() {
                refused.add("once");
            }
        };
        var resource =
                new AzureResource(AzureService.FACE, vendor.url(), access, "rescue", null, VendorLimits.defaults());
        try (var tokens = new AzureProvider(vertx, resource, handles)) {
            vendor.answers(said("401 401").answer(), good());
            assertThatThrownBy(() -> tokens.send(Passes.of(caller(), reading())))
                    .isInstanceOf(Fault.ProviderDown.class);
            tokens.send(Passes.of(caller(), reading()));
        }
        assertThat(vendor.seen())
                .extracting(seen -> seen.header("authorization"))
                .containsExactly("Bearer token-0", "Bearer token-1");
        assertThat(vendor.seen().getLast().headers()).doesNotContainKey("ocp-apim-subscription-key");
    }

    @Test
    void aPictureElsewhereIsNotFetched() {
        var facts = Facts.of(Set.of(Capability.DETECT)).referringTo(Set.of(Reference.URL));
        var call = new FaceCall(
                AzureService.FACE.code(), "Detect", facts, new NormalizedRequest.VendorSpecific(""), Map.of(), null);
        assertThat(TestPlan.failure(provider, caller(), call)).isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
    }

    @Test
    void everyOperationCanBeWritten() {
        vendor.answers(Answer.of(200, "{\"personId\":\"p\",\"sessionId\":\"s\"}"));
        for (var route : VendorApi.AZURE_FACE.rest().all()) {
            var call = call(route.operation(), Map.of("version", "v1.2"), Map.of(), null, Capability.DETECT);
            if (route.operation().equals("GetSessionImage")) {
                assertThatThrownBy(() -> send(call)).hasMessageContaining("not a picture");
            } else {
                send(call);
            }
        }
        assertThat(vendor.seen())
                .hasSize(97)
                .allSatisfy(seen -> assertThat(seen.uri()).startsWith("/face/v1.2/"));
    }

    @Test
    void printsNoKey() {
        assertThat(resource(vendor.url(), VendorLimits.defaults(), null, null).toString())
                .doesNotContain("the-gateways-own-key");
    }

    private static FaceCall call(
            String operation, Map<String, String> path, Map<String, Object> query, Object body, Capability... does) {
        var params = new LinkedHashMap<String, Object>();
        params.put("path", path);
        params.put("query", query);
        if (body != null) {
            params.put("body", body);
        }
        return new FaceCall(
                AzureService.FACE.code(),
                operation,
                Facts.of(Set.of(does)),
                new NormalizedRequest.VendorSpecific("as asked"),
                params,
                null);
    }

    private static Map<String, Object> ordered(String key, Object value, String other, Object more) {
        var map = new LinkedHashMap<String, Object>();
        map.put(key, value);
        map.put(other, more);
        return map;
    }

    private static AzureResource resource(
            URI where, VendorLimits limits, @Nullable Path authorities, @Nullable String owner) {
        return new AzureResource(
                AzureService.FACE, where, AzureCredential.key("the-gateways-own-key"), owner, authorities, limits);
    }

    private AzureProvider provider(URI where, VendorLimits limits, @Nullable Path authorities, @Nullable String owner) {
        return new AzureProvider(vertx, resource(where, limits, authorities, owner), handles);
    }
}
