package io.facegate.vendor.google.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.GoogleAccount;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.RequestPayload;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.ledger.Passes;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.ProviderContract;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleVisionProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Answer FOUND = Answer.of(200, "{\"responses\":[{}]}");
    private static final Picture PICTURE = new Picture("a picture".getBytes(UTF_8), Picture.Format.PNG, 40, 30);

    @TempDir
    private Path folder;

    private OwnedResources handles;
    private FakeVendor vendor;
    private FakeVendor tokens;
    private GoogleVisionProvider provider;

    @BeforeEach
    void start() throws Exception {
        handles = OwnedResources.open(folder, InstantSource.system());
        vendor = FakeVendor.start().answers(FOUND);
        tokens = FakeVendor.start().answers(GoogleAccount.token("token-1", 3600));
        provider = provider(GoogleAccount.write(folder, tokens.url()));
    }

    @AfterEach
    void close() {
        provider.close();
        handles.close();
        vendor.close();
        tokens.close();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void writesARequestAnewFromWhatWasJudged() {
        var reply = send(annotate(PICTURE));

        assertThat(new String(reply.body(), UTF_8)).isEqualTo("{\"responses\":[{}]}");
        var seen = vendor.only();
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.uri()).isEqualTo("/v1/images:annotate?%24alt=json%3Benum-encoding%3Dint");
        assertThat(seen.header("authorization")).isEqualTo("Bearer token-1");
        assertThat(seen.header("content-type")).isEqualTo("application/json");
        assertThat(seen.text())
                .isEqualTo("{\"requests\":[{\"image\":{\"content\":\"YSBwaWN0dXJl\"},\"features\":[{\"type\":1}]}]}");
        assertThat(seen.headers()).doesNotContainKeys("x-goog-api-key", "facegate-purpose");
    }

    @Test
    void sendsThePictureAsItWasReceived() {
        var received = new RequestPayload("{\"content\":\"YSBwaWN0dXJl\"}".getBytes(UTF_8));

        send(annotate(PICTURE.withBase64(new RequestPayload.Part(received, 12, 24))));

        assertThat(vendor.only().text()).contains("{\"content\":\"YSBwaWN0dXJl\"}");
    }

    @Test
    void writesDocumentsAndPathsAndNothingElse() {
        var body = Map.<String, Object>of(
                "requests",
                List.of(Map.of(
                        "inputConfig", Map.of("content", "%PDF".getBytes(UTF_8), "mimeType", "application/pdf"))));
        send(call("LocationBatchAnnotateFiles", path("p1", "eu"), body));

        assertThat(vendor.only().uri()).isEqualTo("/v1/projects/p1/locations/eu/files:annotate");
        assertThat(vendor.only().text()).contains("\"content\":\"JVBERg==\"");
        var object = Map.<String, Object>of("requests", List.of(new Object()));
        assertThatThrownBy(() -> send(call("BatchAnnotateFiles", path("p1", "eu"), object)))
                .hasMessageContaining("cannot be written as JSON");
    }

    @Test
    void oneTokenServesManyCalls() {
        for (int call = 0; call < 3; call++) {
            send(annotate(PICTURE));
        }

        var asked = tokens.only();
        assertThat(asked.uri()).isEqualTo("/token");
        assertThat(asked.text()).contains("grant_type=urn", "assertion=");
        assertThat(vendor.seen()).hasSize(3);
    }

    /** The control of the test before: a token that is over is asked for again. */
    @Test
    void aTokenThatRunsOutIsUsedForNothing() {
        tokens.answers(GoogleAccount.token("old", 60), GoogleAccount.token("new", 3600));

        send(annotate(PICTURE));
        send(annotate(PICTURE));

        assertThat(vendor.seen().getLast().header("authorization")).isEqualTo("Bearer new");
        assertThat(tokens.seen()).hasSize(2);
    }

    @Test
    void aTokenIsRenewedInTheBackgroundBeforeItRunsOut() throws Exception {
        var ready = new CountDownLatch(1);
        tokens.answers(
                GoogleAccount.token("ageing", 200),
                GoogleAccount.token("fresh", 3600).once(ready));

        send(annotate(PICTURE));
        send(annotate(PICTURE));
        assertThat(vendor.seen())
                .extracting(seen -> seen.header("authorization"))
                .containsOnly("Bearer ageing");

        ready.countDown();
        Await.until(() -> {
            send(annotate(PICTURE));
            return "Bearer fresh".equals(lastToken());
        });
        assertThat(tokens.seen()).hasSize(2);
    }

    @Test
    void withoutATokenNothingIsSentAndNothingOfTheAccountIsSaid() {
        tokens.answers(Answer.of(400, "{\"error\":\"invalid_grant\",\"error_description\":\"secret-words\"}")
                .with("Content-Type", "application/json"));

        assertThatThrownBy(() -> send(annotate(PICTURE)))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .hasNoCause()
                .extracting(down -> ((Fault.ProviderDown) down).credentials())
                .isEqualTo("Google gave no access token (status 400). See --google-credentials.");
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void isWaitedForNoLongerThanTheCallMayTake() throws Exception {
        tokens.answers(GoogleAccount.token("late", 3600).after(Duration.ofSeconds(30)));
        var account = GoogleAccount.write(folder, tokens.url());
        try (var hasty = provider(account, handles, Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> hasty.send(Passes.of(ProviderContract.rescue(), annotate(PICTURE))))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The vendor cannot be reached at the moment.")
                    .extracting(down -> ((Fault.ProviderDown) down).credentials())
                    .isEqualTo("Google gave no access token in time.");
        }
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void aUsersCredentialsServeToo() throws Exception {
        try (var user = provider(GoogleAccount.writeUser(folder, tokens.url()))) {
            user.send(Passes.of(ProviderContract.rescue(), annotate(PICTURE)));
        }
        assertThat(tokens.only().text()).contains("grant_type=refresh_token");
        assertThat(vendor.only().header("authorization")).isEqualTo("Bearer token-1");
    }

    @Test
    void takesNoCredentialsThatRunProgramsOrAskInTheClear() throws Exception {
        var file = folder.resolve("other.json");
        java.nio.file.Files.writeString(
                file,
                "{\"type\":\"external_account\",\"audience\":\"a\",\"subject_token_type\":\"t\",\"token_url\":"
                        + "\"https://sts.googleapis.com/v1/token\",\"credential_source\":{\"executable\":{\"command\":\"/bin/sh\"}}}");
        assertThatThrownBy(() -> provider(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold the key of a service account");
        java.nio.file.Files.writeString(file, "{\"type\":\"external_account\"}");
        assertThatThrownBy(() -> provider(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--google-credentials cannot be used");
        assertThatThrownBy(() -> provider(GoogleAccount.write(folder, URI.create("http://tokens.example/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must begin with https");
        java.nio.file.Files.writeString(file, "{\"type\":\"service_account\",\"private_key\":\"secret-words\"}");
        assertThatThrownBy(() -> provider(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-words")
                .hasNoCause();
    }

    /** This vendor says 200 and puts what went wrong into the answer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"responses":[{"faceAnnotations":[{},{}]},{}]}                               | 2 |                  |
        {"responses":[{"faceAnnotations":[{}]},{"error":{"code":3}}]}                | 1 | INVALID_ARGUMENT |
        {"responses":[{"error":{"code":3}},{}]}                                      | 0 | INVALID_ARGUMENT |
        {"responses":[{"error":{"code":8}},{"error":{"code":3}}]}                    | 0 | RESOURCE_EXHAUSTED | RESOURCE_EXHAUSTED
        {"responses":[{"error":{"code":14},"faceAnnotations":[{}]}]}                 | 1 | UNAVAILABLE      |
        {"responses":[{"error":{"code":99}}]}                                        | 0 | UNKNOWN          | UNKNOWN
        {"responses":[{"totalPages":2,"responses":[{"faceAnnotations":[{}]},{"error":{"code":3}}]}]} | 1 | INVALID_ARGUMENT |
        {"responses":[{"error":{"code":3},"inputConfig":{}}]}                        | 0 | INVALID_ARGUMENT | INVALID_ARGUMENT
        {"name":"operations/a","done":true,"error":{"code":13}}                      | 0 | INTERNAL         | INTERNAL
        """)
    void errorsInsideAnAnswerAreCounted(String body, int faces, String inside, String whole) {
        vendor.answers(Answer.of(200, body));

        var reply = send(annotate(PICTURE));

        assertThat(reply.envelope().statistics()).isEqualTo(new Reply.BodyStats(OptionalInt.of(faces), inside));
        assertThat(reply.error()).isEqualTo(whole);
        assertThat(new String(reply.body(), UTF_8)).isEqualTo(body);
    }

    /** An operation that nobody could be held to own is told to nobody. */
    @Test
    void whatCannotBePutOnRecordIsWithheld() throws Exception {
        vendor.answers(Answer.of(200, "{\"name\":\"operations/one\"}"));
        var broken = new ResourceOwners() {
            @Override
            public Optional<OwnedResource> find(ResourceId handle) {
                return Optional.empty();
            }

            @Override
            public void register(OwnedResource owned) {
                throw new Fault.RegistryDown("The disk is full.");
            }

            @Override
            public void remove(ResourceId handle) {}
        };
        var starting = call("AsyncBatchAnnotateImages", path("p1", "eu"), Map.of("requests", List.of()));
        try (var unrecorded = provider(GoogleAccount.write(folder, tokens.url()), broken, Duration.ofSeconds(15))) {
            assertThatThrownBy(() -> unrecorded.send(Passes.of(ProviderContract.rescue(), starting)))
                    .isInstanceOf(Fault.RegistryDown.class);
        }
        assertThat(send(starting).status()).isEqualTo(200);
        vendor.answers(Answer.of(200, "{\"done\":true}"));
        assertThatThrownBy(() -> send(starting)).hasMessageContaining("does not name the operation");
    }

    @Test
    void everyOperationCanBeWritten() {
        vendor.answers(Answer.of(200, "{\"name\":\"operations/one\"}"));
        for (var route : VendorApi.GOOGLE_VISION.rest().all()) {
            var values = new LinkedHashMap<String, String>();
            route.path().stream()
                    .filter(segment -> segment.startsWith("{"))
                    .forEach(segment -> values.put(segment.substring(1, segment.indexOf('}')), "v1"));
            var call = call(route.operation(), values, null);
            GoogleResourceEffect.ofCall(call).namedResources().ids().forEach(this::register);
            send(call);
            assertThat(vendor.seen().getLast().uri()).startsWith("/v1/").doesNotContain("{", "null");
        }
        assertThat(vendor.seen()).hasSameSizeAs(VendorApi.GOOGLE_VISION.rest().all());
    }

    private void register(ResourceId handle) {
        var rescue = ProviderContract.rescue();
        handles.register(new OwnedResource(
                handle,
                rescue.organisation().id(),
                rescue.purpose(),
                Set.of(),
                null,
                "",
                "",
                "d",
                Instant.now(),
                null));
    }

    private String lastToken() {
        return vendor.seen().getLast().header("authorization");
    }

    private Reply.Verbatim send(FaceCall call) {
        return (Reply.Verbatim) provider.send(Passes.of(ProviderContract.rescue(), call));
    }

    private static FaceCall annotate(Picture picture) {
        var item = new LinkedHashMap<String, Object>();
        item.put("image", Map.of("content", picture));
        item.put("features", List.of(Map.of("type", 1L)));
        var call = call("BatchAnnotateImages", Map.of("version", "v1"), Map.of("requests", List.of(item)));
        var params = new LinkedHashMap<>(call.params());
        params.put("query", Map.of("$alt", "json;enum-encoding=int"));
        return new FaceCall(call.provider(), call.operation(), call.facts(), call.request(), params, null);
    }

    private static Map<String, String> path(String project, String location) {
        var path = new LinkedHashMap<String, String>();
        path.put("version", "v1");
        path.put("project", project);
        path.put("location", location);
        return path;
    }

    private static FaceCall call(String operation, Map<String, String> path, Map<String, Object> body) {
        var params = new LinkedHashMap<String, Object>();
        params.put("path", path);
        params.put("query", Map.of());
        if (body != null) {
            params.put("body", body);
        }
        return new FaceCall(
                GoogleRequestWriter.PROVIDER,
                operation,
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("as asked"),
                params,
                null);
    }

    private GoogleVisionProvider provider(Path credentials) {
        return provider(credentials, handles, Duration.ofSeconds(15));
    }

    private GoogleVisionProvider provider(Path credentials, ResourceOwners record, Duration total) {
        var limits = new VendorLimits(total, Duration.ofSeconds(5), 8, 8, 50_000);
        return new GoogleVisionProvider(
                VERTX, new GoogleProject(vendor.url(), credentials, null, null, limits), record);
    }
}
