package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesResponse;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.cloud.vision.v1.ImageSource;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.ExactReplay;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Language;
import io.facegate.testkit.ForwardingWire;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.fetch.PictureFetcher;
import io.facegate.vendor.fetch.Web;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that name a picture by its URL, through the whole gateway: fetched once, judged, put on record, sent as bytes. */
class FetchedPictureTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PICTURE = Stage.PIXELS;
    private static final String URL = "https://pictures.example/a.png?sig=planted";
    private static final String FACES = "/face/v1.2/detect?returnFaceId=false";
    private static final String PEOPLE = "/computervision/imageanalysis:analyze?api-version=2024-02-01&features=people";
    private static final String NEUTRAL = "/facegate/v1/";
    private static final String ANNOTATE = "/v1/images:annotate";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private Path data;
    private Web web;
    private FakeVendor vendor;
    private Ledger ledger;
    private final List<Instant> identified = Collections.synchronizedList(new ArrayList<>());
    private String rules = "";
    private Path packs;
    private volatile boolean suspended;
    private volatile boolean withdrawn;

    @BeforeEach
    void open() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        web = Web.start(folder).serves("/a.png", PICTURE).name("other.example", "93.184.215.14");
        vendor = FakeVendor.start();
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
        vendor.close();
        web.close();
        vertx.close();
    }

    @Test
    void azureFaceIsSentTheBytesThatWereJudged() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        var answer = call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(web.seen()).hasSize(1);
        var seen = vendor.only();
        assertThat(seen.uri()).isEqualTo(FACES);
        assertThat(seen.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(seen.body()).isEqualTo(PICTURE);
        var decision = records().getFirst();
        assertThat(decision.path("verdict").asText()).isEqualTo("permit");
        assertThat(decision.path("references").toString()).isEqualTo("[\"web_picture\"]");
        assertThat(decision.path("pictures").toString())
                .isEqualTo("{\"bytes\":" + PICTURE.length + ",\"count\":1,\"pixels\":4}");
        assertNothingTold();
    }

    @Test
    void azureVisionIsSentTheBytesThatWereJudged() throws Exception {
        vendor.answers(FakeVendor.Answer.of(
                200,
                "{\"modelVersion\":\"2023-10-01\",\"metadata\":{\"width\":2,\"height\":2},"
                        + "\"peopleResult\":{\"values\":[]}}"));
        var answer = call(azure(AzureService.VISION), "rescue", PEOPLE, "{\"url\":\"" + URL + "\"}");
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(vendor.only().body()).isEqualTo(PICTURE);
        assertNothingTold();
    }

    @Test
    void googleIsSentTheContentOfEachImage() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, "{\"responses\":[{},{},{}]}"));
        var body = "{\"requests\":[" + item("{\"source\":{\"imageUri\":\"" + URL + "\"}}") + ','
                + item("{\"source\":{\"gcsImageUri\":\"gs://films/a.png\"}}") + ','
                + item("{\"source\":{\"gcsImageUri\":\"" + URL + "\"}}") + "]}";
        var answer = google("rescue", body);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(web.seen()).hasSize(2);
        var sent = JSON.readTree(vendor.only().body()).path("requests");
        var content = "{\"content\":\"" + Base64.getEncoder().encodeToString(PICTURE) + "\"}";
        assertThat(sent.at("/0/image").toString()).isEqualTo(content);
        assertThat(sent.at("/1/image").toString()).isEqualTo("{\"source\":{\"gcsImageUri\":\"gs://films/a.png\"}}");
        assertThat(sent.at("/2/image").toString()).isEqualTo(content);
        assertThat(records().getFirst().path("references").toString()).isEqualTo("[\"url\",\"web_picture\"]");
        assertThat(records().getFirst().at("/pictures/count").asInt()).isEqualTo(2);
        assertNothingTold();
    }

    @Test
    void theNeutralApiTakesAUrlInThePlaceOfEachPicture() throws Exception {
        var asked = new ArrayList<NormalizedRequest>();
        var wire = wire(new Asked(asked), "facegate", new NeutralWire());
        var bytes = TestPictures.neutral(PICTURE);
        var url = "{\"url\":\"" + URL + "\"}";
        assertThat(call(wire, "rescue", NEUTRAL + "detect", "{\"image\":" + url + "}")
                        .status())
                .isEqualTo(200);
        call(wire, "rescue", NEUTRAL + "verify", "{\"source\":" + bytes + ",\"target\":" + url + "}");
        assertThat(asked).hasSize(2);
        assertThat(((NormalizedRequest.Detect) asked.getFirst()).picture().bytes())
                .isEqualTo(PICTURE);
        assertThat(((NormalizedRequest.Compare) asked.getLast()).target().bytes())
                .isEqualTo(PICTURE);
        assertThat(web.seen()).hasSize(2);
        var missing = "{\"image\":{\"url\":\"https://pictures.example/none.png\"}}";
        assertThat(text(call(wire, "rescue", NEUTRAL + "detect", missing))).contains("invalid_url", "status 404");
        var both = "{\"image\":{\"url\":\"" + URL + "\",\"bytes\":\"\"}}";
        assertThat(text(call(wire, "rescue", NEUTRAL + "detect", both))).contains("invalid_parameter");
        assertThat(web.seen()).hasSize(2);
        assertThat(records())
                .filteredOn(record -> record.has("references"))
                .hasSize(4)
                .first()
                .satisfies(record -> {
                    assertThat(record.path("references").toString()).isEqualTo("[\"web_picture\"]");
                    assertThat(record.at("/pictures/count").asInt()).isEqualTo(1);
                });
        assertNothingTold();
    }

    @Test
    void ofTwoPicturesTheOneThatCannotBeHadIsNamed() throws Exception {
        var asked = new ArrayList<NormalizedRequest>();
        var wire = wire(new Asked(asked), "facegate", new NeutralWire());
        var bytes = TestPictures.neutral(PICTURE);
        var url = "{\"url\":\"" + URL + "\"}";
        var gone = "{\"url\":\"https://pictures.example/none.png\"}";
        for (var other : List.of(bytes, url)) {
            var told = call(wire, "rescue", NEUTRAL + "verify", "{\"source\":" + other + ",\"target\":" + gone + "}");
            assertThat(body(told).path("errors")).hasSize(1);
            assertThat(body(told).at("/errors/0/pointer").asText()).isEqualTo("/target/url");
        }
        assertThat(asked).as("nothing was sent").isEmpty();
        assertThat(records().getFirst().path("hosts").toString()).isEqualTo("[\"pictures.example\"]");
        assertNothingTold();
    }

    /** Somebody who answers any wire, and keeps what was asked. */
    private record Asked(List<NormalizedRequest> asked) implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            asked.add(cleared.consume().request());
            var one = new Reply.Detected(List.of(), 0);
            return asked.getLast() instanceof NormalizedRequest.DetectEach(var each)
                    ? new Reply.DetectedEach(Collections.nCopies(each.size(), one))
                    : one;
        }
    }

    @Test
    void aPictureThatCannotBeHadIsToldInTheWiresOwnWordsAndOnRecord() throws Exception {
        var missing = "{\"url\":\"https://pictures.example/none.png\"}";
        var face = call(azure(AzureService.FACE), "rescue", FACES, missing);
        assertThat(face.status()).isEqualTo(400);
        assertThat(body(face).at("/error/code").asText()).isEqualTo("InvalidURL");
        assertThat(body(face).at("/error/message").asText()).contains("status 404");
        var vision = call(azure(AzureService.VISION), "rescue", PEOPLE, missing);
        assertThat(vision.status()).isEqualTo(400);
        assertThat(body(vision).at("/error/innererror/code").asText()).isEqualTo("InvalidImageUrl");
        var google = google(
                "rescue",
                "{\"requests\":[" + item("{\"source\":{\"imageUri\":\"https://pictures.example/none.png\"}}") + "]}");
        assertThat(google.status())
                .as("Google says it of each image, inside an answer")
                .isEqualTo(200);
        assertThat(body(google).at("/responses/0/error/code").asInt()).isEqualTo(3);
        assertThat(body(google).at("/responses/0/error/message").asText()).contains("status 404");
        assertThat(vendor.seen()).isEmpty();
        var records = records();
        assertThat(records).hasSize(6);
        for (int at = 0; at < records.size(); at += 2) {
            assertThat(records.get(at).path("verdict").asText()).isEqualTo("permit");
            assertThat(records.get(at).path("references").toString()).isEqualTo("[\"web_picture\"]");
            assertThat(records.get(at).at("/pictures/count").asInt()).isZero();
            assertThat(records.get(at + 1).path("status").asText()).isEqualTo("not_forwarded");
            assertThat(records.get(at + 1).path("code").asText()).isEqualTo("invalid_url");
        }
        assertNothingTold();
    }

    private static final String MISSING = item("{\"source\":{\"imageUri\":\"https://pictures.example/none.png\"}}");
    private static final String TEXT = item("{\"source\":{\"imageUri\":\"https://pictures.example/text\"}}");
    private static final String CONTENT = item("{\"content\":\"bm8gcGljdHVyZQ==\"}");
    private static final String GOOD = item("{\"source\":{\"imageUri\":\"" + URL + "\"}}");

    private static String batch(String... items) {
        return "{\"requests\":[" + String.join(",", items) + "]}";
    }

    @Test
    void anImageThatCannotBeHadLeavesTheOthersOfGooglesBatch() throws Exception {
        web.serves("/text", "no picture".getBytes(UTF_8));
        vendor.answers(FakeVendor.Answer.of(
                200, "{\"responses\":[{\"faceAnnotations\":[{\"detectionConfidence\":0.9}]},{}]}"));
        var answer = google("rescue", batch(MISSING, GOOD, TEXT, CONTENT, GOOD));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        var responses = body(answer).path("responses");
        assertThat(responses).hasSize(5);
        assertThat(responses.at("/0/error/code").asInt()).isEqualTo(3);
        assertThat(responses.at("/0/error/message").asText()).contains("status 404");
        assertThat(responses.at("/1/faceAnnotations")).hasSize(1);
        assertThat(responses.at("/2/error/message").asText()).contains("neither JPEG nor PNG");
        assertThat(responses.at("/3/error/message").asText()).contains("neither JPEG nor PNG");
        assertThat(responses.get(4)).isEmpty();
        var sent = JSON.readTree(vendor.only().body()).path("requests");
        assertThat(sent).hasSize(2);
        assertThat(sent.findValuesAsText("content"))
                .containsOnly(Base64.getEncoder().encodeToString(PICTURE));
        assertThat(records().getFirst().at("/pictures/count").asInt()).isEqualTo(2);
        assertThat(records().getLast().path("status").asText()).isEqualTo("ok");
        assertThat(records().getLast().path("code").asText()).isEqualTo("invalid_url");
        assertNothingTold();
    }

    /** The same where it is not the vendor that answers. */
    @Test
    void anotherAnswersTheOthersOfABatch() throws Exception {
        var asked = new ArrayList<NormalizedRequest>();
        var wire = wire(new Asked(asked), "google_vision", new GoogleVisionWire());
        var answer = call(wire, "rescue", ANNOTATE, batch(MISSING, GOOD));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(((NormalizedRequest.DetectEach) asked.getFirst()).pictures()).hasSize(1);
        assertThat(body(answer).path("responses")).hasSize(2);
        assertThat(body(answer).at("/responses/0/error/code").asInt()).isEqualTo(3);
        assertThat(body(answer).at("/responses/1")).isEmpty();
        assertThat(records().getLast().path("code").asText()).isEqualTo("invalid_url");
    }

    @Test
    void whereNoImageOfABatchIsLeftNothingIsSent() throws Exception {
        var answer = google("rescue", batch(MISSING, CONTENT));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(body(answer).path("responses").findValuesAsText("code")).containsExactly("3", "3");
        assertThat(vendor.seen()).isEmpty();
        assertThat(records().getLast().path("status").asText()).isEqualTo("not_forwarded");
        assertThat(records().getLast().path("code").asText()).isEqualTo("invalid_url");
    }

    /** What is a fact for the policy refuses all. */
    @Test
    void aHostThatIsNotRegisteredRefusesTheWholeBatch() throws Exception {
        var other = item("{\"source\":{\"imageUri\":\"https://other.example/a.png\"}}");
        var answer = google("rescue", batch(GOOD, other));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(web.seen()).isEmpty();
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void overGrpcEachImageIsAnsweredToo() throws Exception {
        var request = BatchAnnotateImagesRequest.newBuilder();
        for (var place : List.of("https://pictures.example/none.png", URL)) {
            request.addRequestsBuilder()
                    .setImage(Image.newBuilder()
                            .setSource(ImageSource.newBuilder().setImageUri(place)))
                    .addFeatures(Feature.newBuilder().setType(Feature.Type.FACE_DETECTION));
        }
        var message = request.build().toByteArray();
        var frame = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        var headers = List.of(Map.entry("X-Goog-Api-Key", "rescue"), Map.entry("Content-Type", "application/grpc"));
        var head = new Credential.Request(
                "POST",
                "/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages",
                "",
                headers,
                "192.0.2.0/24",
                true);
        var wire = wire(new Asked(new ArrayList<>()), "google_vision", new GoogleGrpcWire());
        var answer = wire.handle(new HttpCall(head, new RequestPayload(frame), NOW));
        assertThat(answer.trailers()).containsExactly(Map.entry("grpc-status", "0"));
        var framed = ByteBuffer.wrap(answer.body()).position(5);
        var response = BatchAnnotateImagesResponse.parseFrom(framed);
        assertThat(response.getResponsesCount()).isEqualTo(2);
        assertThat(response.getResponses(0).getError().getCode()).isEqualTo(3);
        assertThat(response.getResponses(0).getError().getMessage()).contains("status 404");
        assertThat(response.getResponses(1).hasError()).isFalse();
    }

    @Test
    void whatIsNoPictureIsToldSo() throws Exception {
        web.serves("/text", "no picture".getBytes(UTF_8));
        var face = call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"https://pictures.example/text\"}");
        assertThat(body(face).at("/error/code").asText()).isEqualTo("InvalidImage");
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void aRefusalGoesBeforeTheFlaw() throws Exception {
        var face = call(azure(AzureService.FACE), "police", FACES, "{\"url\":\"https://pictures.example/none.png\"}");
        assertThat(face.status()).isEqualTo(403);
        assertThat(body(face).at("/error/message").asText()).contains("microsoft-police-2020");
    }

    @Test
    void nothingIsFetchedForWhoIsRefusedWhateverThePictureShows() throws Exception {
        var face = call(azure(AzureService.FACE), "police", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(face.status()).isEqualTo(403);
        assertThat(text(face)).contains("microsoft-police-2020");
        assertRefusedUnseen("microsoft-police-2020/");
    }

    @Test
    void nothingIsFetchedForWhatNoRulePermits() throws Exception {
        var enrols = call(
                azure(AzureService.FACE), "rescue", "/face/v1.2/detect?returnFaceId=true", "{\"url\":\"" + URL + "\"}");
        assertThat(enrols.status()).isEqualTo(403);
        assertRefusedUnseen("facegate/no_rule_permits");
    }

    @Test
    void nothingIsFetchedForWhomADecisionPointRefuses() throws Exception {
        var refusal = BuiltinRefusals.refusal("no", "No.");
        var gate = gate(new Asked(new ArrayList<>()), "facegate")
                .withPictureFetcher(web.fetching(vertx))
                .withDecisionPoint(
                        (caller, call, now, permit) -> Optional.of(permit.toRefusal(refusal, "they say so")));
        var wire = new VendorCallHandler(gate, new NeutralWire());
        var body = "{\"image\":{\"url\":\"" + URL + "\"}}";
        assertThat(call(wire, "rescue", NEUTRAL + "detect", body).status()).isEqualTo(403);
        assertRefusedUnseen("facegate/no");
    }

    /** Who answers is chosen as if the picture were here; the control is who may have it. */
    @Test
    void nothingIsFetchedForWhoIsRefusedByTheFirstWhoWouldAnswer() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        var named = new LinkedHashMap<String, Provider>();
        named.put(AzureService.FACE.code(), provider(AzureService.FACE));
        var wire = wire(new ProviderRouting(named, null, List.of()), "facegate", new NeutralWire());
        var body = "{\"image\":{\"url\":\"" + URL + "\"}}";
        var answer = call(wire, "rescue", NEUTRAL + "detect", body);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(vendor.only().body()).isEqualTo(PICTURE);
        assertThat(web.seen()).hasSize(1);
        assertThat(call(wire, "police", NEUTRAL + "detect", body).status()).isEqualTo(403);
        assertThat(web.seen()).hasSize(1);
        assertThat(records().getLast().path("rule").asText()).startsWith("microsoft-police-2020/");
    }

    @Test
    void nothingIsFetchedWhereAnObligationCannotBeMetWhateverThePictureShows() throws Exception {
        rules = """
              - id: filed
                effect: oblige
                match: {capability: detect}
                obligations: {authorisation: PT24H}
                citation: {ref: A law, url: "https://example.org", checked: 2026-11-24}
            """;
        var refused = call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(text(refused)).contains("names no case");
        assertRefusedUnseen("facegate/obligation_unenforceable");
    }

    @Test
    void whatOnlyALargePictureObligesToIsAskedOfThePicture() throws Exception {
        rules = """
              - id: filed
                effect: oblige
                match: {capability: detect}
                when: largest_picture_bytes >= 1000
                obligations: {authorisation: PT24H}
                citation: {ref: A law, url: "https://example.org", checked: 2026-11-24}
            """;
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        var small = call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(small.status()).as(text(small)).isEqualTo(200);
        assertThat(web.seen()).hasSize(1);
    }

    @Test
    void aCallThatIsFlawedWhateverThePictureShowsFetchesNothing() throws Exception {
        var wire = wire(new Asked(new ArrayList<>()), "facegate", new NeutralWire());
        var body = "{\"source\":{\"url\":\"" + URL + "\"},\"target\":{\"url\":\"" + URL + "\"},\"threshold\":7}";
        assertThat(text(call(wire, "rescue", NEUTRAL + "verify", body))).contains("invalid_parameter");
        assertThat(web.asked()).isEmpty();
    }

    /** One record, which comes out the same when it is judged again. */
    private void assertRefusedUnseen(String rule) throws Exception {
        assertThat(web.asked()).isEmpty();
        assertThat(web.seen()).isEmpty();
        assertThat(vendor.seen()).isEmpty();
        var records = records();
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().path("verdict").asText()).isEqualTo("refuse");
        assertThat(records.getFirst().path("rule").asText()).startsWith(rule);
        assertThat(records.getFirst().path("references").toString()).isEqualTo("[\"web_picture\"]");
        assertThat(records.getFirst().path("pictures").toString()).isEqualTo("{}");
        assertReproduced(1);
        assertNothingTold();
    }

    private void assertReproduced(int judgements) throws Exception {
        var kept = (PolicyHistory)
                digest -> new PolicyHistory.ArchivedSet.Available(PolicyReader.load(packs), PolicyEngine.load(packs));
        var again = new ExactReplay(kept, differing -> {})
                .replay(new RecordedDecisions(LedgerAddress.ofFolder(data), null, null));
        assertThat(again.differingCount()).isZero();
        assertThat(again.reproducedCount()).isEqualTo(judgements);
    }

    /** What only the picture tells is asked of the picture: of a permit that needs it, and of a refusal that it averts. */
    @Test
    void aRuleThatAsksForTheSizeOfAPictureHearsIt() throws Exception {
        web.serves("/large.png", Arrays.copyOf(PICTURE, 5000));
        rules = """
              - {id: small, effect: permit, match: {capability: enroll}, when: largest_picture_bytes < 1000}
              - id: large
                effect: refuse
                match: {capability: [detect, enroll]}
                when: largest_picture_bytes >= 1000
                reason: {code: large, text: It is too large.}
                citation: {ref: A law, url: "https://example.org", checked: 2026-11-24}
            """;
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        var wire = azure(AzureService.FACE);
        var keeping = "/face/v1.2/detect?returnFaceId=true";
        for (var target : List.of(FACES, keeping)) {
            var small = call(wire, "rescue", target, "{\"url\":\"" + URL + "\"}");
            assertThat(small.status()).as(text(small)).isEqualTo(200);
            var large = call(wire, "rescue", target, "{\"url\":\"https://pictures.example/large.png\"}");
            assertThat(large.status()).as(text(large)).isEqualTo(403);
        }
        assertThat(web.seen()).hasSize(4);
        assertThat(call(wire, "police", keeping, "{\"url\":\"" + URL + "\"}").status())
                .isEqualTo(403);
        assertThat(web.seen()).as("another rule refuses whatever the size").hasSize(4);
        assertThat(records().getLast().path("rule").asText())
                .as("and it is the reason, not the size that nobody knows")
                .isEqualTo("microsoft-police-2020/us-police");
        assertThat(records().stream()
                        .filter(record -> record.has("verdict"))
                        .map(record -> record.at("/pictures/bytes").asInt()))
                .containsExactly(PICTURE.length, 5000, PICTURE.length, 5000, 0);
        assertReproduced(5);
    }

    @Test
    void aHostThatIsNotRegisteredIsRefusedWithTheCommandThatRegistersIt() throws Exception {
        var other = "https://other.example/a.png";
        var face = call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"" + other + "\"}");
        var vision = call(azure(AzureService.VISION), "rescue", PEOPLE, "{\"url\":\"" + other + "\"}");
        var google = google("rescue", "{\"requests\":[" + item("{\"source\":{\"imageUri\":\"" + other + "\"}}") + "]}");
        for (var answer : List.of(face, vision, google)) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer))
                    .contains("facegate org change ID --resource url:https://HOST")
                    .containsIgnoringCase("url_not_registered");
        }
        assertThat(records())
                .hasSize(3)
                .allSatisfy(record -> assertThat(record.path("doubt").asText()).isEqualTo("url_not_registered"));
        assertThat(web.seen()).isEmpty();
        assertThat(vendor.seen()).isEmpty();
        assertNothingTold();
    }

    @Test
    void nothingIsFetchedForAStranger() throws Exception {
        var face = call(azure(AzureService.FACE), "nobody", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(face.status()).isEqualTo(401);
        assertThat(web.asked()).isEmpty();
    }

    /** Suspended while the host took its time; the control is whoever calls without that. */
    @Test
    void whoIsSuspendedDuringTheFetchIsRefused() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        web.answers("/suspends.png", exchange -> {
            suspended = true;
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        });
        var wire = azure(AzureService.FACE);
        assertThat(call(wire, "rescue", FACES, "{\"url\":\"" + URL + "\"}").status())
                .isEqualTo(200);
        var refused = call(wire, "rescue", FACES, "{\"url\":\"https://pictures.example/suspends.png\"}");
        assertThat(refused.status()).as(text(refused)).isEqualTo(403);
        assertThat(web.seen()).hasSize(2);
        vendor.only();
        assertThat(records().getLast().path("doubt").asText()).isEqualTo("organisation_suspended");
    }

    @Test
    void whoseCredentialIsWithdrawnDuringTheFetchIsNobody() throws Exception {
        web.answers("/withdraws.png", exchange -> {
            withdrawn = true;
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        });
        var answer =
                call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"https://pictures.example/withdraws.png\"}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void aCallIsJudgedByTheTimeAfterTheFetchAndItsCallerIsKnownOnceMore() throws Exception {
        web.answers("/slow.png", exchange -> {
            pause();
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        });
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"https://pictures.example/slow.png\"}");
        assertThat(identified).hasSize(2);
        assertThat(identified.getFirst()).isEqualTo(NOW);
        assertThat(identified.getLast()).isAfterOrEqualTo(NOW.plusMillis(50));
        identified.clear();
        call(azure(AzureService.FACE), "rescue", FACES + "&detectionModel=none", "{\"url\":\"" + URL + "\"}");
        assertThat(identified).as("nothing was fetched").containsExactly(NOW);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** A call's own body is small, so that nothing but its pictures could say that it is heavy. */
    @Test
    void largePicturesAreReadInTurn() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(readAtOnce(processors + 2, (1 << 20) - 1, Duration.ofSeconds(20)))
                .as("the control")
                .isEqualTo(processors + 2);
        assertThat(readAtOnce(processors + 2, 1 << 20, Duration.ofMillis(300))).isBetween(1, processors);
    }

    private int readAtOnce(int calls, int bytes, Duration patience) throws Exception {
        var all = new CountDownLatch(calls);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var watched = new Watched(new NeutralWire(), () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            all.countDown();
            await(all, patience);
            inside.decrementAndGet();
        });
        var gate = gate(new Asked(new ArrayList<>()), "facegate")
                .withPictureFetcher((caller, asked) -> new PictureFetcher.Fetched(
                        asked, List.of(new NormalizedRequest.PictureBytes(new byte[bytes])), List.of()));
        var wire = new VendorCallHandler(gate, watched);
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < calls; at++) {
                many.execute(() -> call(wire, "rescue", NEUTRAL + "detect", "{\"image\":{\"url\":\"" + URL + "\"}}"));
            }
        }
        return most.get();
    }

    private static void await(CountDownLatch latch, Duration patience) {
        try {
            boolean _ = latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** A wire, and what happens while it reads a call with its pictures. */
    private static final class Watched extends ForwardingWire {
        private final Runnable reading;

        Watched(VendorWire wire, Runnable reading) {
            super(wire);
            this.reading = reading;
        }

        @Override
        public FaceCall read(HttpCall arrival) {
            var call = super.read(arrival);
            var elsewhere = (NormalizedRequest.PicturesAtUrls) call.request();
            return call.withRequest(new NormalizedRequest.PicturesAtUrls(
                    elsewhere.urls(), elsewhere.maxBytes(), elsewhere.allowsPartial(), pictures -> {
                        var picture = ((NormalizedRequest.PictureBytes) pictures.getFirst()).bytes();
                        if (!NormalizedRequest.PicturesAtUrls.isPlaceholder(picture)) {
                            reading.run();
                        }
                        return elsewhere.completion().parse(pictures);
                    }));
        }
    }

    @Test
    void aFlawedCallFetchesNothing() throws Exception {
        var face =
                call(azure(AzureService.FACE), "rescue", FACES + "&detectionModel=none", "{\"url\":\"" + URL + "\"}");
        assertThat(body(face).at("/error/code").asText()).isEqualTo("BadArgument");
        assertThat(web.seen()).isEmpty();
    }

    @Test
    void aGatewayThatFetchesNothingRefusesEveryUrl() throws Exception {
        var provider = provider(AzureService.FACE);
        var wire = new VendorCallHandler(gate(provider, "azure_face"), new AzureFaceWire());
        var answer = call(wire, "rescue", FACES, "{\"url\":\"" + URL + "\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(web.seen()).isEmpty();
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void theHostIsOnRecordAndInTheSentenceAndNothingElseOfTheUrl() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, "[]"));
        call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"" + URL + "\"}");
        call(azure(AzureService.FACE), "police", FACES, "{\"url\":\"" + URL + "\"}");
        call(azure(AzureService.FACE), "rescue", FACES, "{\"url\":\"https://other.example/a.png\"}");
        var judged = records().stream().filter(record -> record.has("verdict")).toList();
        assertThat(judged)
                .extracting(record -> record.path("hosts").toString())
                .containsExactly("[\"pictures.example\"]", "[\"pictures.example\"]", "");
        assertThat(judged)
                .as("nobody knows how many were not fetched")
                .extracting(record -> record.path("pictures").toString())
                .satisfiesExactly(
                        fetched -> assertThat(fetched).contains("\"count\":1"),
                        refused -> assertThat(refused).isEqualTo("{}"),
                        unregistered -> assertThat(unregistered).isEqualTo("{}"));
        try (var archive = RecordSearch.open(data)) {
            var entry = archive.find(RecordQuery.matchAll(100)).getLast();
            assertThat(new NarrativeWriter(Language.EN, id -> id, PolicyHistory.empty())
                            .explain(entry.json())
                            .notes())
                    .contains("It named pictures by URL. Registered hosts among them: pictures.example.");
        }
        assertReproduced(3);
        assertNothingTold();
    }

    /** Of a URL, nothing but a registered host is in any file of the data folder. */
    private void assertNothingTold() throws IOException {
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("planted", "other.example", "https:", "a.png", "none.png");
            }
        }
    }

    private static String item(String image) {
        return "{\"image\":" + image + ",\"features\":[{\"type\":\"FACE_DETECTION\"}]}";
    }

    private AzureProvider provider(AzureService service) {
        var resource = new AzureResource(
                service, vendor.url(), AzureCredential.key("key"), null, null, VendorLimits.defaults());
        return new AzureProvider(vertx, resource, new MemoryHandles());
    }

    private VendorCallHandler azure(AzureService service) throws IOException {
        return wire(
                provider(service),
                service.code(),
                service == AzureService.FACE ? new AzureFaceWire() : new AzureVisionWire());
    }

    private HttpAnswer google(String who, String body) throws Exception {
        try (var tokens = FakeVendor.start().answers(GoogleAccount.token("gateway", 3600))) {
            var account = GoogleAccount.write(folder, tokens.url());
            var provider = new GoogleVisionProvider(
                    vertx,
                    new GoogleProject(vendor.url(), account, null, null, VendorLimits.defaults()),
                    new MemoryHandles());
            return call(wire(provider, "google_vision", new GoogleVisionWire()), who, ANNOTATE, body);
        }
    }

    private VendorCallHandler wire(Provider provider, String named, VendorWire wire) throws IOException {
        return new VendorCallHandler(gate(provider, named).withPictureFetcher(web.fetching(vertx)), wire);
    }

    private Gateway gate(Provider provider, String named) throws IOException {
        var pack = "microsoft-police-2020.yaml";
        packs = folder.resolve(named);
        var policies = Stage.policies(packs, Map.of(pack, Stage.shipped(pack)), """
              - {id: all, effect: permit, match: {capability: [detect, verify, identify, analyze, not_face]}}
            """ + rules);
        return new Gateway(
                (credential, now) -> {
                    identified.add(now);
                    return caller(((Credential.ApiKey) credential).key());
                },
                () -> policies,
                ledger,
                provider,
                (by, picture) -> 1);
    }

    private Caller caller(String id) {
        if (id.equals("nobody") || withdrawn) {
            throw new Fault.Unauthenticated(Fault.Why.values()[0], "Nobody.");
        }
        var type = id.equals("police") ? "law_enforcement.police" : "nonprofit.child_protection";
        var resources = Stream.of("url:https://pictures.example", "url:gs://films")
                .map(RegisteredResource::parse)
                .collect(Collectors.toSet());
        var known = TestOrganisation.of(id, type)
                .in("US-OR")
                .purposes("missing_child")
                .resources(resources)
                .build();
        var doubt = suspended ? PreconditionFailure.ORGANISATION_SUSPENDED : null;
        return TestCaller.of(known)
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "FGAK" + id)
                .failing(doubt)
                .build();
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, String target, String body) {
        var headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        for (var name : List.of("Ocp-Apim-Subscription-Key", "X-Goog-Api-Key", "X-Api-Key")) {
            headers.addAll(List.of(name, who));
        }
        var arrival = Stage.arrival("POST " + target, body.getBytes(UTF_8), NOW, headers.toArray(String[]::new));
        return wire.handle(arrival);
    }

    private List<JsonNode> records() throws IOException {
        ledger.close(); // Then outcomes are written, too.
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(100)).reversed().stream()
                    .map(entry -> read(entry.json()))
                    .toList();
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static JsonNode body(HttpAnswer answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
