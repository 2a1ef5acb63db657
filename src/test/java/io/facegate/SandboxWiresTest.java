package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.protobuf.ByteString;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.OwnedResources;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.SandboxRouting;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls with a key of the sandbox, on every wire: decided and recorded as any other, and sent to no vendor. */
class SandboxWiresTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final byte[] PHOTO = Album.bytes("cage.jpg");
    private static final String PICTURE = Base64.getEncoder().encodeToString(PHOTO);
    private static final String UNAVAILABLE = "not available in the sandbox";

    @TempDir
    private static Path shared;

    private static Vertx vertx;
    private static FakeVendor vendor;
    private static FakeVendor tokens;
    private static Path account;

    @TempDir
    private Path folder;

    private Ledger ledger;
    private OwnedResources handles;
    private EmbeddedProvider engine;
    private PolicyEngine policies;
    private ProviderRouting vendors;
    private final LinkedHashMap<String, Provider> clients = new LinkedHashMap<>();
    private int seenBefore;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        vertx = Vertx.vertx();
        vendor = FakeVendor.start();
        tokens = FakeVendor.start().answers(GoogleAccount.token("gateway", 3600));
        account = GoogleAccount.write(shared, tokens.url());
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        vendor.close();
        tokens.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Stage.ledger(folder);
        handles = OwnedResources.open(folder, () -> NOW);
        engine = EmbeddedProvider.open(folder, () -> NOW);
        policies = Stage.policies(folder.resolve("packs"), Map.of(), """
              - {id: all, effect: permit, match: {organisation: nonprofit}}
              - id: no-emotions-of-amazon
                effect: refuse
                match: {provider: rekognition, capability: analyze.emotion}
                reason: {code: house_rule, text: No emotions.}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        var limits = VendorLimits.defaults();
        clients.put(
                "rekognition",
                RekognitionProvider.create(
                        vertx,
                        new RekognitionSettings("us-east-1", vendor.url(), null, null, limits),
                        handles,
                        FileFollower.ONCE));
        for (var service : AzureService.values()) {
            var resource = new AzureResource(service, vendor.url(), AzureCredential.key("key"), "rescue", null, limits);
            clients.put(service.code(), new AzureProvider(vertx, resource, handles));
        }
        clients.put(
                "google_vision",
                new GoogleVisionProvider(
                        vertx, new GoogleProject(vendor.url(), account, "rescue", null, limits), handles));
        var keys = CompreFaceServiceKeys.of(FakeCompreFace.KEYS);
        clients.put(
                "compreface",
                new CompreFaceProvider(
                        vertx, new CompreFaceServer(vendor.url(), keys, "rescue", null, limits), handles));
        vendors = new ProviderRouting(clients, null, List.of());
        seenBefore = vendor.seen().size();
    }

    @AfterEach
    void close() {
        clients.values().forEach(client -> ((VendorClient) client).close());
        engine.close();
        handles.close();
        ledger.close();
    }

    /** A call, and whether the embedded engine has an answer to it. */
    record Call(VendorWire wire, String target, List<String> headers, byte[] body, boolean answered) {
        @Override
        public String toString() {
            return wire.getClass().getSimpleName() + ' ' + target + ' ' + (headers.size() > 4 ? headers.get(5) : "");
        }
    }

    static Stream<Call> calls() {
        var image = "\"Image\":{\"Bytes\":\"" + PICTURE + "\"}";
        var bytes = "\"image\":{\"bytes\":\"" + PICTURE + "\"}";
        return Stream.of(
                amazon("DetectFaces", "{" + image + "}", true),
                amazon("CreateCollection", "{\"CollectionId\":\"c\"}", true),
                amazon("DetectModerationLabels", "{" + image + "}", false),
                amazon("DetectFaces", "{" + image + ",\"Attributes\":[\"SMILE\"]}", false),
                amazon("CreateFaceLivenessSession", "{}", false),
                azure("face/v1.0/detect?returnFaceId=false", "application/octet-stream", PHOTO, true),
                azure(
                        "face/v1.0/detect?returnFaceId=false&returnFaceAttributes=glasses",
                        "application/octet-stream",
                        PHOTO,
                        false),
                azure(
                        "face/v1.2/detectLiveness-sessions",
                        "application/json",
                        "{\"livenessOperationMode\":\"Passive\",\"deviceCorrelationId\":\"x\"}".getBytes(US_ASCII),
                        false),
                vision("people", true),
                vision("tags", false),
                compreFace("detection/detect", true),
                compreFace("detection/detect?face_plugins=age", false),
                google("FACE_DETECTION", true),
                google("LABEL_DETECTION", false),
                grpc(Feature.Type.FACE_DETECTION, true),
                grpc(Feature.Type.LABEL_DETECTION, false),
                neutral("detect", "{" + bytes + "}", true),
                neutral("galleries", "{\"gallery\":\"g\"}", true),
                neutral("analyze", "{" + bytes + ",\"attributes\":[\"smile\"]}", false),
                neutral("liveness", "{}", false));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isAnsweredWithoutAnyVendor(Call call) throws Exception {
        var answer = send(gate(new SandboxRouting(vendors, engine)), call, "sandbox");

        assertThat(vendor.seen().size()).isEqualTo(seenBefore);
        assertThat(header(answer, "Facegate-Sandbox")).isEqualTo("true");
        if (call.answered()) {
            assertThat(answer.status()).as(text(answer)).isBetween(200, 299);
            assertThat(grpcStatus(answer)).isIn("", "0");
        } else {
            assertThat(text(answer) + answer.headers() + answer.trailers()).contains(UNAVAILABLE);
        }
        var record = decision(header(answer, "Facegate-Decision"));
        assertThat(record.path("verdict").asText()).isEqualTo("permit");
        assertThat(record.path("sandbox").asText()).isEqualTo("yes");
        assertThat(record.path("engine").asText()).isEqualTo("local");
    }

    /** The control: with any other key, the vendor sees the call, and neither answer nor record says sandbox. */
    @ParameterizedTest
    @MethodSource("calls")
    void isSentToTheVendorWithAnotherKey(Call call) throws Exception {
        var answer = send(gate(new SandboxRouting(vendors, engine)), call, "real");

        assertThat(vendor.seen().size()).isGreaterThan(seenBefore);
        assertThat(header(answer, "Facegate-Sandbox")).isEmpty();
        assertThat(decision(header(answer, "Facegate-Decision")).has("sandbox")).isFalse();
    }

    /** The broken control: without the router of the sandbox, the vendor sees the call. */
    @Test
    void aGatewayWithoutTheRouterWouldSendIt() throws Exception {
        send(gate(vendors), calls().findFirst().orElseThrow(), "sandbox");

        assertThat(vendor.seen().size()).isGreaterThan(seenBefore);
    }

    /** The names that policies read are those of the call with another key: verdicts and rules are the same. */
    @ParameterizedTest
    @MethodSource("calls")
    void isDecidedAsWithAnotherKey(Call call) throws Exception {
        var gate = gate(new SandboxRouting(vendors, engine));
        var sandbox = decision(header(send(gate, call, "sandbox"), "Facegate-Decision"));
        var real = decision(header(send(gate, call, "real"), "Facegate-Decision"));

        for (var field : List.of("verdict", "rule", "provider", "operation", "capabilities", "matched", "threshold")) {
            assertThat(sandbox.path(field)).as(field).isEqualTo(real.path(field));
        }
    }

    /** Also on the neutral API, where the embedded engine has a name of its own in policies. */
    @Test
    void aRuleAboutAVendorRefusesInTheSandboxToo() throws Exception {
        var body = "{\"image\":{\"bytes\":\"" + PICTURE + "\"},\"attributes\":[\"emotion\"]}";
        for (var call : List.of(
                neutral("analyze", body, false),
                amazon(
                        "DetectFaces",
                        "{\"Image\":{\"Bytes\":\"" + PICTURE + "\"},\"Attributes\":[\"EMOTIONS\"]}",
                        false))) {
            var answer = send(gate(new SandboxRouting(vendors, engine)), call, "sandbox");
            assertThat(text(answer)).contains("house/no-emotions-of-amazon");
            assertThat(header(answer, "Facegate-Sandbox")).isEqualTo("true");
        }
        assertThat(vendor.seen().size()).isEqualTo(seenBefore);
    }

    @Test
    void galleriesOfTheSandboxAreApart() throws Exception {
        var local = new LinkedHashMap<String, Provider>(Map.of("local", engine));
        var gate = gate(new SandboxRouting(new ProviderRouting(local, engine, List.of()), engine));
        var index = "{\"CollectionId\":\"c\",\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}";
        told(send(gate, amazon("CreateCollection", "{\"CollectionId\":\"c\"}", true), "sandbox"));
        var made = told(send(gate, amazon("IndexFaces", index, true), "sandbox"));
        var face = made.at("/FaceRecords/0/Face/FaceId").asText();
        assertThat(face).isNotEmpty();

        var list = amazon("ListFaces", "{\"CollectionId\":\"c\"}", true);
        var byFace = amazon("SearchFaces", "{\"CollectionId\":\"c\",\"FaceId\":\"" + face + "\"}", true);
        for (var call : List.of(list, byFace)) {
            assertThat(text(send(gate, call, "real"))).contains("ResourceNotFoundException");
            told(send(gate, call, "sandbox"));
        }
        assertThat(told(send(gate, amazon("ListCollections", "{}", true), "real"))
                        .path("CollectionIds"))
                .isEmpty();

        told(send(gate, amazon("CreateCollection", "{\"CollectionId\":\"c\"}", true), "real"));
        assertThat(told(send(gate, list, "real")).path("Faces")).isEmpty();
        told(send(gate, amazon("DeleteCollection", "{\"CollectionId\":\"c\"}", true), "real"));
        assertThat(told(send(gate, list, "sandbox")).path("Faces")).hasSize(1);
    }

    /** What a vendor keeps for the organisation is no resource of its sandbox, and nobody learns that it is there. */
    @Test
    void collectionsAtAVendorAreUnknownInTheSandbox() throws Exception {
        var gate = gate(new SandboxRouting(vendors, engine));
        vendor.answers(FakeVendor.Answer.of(200, "{\"StatusCode\":200}"));
        send(gate, amazon("CreateCollection", "{\"CollectionId\":\"kept\"}", true), "real");
        int seen = vendor.seen().size();
        vendor.answers(FakeVendor.Answer.of(200, "{}"));

        for (var name : List.of("kept", "nothing")) {
            var answer = send(gate, amazon("ListFaces", "{\"CollectionId\":\"" + name + "\"}", true), "sandbox");
            assertThat(text(answer)).contains("ResourceNotFoundException");
        }
        assertThat(vendor.seen().size()).isEqualTo(seen);
    }

    /** Names of gRPC's metadata are in lower case. */
    private static String header(HttpAnswer answer, String name) {
        var value = Stage.header(answer, name);
        return value.isEmpty() ? Stage.header(answer, name.toLowerCase(Locale.ROOT)) : value;
    }

    /** The status of a gRPC answer; empty over HTTP. */
    private static String grpcStatus(HttpAnswer answer) {
        return Stream.concat(answer.headers().stream(), answer.trailers().stream())
                .filter(header -> header.getKey().equals("grpc-status"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private Gateway gate(Provider routing) {
        return new Gateway((credential, now) -> caller(credential), () -> policies, ledger, routing, engine);
    }

    private JsonNode decision(String id) throws Exception {
        assertThat(id).isNotEmpty();
        try (var archive = RecordSearch.open(folder)) {
            for (var entry : archive.find(RecordQuery.matchAll(100))) {
                var record = JSON.readTree(entry.json());
                if (record.path("id").asText().equals(id)) {
                    return record;
                }
            }
        }
        throw new AssertionError("There is no such decision on record.");
    }

    private static JsonNode told(HttpAnswer answer) throws Exception {
        assertThat(answer.status()).as(text(answer)).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static HttpAnswer send(Gateway gate, Call call, String key) {
        var headers =
                call.headers().stream().map(word -> word.replace("KEY", key)).toArray(String[]::new);
        return new VendorCallHandler(gate, call.wire()).handle(Stage.arrival(call.target(), call.body(), NOW, headers));
    }

    private static Call amazon(String operation, String body, boolean answered) {
        var type = "application/x-amz-json-1.1";
        var headers =
                List.of("X-Api-Key", "KEY", "Content-Type", type, "X-Amz-Target", "RekognitionService." + operation);
        return new Call(new RekognitionWire(), "POST /", headers, body.getBytes(US_ASCII), answered);
    }

    private static Call azure(String target, String type, byte[] body, boolean answered) {
        var headers = List.of("Ocp-Apim-Subscription-Key", "KEY", "Content-Type", type);
        return new Call(new AzureFaceWire(), "POST /" + target, headers, body, answered);
    }

    private static Call vision(String features, boolean answered) {
        var target = "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=" + features;
        var headers = List.of("Ocp-Apim-Subscription-Key", "KEY", "Content-Type", "application/octet-stream");
        return new Call(new AzureVisionWire(), target, headers, PHOTO, answered);
    }

    private static Call compreFace(String target, boolean answered) {
        var body = "{\"file\":\"" + PICTURE + "\"}";
        return new Call(new CompreFaceWire(), "POST /api/v1/" + target, json(), body.getBytes(US_ASCII), answered);
    }

    private static Call google(String feature, boolean answered) {
        var body = "{\"requests\":[{\"image\":{\"content\":\"" + PICTURE + "\"},\"features\":[{\"type\":\"" + feature
                + "\"}]}]}";
        var headers = List.of("X-Goog-Api-Key", "KEY", "Content-Type", "application/json");
        return new Call(new GoogleVisionWire(), "POST /v1/images:annotate", headers, body.getBytes(US_ASCII), answered);
    }

    private static Call grpc(Feature.Type feature, boolean answered) {
        var message = BatchAnnotateImagesRequest.newBuilder()
                .addRequests(AnnotateImageRequest.newBuilder()
                        .setImage(Image.newBuilder().setContent(ByteString.copyFrom(PHOTO)))
                        .addFeatures(Feature.newBuilder().setType(feature)))
                .build()
                .toByteArray();
        var body = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message);
        var target = "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages";
        var headers = List.of("X-Goog-Api-Key", "KEY", "content-type", "application/grpc");
        return new Call(new GoogleGrpcWire(), target, headers, body.array(), answered);
    }

    private static Call neutral(String target, String body, boolean answered) {
        return new Call(new NeutralWire(), "POST /facegate/v1/" + target, json(), body.getBytes(US_ASCII), answered);
    }

    private static List<String> json() {
        return List.of("x-api-key", "KEY", "Content-Type", "application/json");
    }

    private static Caller caller(Credential credential) {
        var known = TestOrganisation.of("rescue", "nonprofit")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var caller = TestCaller.of(known).purpose("missing_child").in("US-OR").by("api_key", "FGAK");
        return ((Credential.ApiKey) credential).key().equals("sandbox")
                ? caller.ofSandbox().build()
                : caller.build();
    }
}
