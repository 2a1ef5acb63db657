package io.facegate.provider.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

class AzureProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Answer FOUND = Answer.of(200, "[]");
    private static final Answer BUSY = error(429, "429");
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);

    private final MemoryHandles handles = new MemoryHandles();
    private FakeVendor vendor;
    private AzureProvider provider;

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
    void writesARequestAnewFromWhatWasJudged() {
        var reply = send(call(
                "Detect",
                Map.of("version", "v1.2"),
                ordered("returnFaceId", "false", "returnFaceAttributes", "blur,noise & more"),
                PICTURE,
                Capability.DETECT));

        assertThat(new String(reply.body(), UTF_8)).isEqualTo("[]");
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

    @ParameterizedTest
    @CsvSource({"400,InvalidImage", "400,BadArgument", "404,PersonGroupNotFound", "409,ConcurrentOperationConflict"})
    void passesOnTheVendorsErrors(int status, String code) {
        vendor.answers(error(status, code));

        var reply = send(verify());

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error()).isEqualTo(code);
        assertThat(new String(reply.body(), UTF_8)).contains("So the fake vendor was told.");
    }

    @Test
    void aFeatureThatTheVendorDidNotApproveIsTheVendorsError() {
        vendor.answers(
                Answer.of(
                        403,
                        "{\"error\":{\"code\":\"InvalidRequest\",\"message\":\"m\",\"innererror\":{\"code\":\"UnsupportedFeature\",\"message\":\"n\"}}}"));

        assertThat(send(verify()).error()).isEqualTo("InvalidRequest");
    }

    @ParameterizedTest
    @CsvSource({"401,401", "401,PermissionDenied", "403,AccessDenied", "403,InvalidRequest"})
    void ownsUpToItsOwnCredentialsBeingRefused(int status, String code) {
        vendor.answers(error(status, code));

        assertFault("The gateway's own credentials were not accepted upstream (" + code + ").");
    }

    @Test
    void waitsAsLongAsTheVendorAsksBeforeItAsksAgain() {
        vendor.answers(BUSY.with("Retry-After", "1"), FOUND);
        long start = System.nanoTime();

        assertThat(send(verify()).status()).isEqualTo(200);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(vendor.seen()).hasSize(2);
    }

    @Test
    void givesUpAtOnceWhenTheVendorAsksForMoreTimeThanThereIs() {
        vendor.answers(BUSY.with("Retry-After", "60").with("apim-request-id", "request-1"), FOUND);

        var reply = send(verify());

        assertThat(reply.error()).isEqualTo("429");
        assertThat(reply.envelope().retryAfter()).isEqualTo(60);
        assertThat(reply.envelope().request()).isEqualTo("request-1");
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void neverRepeatsWhatWrites() {
        var keeping =
                call("Detect", Map.of("version", "v1.2"), Map.of(), PICTURE, Capability.DETECT, Capability.ENROLL);
        vendor.answers(BUSY, FOUND);
        assertThat(send(keeping).error()).isEqualTo("429");
        vendor.answers(error(500, "InternalServerError"), FOUND);
        assertThat(send(keeping).error()).isEqualTo("InternalServerError");
        vendor.answers(FOUND.cutAfter(0), FOUND);
        assertThatThrownBy(() -> send(keeping)).hasMessageContaining("ended before its answer was complete");

        assertThat(vendor.seen()).hasSize(3);
    }

    @Test
    void repeatsWhatChangesNothing() {
        vendor.answers(FOUND.cutAfter(0), error(503, "ServiceUnavailable"), FOUND);

        assertThat(send(verify()).status()).isEqualTo(200);
        assertThat(vendor.seen()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "{} {}", "\"text\"", "7", "<html>", "{\"a\":1,\"a\":2}"})
    void takesNoAnswerThatIsNotJson(String body) {
        vendor.answers(Answer.of(200, body));
        assertFault("without the JSON of Azure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"error\":{}}", "{\"error\":{\"code\":\"Bad Name\\r\\nX: y\"}}"})
    void takesNoErrorWithoutAProperName(String body) {
        vendor.answers(Answer.of(400, body));
        assertFault("without naming an error");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 206})
    void followsNoRedirectAndTakesNoOddStatus(int status) {
        vendor.answers(Answer.of(status, "{}").with("Location", "http://127.0.0.1:1/"), FOUND);

        assertFault("status " + status);
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void readsNoAnswerLongerThanItsLimitAndWaitsNoLongerThanItsTimeout() {
        vendor.answers(Answer.of(200, "[\"" + "x".repeat(100_000) + "\"]"));
        assertFault("longer than the gateway reads");
        vendor.answers(FOUND.after(Duration.ofSeconds(30)));
        assertFault("did not answer in time");
    }

    @Test
    void whatIsKeptIsForTheOwnerOfTheResourceAlone() throws IOException {
        var keeping = call("Detect", Map.of(), Map.of(), PICTURE, Capability.DETECT, Capability.ENROLL);
        var finding = call("Detect", Map.of(), Map.of(), PICTURE, Capability.DETECT, Capability.ANALYZE_AGE);
        var groups = call("GetPersonGroups", Map.of(), Map.of(), null, Capability.GALLERY_READ);
        var session = call("DeleteLivenessSession", Map.of(), Map.of(), null, Capability.STATEFUL_CONTROL_STOP);
        try (var other = provider("somebody-else")) {
            assertThat(other.doubts(caller(), keeping)).isEqualTo(Doubt.GALLERY_NOT_OWNED);
            assertThat(other.doubts(caller(), groups)).isEqualTo(Doubt.GALLERY_NOT_OWNED);
            assertThat(other.doubts(caller(), verify())).isEqualTo(Doubt.UNKNOWN_HANDLE);
            assertThat(other.doubts(caller(), session)).isEqualTo(Doubt.UNKNOWN_HANDLE);
            assertThat(other.doubts(caller(), finding)).isNull();
        }
        for (var call : List.of(keeping, groups, verify(), session, finding)) {
            assertThat(provider.doubts(caller(), call)).isNull();
        }
    }

    @Test
    void onAResourceOfManyFacesMayBeKeptAndOnlyWhatIsKnownIsUsed() throws IOException {
        var keeping = call("Detect", Map.of(), Map.of(), PICTURE, Capability.DETECT, Capability.ENROLL);
        try (var shared = provider(null)) {
            assertThat(shared.doubts(caller(), keeping)).isNull();
            assertThat(shared.doubts(caller(), verify())).isEqualTo(Doubt.UNKNOWN_HANDLE);
        }
    }

    @Test
    void aPictureElsewhereIsNotFetched() {
        var facts = new Facts(Set.of(Capability.DETECT), Set.of(), null, null, Set.of(Reference.URL), null);
        var call = new FaceCall(Service.FACE.code(), "Detect", facts, new Ask.Particular(""), Map.of(), null);
        assertThat(provider.doubts(caller(), call)).isEqualTo(Doubt.REFERENCE_NOT_OWNED);
    }

    @Test
    void imageAnalysisKeepsNothingSoAnybodysMayBeSent() {
        var vision = new AzureResource(
                Service.VISION, vendor.url(), Access.key("the-gateways-own-key"), null, null, Limits.usual());
        try (var analysis = new AzureProvider(VERTX, vision, new MemoryHandles())) {
            vendor.answers(BUSY, FOUND);
            var params = new LinkedHashMap<String, Object>();
            params.put("query", ordered("api-version", "2024-02-01", "features", "people,read"));
            params.put("body", PICTURE);
            var facts = Facts.of(Set.of(Capability.NOT_FACE));
            var call = new FaceCall("azure_vision", "Analyze", facts, new Ask.Particular(""), params, null);
            assertThat(analysis.doubts(caller(), call)).isNull();
            assertThat(analysis.doubts(caller(), verify())).isEqualTo(Doubt.UNKNOWN_OPERATION);
            analysis.send(Passes.of(caller(), call));
        }
        assertThat(vendor.seen()).hasSize(2);
        assertThat(vendor.seen().getLast().uri())
                .isEqualTo("/computervision/imageanalysis:analyze?api-version=2024-02-01&features=people%2Cread");
    }

    @Test
    void everyOperationCanBeWritten() {
        vendor.answers(Answer.of(200, "{\"personId\":\"p\",\"sessionId\":\"s\"}"));
        for (var route : Routes.AZURE_FACE.all()) {
            send(call(route.operation(), Map.of("version", "v1.2"), Map.of(), null, Capability.DETECT));
        }
        assertThat(vendor.seen())
                .hasSize(97)
                .allSatisfy(seen -> assertThat(seen.uri()).startsWith("/face/v1.2/"));
    }

    @Test
    void aTokenThatWasRefusedIsSaidToBeSo() {
        var shown = new ArrayList<String>();
        var access = new Access() {
            @Override
            public Map.Entry<String, String> header(long nanos) {
                return Map.entry("Authorization", "Bearer token-" + shown.size());
            }

            @Override
            public void refused() {
                shown.add("refused");
            }
        };
        var limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1), 8, 8, 50_000);
        var resource = new AzureResource(Service.FACE, vendor.url(), access, "rescue", null, limits);
        try (var tokens = new AzureProvider(VERTX, resource, handles)) {
            vendor.answers(error(401, "401"), FOUND);
            assertThatThrownBy(() -> tokens.send(Passes.of(caller(), verify()))).isInstanceOf(Fault.ProviderDown.class);
            tokens.send(Passes.of(caller(), verify()));
        }
        assertThat(vendor.seen())
                .extracting(seen -> seen.header("authorization"))
                .containsExactly("Bearer token-0", "Bearer token-1");
        assertThat(vendor.seen().getLast().headers()).doesNotContainKey("ocp-apim-subscription-key");
    }

    @Test
    void printsNoKey() {
        assertThat(resource("rescue").toString()).doesNotContain("the-gateways-own-key");
    }

    @Test
    void sendsNothingInTheClearToAnotherMachine() {
        var clear = new AzureResource(
                Service.FACE, URI.create("http://faces.example"), Access.key("key"), null, null, Limits.usual());
        assertThatThrownBy(() -> new AzureProvider(VERTX, clear, new MemoryHandles()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertFault(String why) {
        assertThatThrownBy(() -> send(verify()))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining(why);
    }

    private Reply.Verbatim send(FaceCall call) {
        return (Reply.Verbatim) provider.send(Passes.of(caller(), call));
    }

    private static FaceCall verify() {
        return call(
                "Verify",
                Map.of("version", "v1.2"),
                Map.of(),
                ordered("faceId1", "a", "faceId2", "b"),
                Capability.VERIFY);
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
                Service.FACE.code(), operation, Facts.of(Set.of(does)), new Ask.Particular("as asked"), params, null);
    }

    private static Map<String, Object> ordered(String key, Object value, String other, Object more) {
        var map = new LinkedHashMap<String, Object>();
        map.put(key, value);
        map.put(other, more);
        return map;
    }

    private static Answer error(int status, String code) {
        return Answer.of(
                status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"So the fake vendor was told.\"}}");
    }

    private static Caller caller() {
        var rescue = new Organisation(
                "rescue", "Rescue", "nonprofit.child_protection", List.of("US"), Set.of("missing_child"), false, null);
        return new Caller(rescue, List.of(), "missing_child", List.of("US"), "api_key", "FGKEY", null);
    }

    private AzureProvider provider(String owner) {
        return new AzureProvider(VERTX, resource(owner), handles);
    }

    private AzureResource resource(String owner) {
        var limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1), 8, 8, 50_000);
        return new AzureResource(Service.FACE, vendor.url(), Access.key("the-gateways-own-key"), owner, null, limits);
    }
}
