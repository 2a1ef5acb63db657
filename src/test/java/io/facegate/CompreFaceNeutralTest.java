package io.facegate;

import static io.facegate.NeutralCalls.problem;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.testkit.TestPictures;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.Requests;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The neutral API from a client's bytes to a CompreFace server and back, on a server that several share. */
class CompreFaceNeutralTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final String ONE = TestPictures.neutral(Requests.PIXELS);
    private static final String OTHER = TestPictures.neutral(TestPictures.png(32, 32));
    private static final String THRESHOLD =
            ",\"threshold\":{\"value\":0.5,\"comparable_group\":\"compreface/face/similarity\"}";

    @TempDir
    private Path data;

    private FakeCompreFace server;
    private Ledger ledger;
    private OwnedResources handles;
    private CompreFaceProvider provider;
    private VendorCallHandler wire;

    @BeforeEach
    void open() throws IOException {
        server = FakeCompreFace.start();
        ledger = Stage.ledger(data);
        handles = OwnedResources.open(data, InstantSource.system());
        provider = provider(server.url(), null);
        wire = wire("plain", "", provider);
    }

    @AfterEach
    void close() {
        provider.close();
        handles.close();
        ledger.close();
        server.close();
    }

    @Test
    void aGalleryFromItsBeginningToItsEnd() throws IOException {
        assertThat(told("rescue", "GET", "galleries").path("galleries")).isEmpty();
        assertThat(told("rescue", "POST", "galleries", "{\"gallery\":\"compreface\"}")
                        .path("gallery")
                        .asText())
                .isEqualTo("compreface");
        problem(ask("rescue", "POST", "galleries", "{\"gallery\":\"compreface\"}"), 409, "already_exists");
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue"), about("compreface")))
                .isNotNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("rescue"), about("another")))
                .isNull();
        assertThat(TestPlan.ownedSince(provider, Stage.caller("thief"), about("compreface")))
                .isNull();
        assertThat(told("rescue", "GET", "galleries").at("/galleries/0/gallery").asText())
                .isEqualTo("compreface");
        var face = enrolled("rescue", "Jane", ONE);
        assertThat(server.subjects()).containsExactly("6.rescue.Jane");
        var listed = told("rescue", "GET", "galleries/compreface/faces").path("faces");
        assertThat(listed).isEqualTo(JSON.readTree("[{\"face_id\":\"" + face + "\",\"external_id\":\"Jane\"}]"));
        assertThat(told("rescue", "GET", "galleries/compreface").path("faces").asInt())
                .isEqualTo(1);
        var found = identified("rescue", ONE);
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("external_id").asText()).isEqualTo("Jane");
        assertThat(found.path(0).has("face_id"))
                .as("by which of her faces is not told")
                .isFalse();
        assertThat(found.at("/0/score/raw").asDouble()).isEqualTo(0.97858);
        assertThat(found.at("/0/score/threshold")).isEqualTo(JSON.readTree("{\"applied\":0.5,\"source\":\"caller\"}"));
        assertThat(identified("rescue", OTHER)).isEmpty();
        assertThat(told("rescue", "DELETE", "galleries/compreface/faces/" + face)
                        .at("/erased_faces/0")
                        .asText())
                .isEqualTo(face);
        told("rescue", "DELETE", "galleries/compreface");
        assertThat(server.subjects()).isEmpty();
        assertThat(told("rescue", "GET", "galleries").path("galleries")).isEmpty();
    }

    @Test
    void aComparisonHasTheThresholdThatItsCallerGivesAndNoneIsMadeUp() throws IOException {
        var two = "{\"source\":" + ONE + ",\"target\":" + ONE;
        var open = ask("rescue", "POST", "verify", two + "}");
        assertThat(problem(open, 400, "invalid_parameter"))
                .contains("no default threshold", "compreface/face/similarity");
        var group = "\"comparable_group\":\"rekognition/face/similarity\"}}";
        assertThat(problem(
                        ask("rescue", "POST", "verify", two + ",\"threshold\":{\"value\":80," + group),
                        400,
                        "invalid_parameter"))
                .contains("another comparable_group");
        assertThat(server.seen()).isEmpty();

        var same = told("rescue", "POST", "verify", two + THRESHOLD + "}");
        assertThat(same.at("/matches/0/score/raw").asDouble()).isEqualTo(0.97858);
        assertThat(same.at("/matches/0/score/comparable_group").asText()).isEqualTo("compreface/face/similarity");
        assertThat(same.path("unmatched")).isEmpty();
        var others = told("rescue", "POST", "verify", "{\"source\":" + ONE + ",\"target\":" + OTHER + THRESHOLD + "}");
        assertThat(others.path("matches")).isEmpty();
        assertThat(others.at("/unmatched/0/box/width").asDouble()).isEqualTo(8.0 / 32);
        problem(
                ask("rescue", "POST", "galleries/compreface/identify", "{\"image\":" + ONE + "}"),
                400,
                "invalid_parameter");
    }

    @Test
    void whatIsAnothersOrServesAnotherPurposeIsRefused() throws IOException {
        var face = enrolled("rescue", "Jane", ONE);
        var search = "{\"image\":" + ONE + THRESHOLD + "}";
        for (var call : List.of(
                List.of("GET", "galleries/compreface", ""),
                List.of("GET", "galleries/compreface/faces", ""),
                List.of("POST", "galleries/compreface/identify", search))) {
            assertThat(problem(ask("thief", call.get(0), call.get(1), call.get(2)), 403, "refused"))
                    .contains("gallery_not_owned");
            assertThat(problem(ask("rescue/other", call.get(0), call.get(1), call.get(2)), 403, "refused"))
                    .contains("handle_purpose");
            told("rescue", call.get(0), call.get(1), call.get(2));
        }
        var enrol = "{\"image\":" + ONE + ",\"external_id\":\"Jim\"}";
        assertThat(problem(ask("rescue/other", "POST", "galleries/compreface/faces", enrol), 403, "refused"))
                .contains("handle_purpose");
        assertThat(problem(ask("thief", "DELETE", "galleries/compreface/faces/" + face), 403, "refused"))
                .contains("unknown_handle");
        told("thief", "DELETE", "galleries/compreface");
        assertThat(server.subjects()).containsExactly("6.rescue.Jane");
        assertThat(told("rescue/other", "GET", "galleries").path("galleries")).hasSize(1);
        assertThat(told("thief", "GET", "galleries").path("galleries")).isEmpty();
        told("rescue/other", "DELETE", "galleries/compreface");
        assertThat(server.subjects()).isEmpty();
    }

    @Test
    void othersAreNeverFoundAndPagesHoldOnesOwn() throws IOException {
        for (var name : List.of("A", "B", "C")) {
            enrolled("beacon", name, ONE);
            enrolled("rescue", name, ONE);
        }
        assertThat(identified("rescue", ONE)).hasSize(3);
        var names = new ArrayList<String>();
        var page = "galleries/compreface/faces?max_results=2";
        var first = told("rescue", "GET", page);
        names.addAll(first.path("faces").findValuesAsText("external_id"));
        var second = told(
                "rescue", "GET", page + "&token=" + first.path("next_token").asText());
        names.addAll(second.path("faces").findValuesAsText("external_id"));
        assertThat(names).containsExactly("A", "B", "C");
        assertThat(second.has("next_token")).isFalse();
        problem(ask("rescue", "GET", page + "&token=1.0"), 400, "invalid_token");
    }

    @Test
    void whatIsObligedHoldsOnItsRepliesToo() throws IOException {
        for (var name : List.of("A", "B", "C")) {
            enrolled("rescue", name, ONE);
        }
        var plain = wire;
        wire = wire("few", Stage.oblige("compreface", "max_results: 2"), provider);
        assertThat(identified("rescue", ONE)).hasSize(2);
        wire = wire("strict", Stage.oblige("compreface", "min_similarity: 0.99"), provider);
        assertThat(identified("rescue", ONE)).isEmpty();
        var two = "{\"source\":" + ONE + ",\"target\":" + ONE + THRESHOLD + "}";
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
        wire = wire("forgetful", Stage.oblige("compreface", "retention: {pictures: P1D}"), provider);
        int before = server.seen().size();
        var enrol = "{\"image\":" + ONE + ",\"external_id\":\"D\"}";
        assertThat(problem(ask("rescue", "POST", "galleries/compreface/faces", enrol), 403, "refused"))
                .contains("keeps pictures");
        assertThat(server.seen()).hasSize(before);
        wire = wire("bare", Stage.oblige("compreface", "redact: [analyze]"), provider);
        server.tellsEverything();
        assertThat(ask("rescue", "POST", "analyze", ages()).body())
                .asString(UTF_8)
                .doesNotContain("25-32", "female", "without_mask");
        wire = plain;
        assertThat(text(ask("rescue", "POST", "analyze", ages()))).contains("25-32");
    }

    @Test
    void itTellsOfAFaceWhatItsPluginsTellAndNothingUnasked() throws IOException {
        var asked = "{\"image\":" + ONE + ",\"attributes\":[\"age\",\"gender\",\"occlusion\"]}";
        var all = told("rescue", "POST", "analyze", asked).at("/faces/0/attributes");
        assertThat(all.findValuesAsText("value")).containsExactlyInAnyOrder("25-32", "female", "without_mask");
        assertThat(server.last().query().get("face_plugins").split(","))
                .containsExactlyInAnyOrder("age", "gender", "mask");
        server.tellsEverything();
        assertThat(told("rescue", "POST", "analyze", ages()).at("/faces/0/attributes"))
                .hasSize(1);
        var detected = told("rescue", "POST", "detect", "{\"image\":" + ONE + "}");
        assertThat(detected.at("/faces/0").has("attributes")).isFalse();
        problem(
                ask("rescue", "POST", "analyze", "{\"image\":" + ONE + ",\"attributes\":[\"emotion\"]}"),
                501,
                "unsupported");
    }

    private static String ages() {
        return "{\"image\":" + ONE + ",\"attributes\":[\"age\"]}";
    }

    @Test
    void thereIsOneGalleryAndWhoIsAddedHasAName() throws IOException {
        assertThat(problem(ask("rescue", "POST", "galleries", "{\"gallery\":\"missing\"}"), 400, "invalid_parameter"))
                .contains("one gallery", "compreface");
        for (var call : List.of(
                List.of("GET", "galleries/missing"),
                List.of("DELETE", "galleries/missing"),
                List.of("GET", "galleries/missing/faces"))) {
            problem(ask("rescue", call.getFirst(), call.getLast()), 404, "not_found");
        }
        assertThat(problem(
                        ask("rescue", "POST", "galleries/compreface/faces", "{\"image\":" + ONE + "}"),
                        400,
                        "invalid_parameter"))
                .contains("external_id");
        var name = "x".repeat(42);
        assertThat(problem(
                        ask(
                                "rescue",
                                "POST",
                                "galleries/compreface/faces",
                                "{\"image\":" + ONE + ",\"external_id\":\"" + name + "\"}"),
                        400,
                        "invalid_parameter"))
                .contains("at most 41 characters");
        var stored = "{\"face_id\":\"c5c24a82-6845-4031-9d5d-978df9175426\"" + THRESHOLD + "}";
        problem(ask("rescue", "POST", "galleries/compreface/identify", stored), 501, "unsupported");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void itsErrorsAreProblems() throws IOException {
        for (var error : Map.of(
                        "400 28", "400 invalid_parameter",
                        "400 21", "400 invalid_image",
                        "413 0", "413 image_too_large",
                        "429 0", "429 throttled",
                        "400 31", "400 invalid_parameter",
                        "404 42", "404 not_found",
                        "500 0", "502 provider_down",
                        "404 10", "502 provider_down")
                .entrySet()) {
            var said = error.getKey().split(" ");
            var expected = error.getValue().split(" ");
            try (var vendor = FakeVendor.start()
                            .answers(FakeVendor.Answer.of(
                                    Integer.parseInt(said[0]), "{\"message\":\"No.\",\"code\":" + said[1] + "}"));
                    var behind = provider(vendor.url(), "rescue")) {
                wire = wire("e" + said[0] + said[1], "", behind);
                var two = "{\"source\":" + ONE + ",\"target\":" + ONE + THRESHOLD + "}";
                problem(ask("rescue", "POST", "verify", two), Integer.parseInt(expected[0]), expected[1]);
            }
        }
        try (var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, "{\"result\":[{}]}"));
                var behind = provider(vendor.url(), "rescue")) {
            wire = wire("odd", "", behind);
            problem(ask("rescue", "POST", "detect", "{\"image\":" + ONE + "}"), 502, "provider_down");
        }
    }

    @Test
    void onAServerOfItsOwnAnOrganisationHasItsOwnNames() throws IOException {
        try (var own = provider(server.url(), "rescue")) {
            wire = wire("own", "", own);
            enrolled("rescue", "Jane", ONE);
            assertThat(server.subjects()).containsExactly("Jane");
            assertThat(identified("rescue", ONE)).hasSize(1);
            assertThat(problem(ask("thief", "GET", "galleries"), 403, "refused"))
                    .contains("gallery_not_owned");
        }
    }

    private String enrolled(String who, String name, String image) throws IOException {
        var enrol = "{\"image\":" + image + ",\"external_id\":\"" + name + "\"}";
        return told(who, "POST", "galleries/compreface/faces", enrol)
                .at("/faces/0/face_id")
                .asText();
    }

    private JsonNode identified(String who, String image) throws IOException {
        return told(who, "POST", "galleries/compreface/identify", "{\"image\":" + image + THRESHOLD + "}")
                .path("candidates");
    }

    private JsonNode told(String who, String method, String target, String... body) throws IOException {
        return NeutralCalls.answered(ask(who, method, target, body), "compreface", "6.rescue.", "6.beacon.");
    }

    private HttpAnswer ask(String who, String method, String target, String... body) {
        return new NeutralCalls(wire, Requests.NOW).ask(who, method, target, body);
    }

    @Test
    void whatItHasNoKeyForIsLeftToOthers() {
        var detect = Facts.of(Set.of(Capability.DETECT));
        var picture = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detect", null, "compreface");
        var asked = new FaceCall(
                        CrossVendorRoute.NEUTRAL,
                        "detect",
                        detect,
                        new NormalizedRequest.Detect(picture),
                        Map.of(),
                        null)
                .routedTo(CrossVendorRoute.NEUTRAL, "detect", via);
        var caller = Stage.caller("rescue");
        var recognition = FakeCompreFace.KEYS
                .lines()
                .filter(line -> line.startsWith("recognition"))
                .findFirst()
                .orElseThrow();
        try (var one = provider(server.url(), null, CompreFaceServiceKeys.of(recognition))) {
            assertThat(TestPlan.calls(one, caller, asked)).isEmpty();
            assertThat(TestPlan.calls(
                            one, caller, asked.withRequest(new NormalizedRequest.CreateGallery("compreface"))))
                    .hasSize(1);
            assertThat(TestPlan.calls(provider, caller, asked)).hasSize(1);
        }
    }

    private CompreFaceProvider provider(URI url, String owner) {
        return provider(url, owner, CompreFaceServiceKeys.of(FakeCompreFace.KEYS));
    }

    private CompreFaceProvider provider(URI url, String owner, CompreFaceServiceKeys keys) {
        return new CompreFaceProvider(
                VERTX, new CompreFaceServer(url, keys, owner, null, VendorLimits.defaults()), handles);
    }

    private VendorCallHandler wire(String name, String rules, CompreFaceProvider behind) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: compreface}}\n" + rules;
        return Stage.wire(
                new NeutralWire(),
                Stage.policies(data.resolve(name), Map.of(), all),
                ledger,
                new ProviderRouting(new LinkedHashMap<>(Map.of("compreface", behind)), null, List.of()),
                Stage::caller);
    }

    private static FaceCall about(String gallery) {
        var facts = Facts.of(Set.of(Capability.GALLERY_READ)).inGallery(gallery);
        return new FaceCall(
                CrossVendorRoute.NEUTRAL, "any", facts, new NormalizedRequest.DescribeGallery(gallery), Map.of(), null);
    }
}
