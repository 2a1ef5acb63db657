package io.facegate;

import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.MemoryHandles;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.vocabulary.Language;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the ledger and each vendor's own logs can be compared: by the vendor's id of a request, and by ours of the decision. */
class VendorTrailTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Vertx vertx;
    private static FakeVendor vendor;
    private static FakeVendor tokens;

    @TempDir
    private static Path shared;

    @TempDir
    private Path data;

    private Ledger ledger;

    /** The vendors, and which of them name a request. */
    enum Asked {
        REKOGNITION(DetectCall.REKOGNITION, "x-amzn-RequestId", "{\"FaceDetails\":[]}"),
        AZURE_FACE(DetectCall.AZURE_FACE, "apim-request-id", "[]"),
        AZURE_VISION(DetectCall.AZURE_VISION, "apim-request-id", "{\"faces\":[],\"requestId\":\"r\"}"),
        GOOGLE(DetectCall.GOOGLE, null, "{\"responses\":[{}]}"),
        GOOGLE_GRPC(DetectCall.GOOGLE_GRPC, null, "{\"responses\":[{}]}"),
        COMPREFACE(DetectCall.COMPREFACE, null, "{\"result\":[]}");

        private final DetectCall call;
        private final @Nullable String names;
        private final String answer;

        Asked(DetectCall call, @Nullable String names, String answer) {
            this.call = call;
            this.names = names;
            this.answer = answer;
        }

        private Provider provider() throws Exception {
            var handles = new MemoryHandles();
            var limits = VendorLimits.defaults();
            return switch (this) {
                case REKOGNITION ->
                    RekognitionProvider.create(
                            vertx,
                            new RekognitionSettings("us-east-1", vendor.url(), null, null, limits),
                            handles,
                            FileFollower.ONCE);
                case AZURE_FACE, AZURE_VISION ->
                    new AzureProvider(
                            vertx,
                            new AzureResource(
                                    this == AZURE_FACE ? AzureService.FACE : AzureService.VISION,
                                    vendor.url(),
                                    AzureCredential.key("key"),
                                    null,
                                    null,
                                    limits),
                            handles);
                case GOOGLE, GOOGLE_GRPC ->
                    new GoogleVisionProvider(
                            vertx,
                            new GoogleProject(
                                    vendor.url(), GoogleAccount.write(shared, tokens.url()), null, null, limits),
                            handles);
                case COMPREFACE ->
                    new CompreFaceProvider(
                            vertx,
                            new CompreFaceServer(
                                    vendor.url(),
                                    CompreFaceServiceKeys.of("detection: 00000000-0000-0000-0000-000000000001"),
                                    null,
                                    null,
                                    limits),
                            handles);
            };
        }

        /** Where the vendor keeps something of ours, beside the agent. */
        private Map<String, String> kept(String decision) {
            return switch (this) {
                case AZURE_FACE, AZURE_VISION -> Map.of("x-ms-client-request-id", decision);
                case GOOGLE, GOOGLE_GRPC -> Map.of("x-goog-request-reason", "facegate decision/" + decision);
                case REKOGNITION, COMPREFACE -> Map.of();
            };
        }
    }

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        vertx = Vertx.vertx();
        vendor = FakeVendor.start();
        tokens = FakeVendor.start().answers(GoogleAccount.token("token", 3600));
    }

    @AfterAll
    static void stop() throws Exception {
        vendor.close();
        tokens.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestIsOnRecordByTheVendorsIdOrAsOneThatWasGivenNone(Asked asked) throws Exception {
        var answer = Answer.of(200, asked.answer).with("Content-Type", "application/json");
        vendor.answers(asked.names == null ? answer : answer.with(asked.names, "the-vendors-id"));

        var decision = call(asked);

        var sent = vendor.seen().getLast();
        assertThat(sent.header("user-agent")).isEqualTo("facegate decision/" + decision);
        asked.kept(decision)
                .forEach((name, value) -> assertThat(sent.header(name)).isEqualTo(value));
        var outcome = JSON.readTree(newest("OUTCOME").json());
        assertThat(outcome.path("http_status").asInt()).isEqualTo(200);
        if (asked.names == null) {
            assertThat(outcome.has("vendor_request")).isFalse();
            assertUnnamed(outcome);
        } else {
            assertThat(outcome.path("vendor_request").asText()).isEqualTo("the-vendors-id");
            assertThat(outcome.has("vendor_unnamed")).isFalse();
            assertThat(told(Language.EN)).doesNotContain("request id");
        }
    }

    /** Also a vendor that names them leaves one out. */
    @ParameterizedTest
    @EnumSource
    void anAnswerWithoutAnIdIsOnRecordAsSuch(Asked asked) throws Exception {
        vendor.answers(Answer.of(200, asked.answer).with("Content-Type", "application/json"));

        call(asked);

        assertUnnamed(JSON.readTree(newest("OUTCOME").json()));
    }

    private String call(Asked asked) throws Exception {
        var policies = Stage.policies(
                data.resolve("policies"),
                Map.of(),
                "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
        var provider = asked.provider();
        try {
            var wire = Stage.wire(asked.call.wire, policies, ledger, provider, Stage::caller);
            var answer = wire.handle(asked.call.arrival(NOW));
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            return header(answer, "Facegate-Decision") + header(answer, "facegate-decision");
        } finally {
            ((AutoCloseable) provider).close();
        }
    }

    private void assertUnnamed(JsonNode outcome) {
        assertThat(outcome.path("vendor_unnamed").asInt()).isEqualTo(1);
        assertThat(told(Language.EN)).contains("The vendor gives no request id", "the id of this decision");
        assertThat(told(Language.FR)).contains("ne donne pas d’identifiant de requête");
    }

    /** What an officer reads of how it ended. */
    private String told(Language language) {
        var details = new DecisionDetails(newest("DECISION"), newest("OUTCOME"), 1, new byte[32], List.of());
        return new NarrativeWriter(language, UnaryOperator.identity(), PolicyHistory.empty())
                .explain(details)
                .ended();
    }

    private VerifiedRecord newest(String kind) {
        ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(20)).stream()
                    .filter(entry -> new String(entry.json()).contains("\"kind\":\"" + kind + "\""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
