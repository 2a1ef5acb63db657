package io.facegate;

import static io.facegate.NeutralCalls.problem;
import static io.facegate.Stage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusProvider;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The neutral API from a client's bytes to Face++ and back, on an account that several share. */
class FacePlusPlusNeutralTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final String ONE = image(1);
    private static final String OTHER = image(10);
    private static final String THREE = image(3);
    private static final String GROUP = "\"comparable_group\":\"faceplusplus/face/confidence\"}";
    private static final String THRESHOLD = ",\"threshold\":{\"value\":50," + GROUP;

    @TempDir
    private Path data;

    private FacePlusPlusStage stage;
    private FakeFacePlusPlus vendor;
    private Ledger ledger;
    private OwnedResources owners;
    private FacePlusPlusProvider provider;
    private VendorCallHandler wire;

    @BeforeEach
    void open() throws IOException {
        stage = FacePlusPlusStage.open(data, VERTX);
        vendor = stage.vendor();
        ledger = stage.ledger();
        owners = stage.owners();
        provider = stage.provider();
        wire = wire("plain", "");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** Pixels of a picture of 40 by 20 become ratios; angles keep their names, scores their scale. */
    @Test
    void numbersKeepTheirMeaning() throws IOException {
        var face = told("rescue", "POST", "analyze", "{\"image\":" + ONE + ",\"attributes\":[\"age\",\"gender\"]}")
                .at("/faces/0");
        assertThat(face.path("box"))
                .isEqualTo(JSON.readTree("{\"left\":0.025,\"top\":0.05,\"width\":0.2,\"height\":0.4,"
                        + "\"pixels\":{\"left\":1,\"top\":1,\"width\":8,\"height\":8}}"));
        assertThat(face.at("/pose/roll").asDouble()).isEqualTo(3.5);
        assertThat(face.at("/pose/yaw").asDouble()).isEqualTo(1.5);
        assertThat(face.at("/pose/pitch").asDouble()).isEqualTo(2.5);
        assertThat(face.path("attributes").findValuesAsText("value")).containsExactlyInAnyOrder("27", "Female");
        vendor.tellsEverything();
        var detected = told("rescue", "POST", "detect", "{\"image\":" + ONE + "}");
        assertThat(detected.at("/faces/0").has("attributes")).isFalse();
        assertThat(detected.toString()).doesNotContain("face_token");
        problem(
                ask("rescue", "POST", "analyze", "{\"image\":" + ONE + ",\"attributes\":[\"emotion\"]}"),
                501,
                "unsupported");
    }

    @Test
    void aComparisonHasTheThresholdThatItsCallerGives() throws IOException {
        var two = "{\"source\":" + ONE + ",\"target\":" + ONE;
        assertThat(problem(ask("rescue", "POST", "verify", two + "}"), 400, "invalid_parameter"))
                .contains("no default threshold", "from 0 to 100", "faceplusplus/face/confidence");
        assertThat(vendor.seen()).isEmpty();
        var same = told("rescue", "POST", "verify", two + THRESHOLD + "}");
        assertThat(same.at("/matches/0/score/raw").asDouble()).isEqualTo(96.46);
        assertThat(same.at("/matches/0/score/max").asInt()).isEqualTo(100);
        assertThat(same.at("/matches/0/score/threshold/applied").asDouble()).isEqualTo(50);
        var higher = told("rescue", "POST", "verify", two + ",\"threshold\":{\"value\":97," + GROUP + "}");
        assertThat(higher.path("matches")).isEmpty();
        assertThat(higher.path("unmatched")).hasSize(1);
    }

    /** The vendor's thresholds are those of one answer: a match must reach the one of 1 in 1000, and they are not kept. */
    @Test
    void whatTheVendorItselfDoubtsIsNoMatch() throws IOException {
        var two = "{\"source\":" + ONE + ",\"target\":" + ONE + THRESHOLD + "}";
        vendor.thresholds(Map.of("1e-3", 97.0, "1e-4", 98.0, "1e-5", 99.0));
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
        vendor.thresholds(Map.of("1e-3", 62.3, "1e-4", 69.1, "1e-5", 73.9));
        assertThat(told("rescue", "POST", "verify", two).path("matches")).hasSize(1);
        vendor.thresholds(Map.of());
        problem(ask("rescue", "POST", "verify", two), 502, "provider_down");
        vendor.thresholds(Map.of("1e-3", "high"));
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
        vendor.thresholds(Map.of("1e-3", new BigDecimal("1e999")));
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
        vendor.thresholds(Map.of("1e-3", "1"));
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
    }

    /** The vendor compares the largest faces only; the others are compared by the tokens of its answer. */
    @Test
    void eachFaceOfTheTargetIsCompared() throws IOException {
        var several = told("rescue", "POST", "verify", "{\"source\":" + ONE + ",\"target\":" + THREE + THRESHOLD + "}");
        assertThat(several.path("matches").size() + several.path("unmatched").size())
                .isEqualTo(3);
        assertThat(vendor.seen()).hasSize(3);
        assertThat(vendor.last().text("face_token1")).isNotEmpty();
    }

    @Test
    void aGalleryFromItsBeginningToItsEnd() throws IOException {
        assertThat(told("rescue", "GET", "galleries").path("galleries")).isEmpty();
        told("rescue", "POST", "galleries", "{\"gallery\":\"missing\"}");
        problem(ask("rescue", "POST", "galleries", "{\"gallery\":\"missing\"}"), 409, "already_exists");
        told("thief", "POST", "galleries", "{\"gallery\":\"missing\"}");
        assertThat(vendor.names()).containsExactly("6.rescue.missing", "5.thief.missing");
        assertThat(told("rescue", "GET", "galleries").at("/galleries/0/gallery").asText())
                .isEqualTo("missing");
        assertThat(told("rescue", "GET", "galleries").path("galleries")).hasSize(1);
        problem(ask("rescue", "GET", "galleries?token=x"), 400, "invalid_token");
        var face = told("rescue", "POST", "galleries/missing/faces", "{\"image\":" + ONE + ",\"external_id\":\"Jane\"}")
                .at("/faces/0/face_id")
                .asText();
        assertThat(told("rescue", "GET", "galleries/missing").path("faces").asInt())
                .isEqualTo(1);
        var found = identified("rescue", "\"image\":" + ONE);
        assertThat(found.at("/0/external_id").asText()).isEqualTo("Jane");
        assertThat(found.at("/0/face_id").asText()).isEqualTo(face);
        assertThat(found.at("/0/score/raw").asDouble()).isEqualTo(96.46);
        assertThat(identified("rescue", "\"image\":" + OTHER)).isEmpty();
        assertThat(identified("rescue", "\"face_id\":\"" + face + "\"")).hasSize(1);
        for (var who : List.of("thief", "rescue/other")) {
            problem(
                    ask(who, "POST", "galleries/missing/identify", "{\"face_id\":\"" + face + "\"" + THRESHOLD + "}"),
                    403,
                    "refused");
        }
        problem(ask("rescue", "GET", "galleries/missing/faces"), 501, "unsupported");
        assertThat(told("rescue", "DELETE", "galleries/missing/faces/" + face)
                        .at("/erased_faces/0")
                        .asText())
                .isEqualTo(face);
        assertThat(vendor.stored()).isZero();
        told("rescue/other", "DELETE", "galleries/missing");
        assertThat(vendor.names()).containsExactly("5.thief.missing");
        assertThat(problem(ask("rescue", "GET", "galleries/missing"), 403, "refused"))
                .contains("gallery_not_owned");
    }

    @Test
    void whatIsObligedHoldsOnItsRepliesToo() throws IOException {
        wire = wire("strict", Stage.oblige("faceplusplus", "min_similarity: 0.97"));
        var two = "{\"source\":" + ONE + ",\"target\":" + ONE + THRESHOLD + "}";
        assertThat(told("rescue", "POST", "verify", two).path("matches")).isEmpty();
        wire = wire("bare", Stage.oblige("faceplusplus", "redact: [analyze]"));
        vendor.tellsEverything();
        assertThat(text(ask("rescue", "POST", "analyze", "{\"image\":" + ONE + ",\"attributes\":[\"age\"]}")))
                .doesNotContain("\"27\"", "Female");
    }

    /** On its own API the same is judged, recorded, and refused. */
    @Test
    void whatTheVendorKeepsIsJudgedHereToo() throws Exception {
        told("rescue", "POST", "galleries", "{\"gallery\":\"missing\"}");
        told("rescue", "POST", "detect", "{\"image\":" + ONE + "}");
        int before = vendor.seen().size();
        for (var kind : List.of("pictures", "templates")) {
            wire = wire(kind, Stage.oblige("faceplusplus", "retention: {" + kind + ": P1D}"));
            for (var call : List.of(
                    "detect {\"image\":" + ONE + "}",
                    "verify {\"source\":" + ONE + ",\"target\":" + ONE + THRESHOLD + "}",
                    "galleries/missing/identify {\"image\":" + ONE + THRESHOLD + "}",
                    "galleries/missing/faces {\"image\":" + ONE + "}")) {
                var words = call.split(" ", 2);
                assertThat(problem(ask("rescue", "POST", words[0], words[1]), 403, "refused"))
                        .as(call)
                        .contains("obligation_unenforceable", "retention." + kind);
            }
        }
        assertThat(vendor.seen()).hasSize(before);
    }

    @Test
    void theTemplatesOfADetectionAreOnRecord() throws Exception {
        told("rescue", "POST", "detect", "{\"image\":" + ONE + "}");
        ledger.close();
        assertThat(Stage.judged(data)).isEqualTo(Set.of(Capability.DETECT, Capability.ENROLL));
        ledger = Stage.ledger(data);
    }

    /** The vendor takes a word for all faces of a face set. */
    @Test
    void oneFaceIsErasedAndNotAll() throws Exception {
        told("rescue", "POST", "galleries", "{\"gallery\":\"missing\"}");
        told("rescue", "POST", "galleries/missing/faces", "{\"image\":" + ONE + "}");
        int before = vendor.seen().size();
        for (var id : List.of("RemoveAllFaceTokens", "removeallfacetokens")) {
            assertThat(problem(ask("rescue", "DELETE", "galleries/missing/faces/" + id), 403, "refused"))
                    .contains("unknown_handle");
        }
        assertThat(vendor.seen()).hasSize(before);
        assertThat(vendor.stored()).isOne();
    }

    /** Nothing says whether boxes are those of the stored or of the upright picture. */
    @Test
    void aTurnedPictureIsNotTaken() throws IOException {
        var jpeg = TestPictures.jpeg(40, 20);
        var exif = new byte[] {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            18,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        var whole = new ByteArrayOutputStream();
        whole.write(jpeg, 0, 2);
        whole.write(exif);
        whole.write(jpeg, 2, jpeg.length - 2);
        var turned = TestPictures.neutral(whole.toByteArray());
        assertThat(problem(ask("rescue", "POST", "detect", "{\"image\":" + turned + "}"), 400, "invalid_image"))
                .contains("turned by EXIF");
        assertThat(vendor.seen()).isEmpty();
    }

    private JsonNode identified(String who, String probe) throws IOException {
        return told(who, "POST", "galleries/missing/identify", "{" + probe + THRESHOLD + "}")
                .path("candidates");
    }

    private JsonNode told(String who, String method, String target, String... body) throws IOException {
        return NeutralCalls.answered(ask(who, method, target, body), "faceplusplus", "6.rescue.", "5.thief.");
    }

    private HttpAnswer ask(String who, String method, String target, String... body) {
        return new NeutralCalls(wire, FacePlusPlusForms.NOW).ask(who, method, target, body);
    }

    private VendorCallHandler wire(String name, String rules) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: faceplusplus}}\n" + rules;
        return Stage.wire(
                new NeutralWire(),
                Stage.policies(data.resolve(name), Map.of(), all),
                ledger,
                new ProviderRouting(new LinkedHashMap<>(Map.of("faceplusplus", provider)), null, List.of()),
                Stage::caller);
    }

    /** A picture of 40 by 20 that the fake vendor sees so many faces in. */
    private static String image(int last) {
        var png = TestPictures.png(40, 20);
        var bytes = Arrays.copyOf(png, png.length + 1);
        bytes[png.length] = (byte) last;
        return TestPictures.neutral(bytes);
    }
}
