package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ResourceKind;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.testkit.TestPictures;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The neutral API through the whole gateway, answered by one Azure resource that several organisations share. */
class AzureNeutralTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "  - {id: all, effect: permit, match: {provider: azure_face}}\n";
    private static final String ONE = image(10);
    private static final String OTHER = image(20);

    @TempDir
    private Path data;

    private final MemoryHandles handles = new MemoryHandles();
    private Vertx vertx;
    private FakeAzureResource vendor;
    private Ledger ledger;
    private AzureProvider provider;
    private String rules = ALL;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        vendor = FakeAzureResource.start();
        ledger = Stage.ledger(data.resolve("ledger"));
        var resource = new AzureResource(
                AzureService.FACE, vendor.url(), AzureCredential.key("key"), null, null, VendorLimits.defaults());
        provider = new AzureProvider(vertx, resource, handles);
    }

    @AfterEach
    void close() throws Exception {
        assertThat(vendor.seen()).allSatisfy(seen -> assertThat(seen.problems()).isEmpty());
        provider.close();
        ledger.close();
        vendor.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private record Said(int status, JsonNode json) {
        Said ok(int expected) {
            assertThat(status).as(json.toString()).isEqualTo(expected);
            return this;
        }

        void problem(int expected, String type) {
            assertThat(json.path("type").asText()).as(json.toString()).isEqualTo("urn:facegate:problem:" + type);
            assertThat(status).isEqualTo(expected);
        }

        void refused(String code) {
            problem(403, "refused");
            assertThat(json.path("code").asText()).isEqualTo(code);
        }
    }

    @Test
    void facesAreFoundWithWhatTheVendorTellsUnaskedOfNobody() throws Exception {
        var face = send("rescue", "POST detect", "{\"image\":" + ONE + "}")
                .ok(200)
                .json()
                .at("/faces/0");
        assertThat(face.at("/box/left").asDouble()).isZero();
        assertThat(face.at("/box/width").asDouble()).isEqualTo(0.1);
        assertThat(face.has("detection")).isFalse();
        assertThat(face.has("attributes")).isFalse();
        assertThat(face.has("pose")).isTrue();
        assertThat(face.path("landmarks").findValuesAsText("name")).contains("pupilLeft", "eye.left.pupil");
        assertThat(vendor.seen().getLast().address())
                .isEqualTo(
                        "/face/v1.2/detect?returnFaceId=false&returnFaceLandmarks=true&returnFaceAttributes=headPose");
    }

    @Test
    void whatIsAskedOfAFaceIsTold() throws Exception {
        var asked = "{\"image\":" + ONE + ",\"attributes\":[\"eyeglasses\",\"occlusion\",\"hair\",\"age\"]}";
        var told = send("rescue", "POST analyze", asked).ok(200).json().at("/faces/0/attributes");
        assertThat(told.findValuesAsText("name"))
                .as("sunglasses are of the same attribute, and nobody asked for them")
                .containsOnly("eyeglasses", "occlusion", "hair", "age");
        assertThat(told.findValuesAsText("value"))
                .contains("word", "1", "eyeOccluded=true,foreheadOccluded=true,mouthOccluded=true");
        assertThat(vendor.seen().getLast().address()).contains("headPose%2Cage%2Cglasses%2Chair%2Cocclusion");
        send("rescue", "POST analyze", "{\"image\":" + ONE + ",\"attributes\":[\"emotion\"]}")
                .problem(501, "unsupported");
    }

    @Test
    void whatIsRedactedIsNotAskedAndWhatNobodyAskedIsNotToldWhereSomethingIsObliged() throws Exception {
        rules = ALL + Stage.oblige("azure_face", "redact: [analyze.beard]");
        var asked = "{\"image\":" + ONE + ",\"attributes\":[\"beard\",\"smile\",\"sunglasses\"]}";
        var told = send("rescue", "POST analyze", asked).ok(200).json().at("/faces/0/attributes");
        assertThat(told.findValuesAsText("name")).containsExactlyInAnyOrder("smile", "sunglasses");
        assertThat(vendor.seen().getLast().address()).doesNotContain("facialHair");
    }

    @Test
    void twoPicturesAreComparedByIdsThatLiveAMinuteAndNobodyIsTold() throws Exception {
        var same = send("rescue", "POST verify", two(ONE, ONE)).ok(200).json();
        assertThat(same.path("provider").asText()).isEqualTo("azure_face");
        assertThat(same.at("/matches/0/score")).isEqualTo(JSON.readTree("""
            {"raw":0.93,"min":0,"max":1.0,"direction":"higher","kind":"similarity",
             "comparable_group":"azure_face/recognition_04/verify",
             "threshold":{"applied":0.5,"source":"provider_default"}}\
            """));
        var other = send("rescue", "POST verify", two(ONE, OTHER)).ok(200).json();
        assertThat(other.path("matches")).isEmpty();
        assertThat(other.path("unmatched")).hasSize(1);
        assertThat(vendor.seen().subList(0, 3))
                .extracting(FakeAzureResource.Seen::operation)
                .containsExactly("Detect", "Detect", "Verify");
        assertThat(vendor.seen().getFirst().address())
                .isEqualTo("/face/v1.2/detect?returnFaceId=true&faceIdTimeToLive=60"
                        + "&recognitionModel=recognition_04&detectionModel=detection_03");
        assertThat(handles.all()).as("an id that nobody has needs no owner").isEmpty();
        assertThat(same.toString()).doesNotContain("faceId");
    }

    @Test
    void aThresholdIsOfOneGroupAndASearchIsOfAnother() throws Exception {
        var strict = two(ONE, ONE).replaceFirst("}$", ",\"threshold\":{\"value\":0.95,\"comparable_group\":\"%s\"}}");
        var said = send("rescue", "POST verify", strict.formatted("azure_face/recognition_04/verify"))
                .ok(200)
                .json();
        assertThat(said.path("matches")).isEmpty();
        send("rescue", "POST verify", strict.formatted("azure_face/recognition_04/find_similar"))
                .problem(400, "invalid_parameter");
    }

    @Test
    void whoMayCompareButNotKeepIsRefusedForAzureKeepsForAMinute() throws Exception {
        rules = "  - {id: some, effect: permit, match: {capability: [detect, verify]}}\n";
        send("rescue", "POST verify", two(ONE, ONE)).refused("no_rule_permits");
        assertThat(vendor.seen()).isEmpty();
        rules = "  - {id: some, effect: permit, match: {capability: [detect, verify, enroll]}}\n";
        send("rescue", "POST verify", two(ONE, ONE)).ok(200);
    }

    @Test
    void eachFaceOfTheTargetIsComparedAndNoMoreThanTwenty() throws Exception {
        vendor.sees(3);
        var all = send("rescue", "POST verify", two(ONE, ONE)).ok(200).json();
        assertThat(all.path("matches")).hasSize(1);
        assertThat(all.path("unmatched")).hasSize(2);
        vendor.sees(21);
        send("rescue", "POST verify", two(ONE, ONE)).problem(400, "invalid_image");
        vendor.sees(0);
        send("rescue", "POST verify", two(ONE, ONE)).problem(400, "invalid_parameter");
    }

    @Test
    void aGalleryIsAListOfItsOrganisationsOwn() throws Exception {
        assertThat(send("rescue", "POST galleries", "{\"gallery\":\"children\"}")
                        .ok(201)
                        .json())
                .isEqualTo(JSON.readTree("""
                    {"provider":"azure_face","gallery":"children","model":"recognition_04"}\
                    """));
        assertThat(vendor.kept()).containsExactly("faceListId/6_rescue_children");
        send("rescue", "POST galleries", "{\"gallery\":\"children\"}").problem(409, "already_exists");
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue"), about("children")))
                .isNotNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue/other"), about("children")))
                .as("for whatever purpose")
                .isNotNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue"), about("others")))
                .isNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("thief"), about("children")))
                .isNull();
        send("rescue", "POST galleries", "{\"gallery\":\"Children\"}").problem(400, "invalid_parameter");
        var kept = enroll("rescue", "children", ONE, "case-7");
        var id = kept.at("/faces/0/face_id").asText();
        assertThat(kept.at("/faces/0/external_id").asText()).isEqualTo("case-7");
        assertThat(kept.at("/faces/0/face/box/width").asDouble()).isEqualTo(0.1);
        assertThat(send("rescue", "GET galleries/children")
                        .ok(200)
                        .json()
                        .path("faces")
                        .asInt())
                .isEqualTo(1);
        assertThat(send("rescue", "GET galleries/children/faces").ok(200).json().path("faces"))
                .isEqualTo(JSON.readTree("[{\"face_id\":\"" + id + "\",\"external_id\":\"case-7\"}]"));
        var candidate = send("rescue", "POST galleries/children/identify", "{\"image\":" + ONE + "}")
                .ok(200)
                .json()
                .path("candidates");
        assertThat(candidate).hasSize(1);
        assertThat(candidate.at("/0/face_id").asText()).isEqualTo(id);
        assertThat(candidate.at("/0/external_id").asText()).isEqualTo("case-7");
        assertThat(candidate.at("/0/score")).isEqualTo(JSON.readTree("""
            {"raw":0.93,"min":0,"max":1.0,"direction":"higher","kind":"similarity",
             "comparable_group":"azure_face/recognition_04/find_similar",
             "threshold":{"applied":0.0,"source":"provider_default"}}\
            """));
        assertThat(send("rescue", "POST galleries/children/identify", "{\"image\":" + OTHER + "}")
                        .ok(200)
                        .json()
                        .path("candidates"))
                .isEmpty();
        send("rescue", "POST galleries/children/identify", "{\"face_id\":\"" + id + "\"}")
                .problem(501, "unsupported");
        for (var who : List.of("thief", "rescue/other")) {
            var code = who.equals("thief") ? "gallery_not_owned" : "handle_purpose";
            send(who, "GET galleries/children").refused(code);
            send(who, "GET galleries/children/faces").refused(code);
            send(who, "POST galleries/children/faces", "{\"image\":" + ONE + "}")
                    .refused(code);
            send(who, "POST galleries/children/identify", "{\"image\":" + ONE + "}")
                    .refused(code);
        }
        send("thief", "DELETE galleries/children").problem(404, "not_found");
        assertThat(send("rescue", "DELETE galleries/children/faces/" + id)
                        .ok(200)
                        .json()
                        .path("erased_faces"))
                .hasSize(1);
        assertThat(send("rescue", "GET galleries/children/faces").ok(200).json().path("faces"))
                .isEmpty();
        send("rescue", "DELETE galleries/children").ok(200);
        assertThat(vendor.kept()).noneMatch(name -> name.startsWith("faceListId/"));
        send("rescue", "GET galleries/children").refused("gallery_not_owned");
    }

    @Test
    void listsHoldTheCallersOwnPageByPage() throws Exception {
        vendor.keep("faceListId/5_thief_a");
        for (var name : List.of("c", "a", "b")) {
            send("rescue", "POST galleries", "{\"gallery\":\"" + name + "\"}").ok(201);
        }
        var first = send("rescue", "GET galleries?max_results=2").ok(200).json();
        assertThat(first.findValuesAsText("gallery")).containsExactly("a", "b");
        var next = send(
                        "rescue",
                        "GET galleries?max_results=2&token="
                                + first.path("next_token").asText())
                .ok(200)
                .json();
        assertThat(next.findValuesAsText("gallery")).containsExactly("c");
        assertThat(next.has("next_token")).isFalse();
        assertThat(send("nobody", "GET galleries").ok(200).json().path("galleries"))
                .isEmpty();
    }

    @Test
    void theLargestFacesAreKeptEachByItsOwnBoxAndTheOthersTold() throws Exception {
        send("rescue", "POST galleries", "{\"gallery\":\"g\"}").ok(201);
        vendor.sees(4);
        var kept = send("rescue", "POST galleries/g/faces", "{\"image\":" + ONE + ",\"max_faces\":2}")
                .ok(201)
                .json();
        assertThat(kept.path("faces")).hasSize(2);
        assertThat(kept.path("left_out")).hasSize(2);
        assertThat(kept.at("/faces/0/face/box/width").asDouble()).isEqualTo(0.4);
        assertThat(vendor.seen())
                .filteredOn(seen -> seen.operation().equals("AddFaceListFace"))
                .extracting(FakeAzureResource.Seen::address)
                .satisfiesExactly(
                        one -> assertThat(one).contains("targetFace=0%2C1%2C4%2C4"),
                        one -> assertThat(one).contains("targetFace=1%2C1%2C3%2C3"));
        vendor.takes(1);
        var some = enroll("rescue", "g", OTHER, "x");
        assertThat(some.path("faces"))
                .as("what was kept before the list was full is told")
                .hasSize(1);
        assertThat(some.path("left_out")).hasSize(3);
        send("rescue", "POST galleries/g/faces", "{\"image\":" + OTHER + "}").problem(409, "limit_exceeded");
        assertThat(send("rescue", "GET galleries/g")
                        .ok(200)
                        .json()
                        .path("faces")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aFaceThatTheVendorMayHaveKeptIsNotToldAsLeftOut() throws Exception {
        send("rescue", "POST galleries", "{\"gallery\":\"g\"}").ok(201);
        vendor.sees(3);
        vendor.tells(1);
        send("rescue", "POST galleries/g/faces", "{\"image\":" + ONE + "}").problem(502, "provider_down");
        assertThat(send("rescue", "GET galleries/g")
                        .ok(200)
                        .json()
                        .path("faces")
                        .asInt())
                .as("what was told of, and what was not")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"faces", "identify"})
    void aGalleryThatWasMadeForAnotherPurposeBetweenTwoStepsIsNotTouched(String what) throws Exception {
        send("rescue", "POST galleries", "{\"gallery\":\"g\"}").ok(201);
        enroll("rescue", "g", ONE, "x");
        vendor.meanwhile("Detect", this::makeForAnotherPurpose);
        var said = send("rescue", "POST galleries/g/" + what, "{\"image\":" + ONE + "}");
        said.problem(404, "not_found");
        assertThat(said.json().path("detail").asText()).contains("made for another purpose");
        assertThat(send("rescue/other", "GET galleries/g")
                        .ok(200)
                        .json()
                        .path("faces")
                        .asInt())
                .as("the face of its own")
                .isEqualTo(1);
    }

    private void makeForAnotherPurpose() {
        try {
            send("rescue", "DELETE galleries/g").ok(200);
            send("rescue/other", "POST galleries", "{\"gallery\":\"g\"}").ok(201);
            enroll("rescue/other", "g", ONE, "secret");
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    @Test
    void whatIsObligedBindsTheAnswers() throws Exception {
        send("rescue", "POST galleries", "{\"gallery\":\"g\"}").ok(201);
        enroll("rescue", "g", ONE, "x");
        enroll("rescue", "g", ONE, "y");
        var asked = "{\"image\":" + ONE + "}";
        rules = ALL + Stage.oblige("azure_face", "max_results: 1");
        assertThat(send("rescue", "POST galleries/g/identify", asked)
                        .ok(200)
                        .json()
                        .path("candidates"))
                .hasSize(1);
        assertThat(vendor.seen()).anyMatch(seen -> seen.body().contains("\"maxNumOfCandidatesReturned\":1"));
        rules = ALL + Stage.oblige("azure_face", "min_similarity: 0.95");
        assertThat(send("rescue", "POST galleries/g/identify", asked)
                        .ok(200)
                        .json()
                        .path("candidates"))
                .isEmpty();
        var compared = send("rescue", "POST verify", two(ONE, ONE)).ok(200).json();
        assertThat(compared.path("matches")).isEmpty();
        assertThat(compared.path("unmatched")).hasSize(1);
        rules = ALL + Stage.oblige("azure_face", "retention: {templates: P30D}");
        send("rescue", "POST galleries/g/faces", asked).refused("obligation_unenforceable");
        send("rescue", "POST verify", two(ONE, ONE)).ok(200);
        send("rescue", "POST galleries/g/identify", asked).ok(200);
    }

    @Test
    void aSessionIsItsOrganisationsOwnAndItsResultIsAWordAndNoNumber() throws Exception {
        var started = send("rescue", "POST liveness", "{}").ok(201).json();
        var session = started.path("session").asText();
        assertThat(started.path("token").asText()).isEqualTo("word");
        assertThat(vendor.seen().getLast().body()).contains("\"enableSessionImage\":false");
        assertThat(handles.all()).singleElement().satisfies(owned -> {
            assertThat(owned.handle().kind()).isEqualTo(ResourceKind.SESSION);
            assertThat(owned.capabilities()).containsExactly(Capability.LIVENESS);
        });
        assertThat(send("rescue", "GET liveness/" + session).ok(200).json()).isEqualTo(JSON.readTree("""
            {"provider":"azure_face","status":"Succeeded","verdict":"live"}\
            """));
        send("thief", "GET liveness/" + session).refused("unknown_handle");
        var goingBack = about("any").withRequest(new NormalizedRequest.ReadLiveness(session));
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue"), goingBack))
                .isNotNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("thief"), goingBack))
                .isNull();
        send("rescue/other", "GET liveness/" + session).refused("handle_purpose");
        send("rescue", "GET liveness/unknown").refused("unknown_handle");
    }

    @ParameterizedTest
    @CsvSource({
        "400,BadArgument,400,invalid_parameter",
        "400,InvalidImageSize,400,invalid_image",
        "403,UnsupportedFeature,501,unsupported",
        "403,QuotaExceeded,409,limit_exceeded",
        "404,FaceListNotFound,404,not_found",
        "409,ConcurrentOperationConflict,429,throttled",
        "409,FaceListExists,409,already_exists",
        "415,UnsupportedMediaType,400,invalid_image",
        "500,InternalServerError,502,provider_down",
        "401,401,502,provider_down"
    })
    void errorsOfTheVendorAreProblems(int status, String code, int problem, String type) throws Exception {
        var body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"as told\"}}";
        try (var wrong = FakeVendor.start().answers(FakeVendor.Answer.of(status, body));
                var failing = new AzureProvider(
                        vertx,
                        new AzureResource(
                                AzureService.FACE,
                                wrong.url(),
                                AzureCredential.key("key"),
                                null,
                                null,
                                VendorLimits.defaults()),
                        handles)) {
            send(failing, "rescue", "POST verify", two(ONE, ONE)).problem(problem, type);
        }
    }

    @Test
    void anAnswerThatAzureDoesNotGiveIsNone() throws Exception {
        for (var body : List.of("[{}]", "[{\"faceRectangle\":{}}]", "{}", "[1]")) {
            try (var wrong = FakeVendor.start().answers(FakeVendor.Answer.of(200, body));
                    var failing = new AzureProvider(
                            vertx,
                            new AzureResource(
                                    AzureService.FACE,
                                    wrong.url(),
                                    AzureCredential.key("key"),
                                    null,
                                    null,
                                    VendorLimits.defaults()),
                            handles)) {
                var said = send(failing, "rescue", "POST detect", "{\"image\":" + ONE + "}");
                if (body.equals("{}")) {
                    said.ok(200);
                } else {
                    said.problem(502, "provider_down");
                }
            }
        }
    }

    private JsonNode enroll(String who, String gallery, String image, String external) throws IOException {
        var asked = "{\"image\":" + image + ",\"external_id\":\"" + external + "\"}";
        return send(who, "POST galleries/" + gallery + "/faces", asked).ok(201).json();
    }

    private static String two(String source, String target) {
        return "{\"source\":" + source + ",\"target\":" + target + "}";
    }

    private Said send(String who, String request, String... body) throws IOException {
        return send(provider, who, request, body);
    }

    private Said send(AzureProvider answering, String who, String request, String... body) throws IOException {
        var target = request.replaceFirst(" ", " /facegate/v1/");
        var json = body.length == 0 ? new byte[0] : body[0].getBytes(UTF_8);
        var answer = wire(answering)
                .handle(Stage.arrival(target, json, NOW, "X-Api-Key", who, "Content-Type", "application/json"));
        return new Said(answer.status(), JSON.readTree(answer.body()));
    }

    private VendorCallHandler wire(AzureProvider answering) throws IOException {
        var named = new LinkedHashMap<String, Provider>();
        named.put("azure_face", answering);
        return Stage.wire(
                new NeutralWire(),
                Stage.policies(data.resolve("policies"), Map.of(), rules),
                ledger,
                new ProviderRouting(named, null, List.of()),
                Stage::caller);
    }

    private static FaceCall about(String gallery) {
        var facts = Facts.of(Set.of(Capability.GALLERY_READ)).inGallery(gallery);
        return new FaceCall(
                CrossVendorRoute.NEUTRAL, "any", facts, new NormalizedRequest.DescribeGallery(gallery), Map.of(), null);
    }

    /** A picture of ten by ten pixels in one colour. */
    private static String image(int colour) {
        var picture = TestPictures.black(10, 10);
        picture.setRGB(1, 1, colour);
        return TestPictures.neutral(TestPictures.encoded(picture, "png"));
    }
}
