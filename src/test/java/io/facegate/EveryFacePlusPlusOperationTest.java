package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusProvider;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All operations of Face++ from a client's bytes to the vendor's and back, on an account that several share. */
class EveryFacePlusPlusOperationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] PICTURE = Stage.PIXELS;

    /** What the caller need not have made. */
    private static final Set<String> NAMING_NOTHING = Set.of("Detect", "CreateFaceSet", "GetFaceSets");

    @TempDir
    private Path data;

    private FacePlusPlusStage stage;
    private FakeFacePlusPlus vendor;
    private Ledger ledger;
    private OwnedResources owners;
    private FacePlusPlusProvider provider;
    private VendorCallHandler wire;
    private String face = "";
    private String stored = "";

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

    static Stream<String> operations() {
        return VendorApi.FACEPLUSPLUS.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isForwardedAnewWithTheOperatorsKeyAndAnsweredWithTheCallersNames(String operation) throws Exception {
        begin();
        for (var given : List.of(least(operation), fullest(operation))) {
            int before = vendor.seen().size();
            var answer = call("rescue", operation, given);
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
            assertThat(text(answer)).doesNotContain("6.rescue.");
            assertThat(vendor.seen()).hasSize(before + 1);
            var sent = vendor.last();
            assertThat(sent.path()).isEqualTo(path(operation));
            var expected = new LinkedHashMap<String, Object>(given);
            expected.computeIfPresent("outer_id", (name, value) -> "6.rescue." + value);
            expected.put("api_key", FakeFacePlusPlus.KEY);
            expected.put("api_secret", FakeFacePlusPlus.SECRET);
            assertThat(sent.fields().keySet()).isEqualTo(expected.keySet());
            expected.forEach((name, value) -> assertThat(sent.fields().get(name))
                    .as(name)
                    .isEqualTo(
                            value instanceof byte[] file
                                    ? file
                                    : String.valueOf(value).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            begin();
        }
        assertThat(records()).doesNotContain("fgk_", FakeFacePlusPlus.SECRET, FakeFacePlusPlus.KEY, face, stored);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRefusedToPoliceUnderTheMoratoriumUnlessItErases(String operation) throws Exception {
        begin();
        int before = vendor.seen().size();
        var answer = call("police", operation, least(operation));
        if (!VendorApi.FACEPLUSPLUS.rest().byName(operation).capabilities().equals(Set.of(Capability.GALLERY_ERASE))) {
            assertThat(answer.status()).isEqualTo(403);
            var body = JSON.readTree(answer.body());
            assertThat(body.path("error_message").asText())
                    .startsWith("AUTHORIZATION_ERROR: ")
                    .containsPattern("moratorium|gallery_not_owned|unknown_handle");
            assertThat(body.path("request_id").asText()).isEqualTo(header(answer, "Facegate-Decision"));
            assertThat(body.path("time_used").isInt()).isTrue();
        }
        assertThat(vendor.seen()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatOneMadeAnotherCannotUse(String operation) throws Exception {
        begin();
        int before = vendor.seen().size();
        var answer = call("thief", operation, least(operation));
        if (NAMING_NOTHING.contains(operation)) {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(text(answer)).doesNotContain(stored, "6.rescue.");
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer)).containsPattern("unknown_handle|gallery_not_owned");
            assertThat(vendor.seen()).hasSize(before);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatWasMadeForOnePurposeIsNotUsedForAnother(String operation) throws Exception {
        begin();
        boolean erases =
                VendorApi.FACEPLUSPLUS.rest().byName(operation).capabilities().contains(Capability.GALLERY_ERASE);
        var answer = call("rescue.other", operation, least(operation));
        if (erases || NAMING_NOTHING.contains(operation)) {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(fields(answer).contains("facesets") && text(answer).contains(stored))
                    .isFalse();
        } else {
            assertThat(text(answer)).contains("handle_purpose");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aMistakeIsToldInTheVendorsWordsAndNothingIsSent(String operation) throws Exception {
        begin();
        int before = vendor.seen().size();
        var unknown = new LinkedHashMap<>(least(operation));
        unknown.put("bogus", "1");
        mistake(call("rescue", operation, unknown), "BAD_ARGUMENTS: ", "'bogus'");
        var calls = FacePlusPlusForms.multipart(
                path(operation) + "?x=1", FacePlusPlusForms.signed("rescue", least(operation)));
        mistake(wire.handle(calls), "BAD_ARGUMENTS: ", "'x'");
        if (!least(operation).isEmpty()) {
            mistake(call("rescue", operation, Map.of()), "MISSING_ARGUMENTS: ", "");
        }
        for (var field : fullest(operation).keySet()) {
            var wrong = new LinkedHashMap<>(least(operation));
            wrong.put(field, fullest(operation).get(field) instanceof byte[] ? "no file" : "\u0001'&");
            assertThat(call("rescue", operation, wrong).status()).as(field).isEqualTo(400);
        }
        assertThat(vendor.seen()).hasSize(before);
    }

    private static void mistake(HttpAnswer answer, String code, String names) throws IOException {
        assertThat(answer.status()).as(text(answer)).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error_message").asText())
                .startsWith(code)
                .contains(names);
        assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingThatDescribesAFaceIsGivenWhereItIsRedacted(String operation) throws Exception {
        begin();
        wire = wire("obliging", Stage.oblige("faceplusplus", "redact: [analyze]"));
        vendor.tellsEverything();
        var answer = call("rescue", operation, fullest(operation));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(fields(answer))
                .doesNotContain("age", "gender", "smile", "emotion", "ethnicity", "beauty", "eyestatus", "glass")
                .doesNotContain("skinstatus", "undescribed");
        assertThat(String.valueOf(vendor.last().text("return_attributes"))).isIn("null", "headpose");
    }

    /** The control: without the obligation, what was asked for reaches the caller. */
    @Test
    void whatIsNotRedactedIsGiven() throws Exception {
        var answer = call("rescue", "Detect", fullest("Detect"));
        assertThat(fields(answer)).contains("age", "gender", "smile", "eyestatus", "glass", "headpose", "contour_chin");
    }

    /** A picture comes as a file or as base64, in either encoding of forms; the vendor gets the same file. */
    @Test
    void everyFormOfAPictureIsForwarded() throws Exception {
        var base64 = Base64.getEncoder().encodeToString(PICTURE);
        for (var call : List.of(
                FacePlusPlusForms.multipart(
                        "/facepp/v3/detect", FacePlusPlusForms.signed("rescue", Map.of("image_file", PICTURE))),
                FacePlusPlusForms.multipart(
                        "/facepp/v3/detect", FacePlusPlusForms.signed("rescue", Map.of("image_base64", base64))),
                FacePlusPlusForms.urlEncoded(
                        "/facepp/v3/detect", FacePlusPlusForms.signed("rescue", Map.of("image_base64", base64))))) {
            var answer = wire.handle(call);
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(vendor.last().fields().get("image_file")).isEqualTo(PICTURE);
            assertThat(vendor.last().type()).startsWith("multipart/form-data; boundary=facegate-");
        }
        var both = wire.handle(FacePlusPlusForms.multipart(
                "/facepp/v3/compare",
                FacePlusPlusForms.signed("rescue", Map.of("image_base64_1", base64, "image_file2", PICTURE))));
        assertThat(both.status()).as(text(both)).isEqualTo(200);
        assertThat(vendor.last().fields())
                .containsKeys("image_file1", "image_file2")
                .hasSize(4);
        var twice = wire.handle(FacePlusPlusForms.multipart(
                "/facepp/v3/detect",
                FacePlusPlusForms.signed("rescue", Map.of("image_base64", base64, "image_file", PICTURE))));
        assertThat(text(twice)).contains("COEXISTENCE_ARGUMENTS");
    }

    /** Base64 that two readers can take for different bytes, or one for another text, is a mistake. */
    @Test
    void base64ThatCanBeReadInTwoWaysIsAMistake() throws Exception {
        var base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(PICTURE, PICTURE.length / 3 * 3 + 1));
        assertThat(base64).endsWith("==");
        char last = base64.charAt(base64.length() - 3);
        var strayBits = base64.substring(0, base64.length() - 3) + (char) (last + 1) + "==";
        assertThat(Base64.getDecoder().decode(strayBits))
                .isEqualTo(Base64.getDecoder().decode(base64));
        int before = vendor.seen().size();
        for (var each : List.of(strayBits, base64.replace("=", ""))) {
            mistake(call("rescue", "Detect", Map.of("image_base64", each)), "BAD_ARGUMENTS", "image_base64");
        }
        assertThat(vendor.seen()).hasSize(before);
    }

    /** The vendor keeps a template of every face; who may not enrol is not given the token to it. */
    @Test
    void whoMayOnlyDetectIsGivenNoToken() throws Exception {
        var narrow = Stage.policies(data.resolve("narrow"), Map.of(), """
              - {id: only, effect: permit, match: {provider: faceplusplus, capability: [detect, verify]}}
            """);
        var only = Stage.wire(new FacePlusPlusWire(), narrow, ledger, provider, EveryFacePlusPlusOperationTest::caller);
        for (var operation : List.of("Detect", "Compare")) {
            var fields = operation.equals("Detect")
                    ? Map.of("image_file", PICTURE)
                    : Map.of("image_file1", PICTURE, "image_file2", PICTURE);
            var answer = only.handle(
                    FacePlusPlusForms.multipart(path(operation), FacePlusPlusForms.signed("rescue", fields)));
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(fields(answer)).contains("face_rectangle").doesNotContain("face_token");
        }
        assertThat(fields(call("rescue", "Detect", least("Detect")))).contains("face_token");
    }

    @Test
    void aFaceThatWasRemovedIsNotUsedAgainAndAnErasedFaceSetIsForgottenUnderBothNames() throws Exception {
        begin();
        assertThat(call("rescue", "RemoveFaces", Map.of("outer_id", "missing", "face_tokens", stored))
                        .status())
                .isEqualTo(200);
        assertThat(vendor.stored()).isZero();
        assertThat(text(call("rescue", "GetFace", Map.of("face_token", stored))))
                .contains("unknown_handle");
        var set = JSON.readTree(call("rescue", "GetFaceSet", Map.of("outer_id", "missing"))
                        .body())
                .path("faceset_token")
                .asText();
        assertThat(call("rescue", "GetFaceSet", Map.of("faceset_token", set)).status())
                .isEqualTo(200);
        assertThat(call("rescue.other", "DeleteFaceSet", Map.of("faceset_token", set))
                        .status())
                .isEqualTo(200);
        assertThat(text(call("rescue", "GetFaceSet", Map.of("outer_id", "missing"))))
                .contains("gallery_not_owned");
        assertThat(text(call("rescue", "GetFaceSet", Map.of("faceset_token", set))))
                .contains("gallery_not_owned");
        // It may begin anew, for another purpose.
        assertThat(call("rescue.other", "CreateFaceSet", Map.of("outer_id", "missing"))
                        .status())
                .isEqualTo(200);
    }

    /** Whether there is another page does not tell what other organisations have. */
    @Test
    void aListOfFaceSetsTellsNothingOfOthers() throws Exception {
        begin();
        call("rescue", "CreateFaceSet", Map.of("outer_id", "second"));
        vendor.pageSize(1);
        var alone = JSON.readTree(call("rescue", "GetFaceSets", Map.of()).body());
        assertThat(alone.path("facesets").findValuesAsText("outer_id")).containsExactly("missing", "second");
        for (int one = 0; one < 5; one++) {
            call("thief", "CreateFaceSet", Map.of("outer_id", "s" + one));
        }
        call("rescue", "CreateFaceSet", Map.of("outer_id", "third"));
        var listed =
                JSON.readTree(call("rescue", "GetFaceSets", Map.of("tags", "a")).body());
        assertThat(listed.path("facesets").findValuesAsText("outer_id")).containsExactly("missing", "second", "third");
        assertThat(listed.has("next")).isFalse();
        var from = JSON.readTree(
                call("rescue", "GetFaceSets", Map.of("start", "3")).body());
        assertThat(from.path("facesets").findValuesAsText("outer_id")).containsExactly("third");
        for (int one = 0; one < 12; one++) {
            call("thief", "CreateFaceSet", Map.of("outer_id", "more" + one));
        }
        assertThat(text(call("rescue", "GetFaceSets", Map.of()))).contains("too many entries to list them all");
    }

    /** A face that was not removed, or is another purpose's, stays on record. */
    @Test
    void onlyWhatWasRemovedIsForgotten() throws Exception {
        begin();
        var removed = Map.of("outer_id", "missing", "face_tokens", face + "," + stored);
        assertThat(call("rescue.other", "RemoveFaces", removed).status()).isEqualTo(200);
        assertThat(call("rescue", "GetFace", Map.of("face_token", stored)).status())
                .isEqualTo(200);
        begin();
        var both = Map.of("outer_id", "missing", "face_tokens", face + "," + stored);
        assertThat(text(call("rescue", "RemoveFaces", both))).contains("\"face_removed\":1");
        assertThat(call("rescue", "GetFace", Map.of("face_token", face)).status())
                .isEqualTo(200);
        assertThat(text(call("rescue", "GetFace", Map.of("face_token", stored))))
                .contains("unknown_handle");
    }

    /** In place of tokens, the vendor takes a word for all of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"RemoveAllFaceTokens", "removeallfacetokens", "a,RemoveAllFaceTokens", "REMOVEALLFACETOKENS,a"})
    void noWordMeansAllFaces(String tokens) throws Exception {
        begin();
        int before = vendor.seen().size();
        assertThat(text(call("rescue", "RemoveFaces", Map.of("outer_id", "missing", "face_tokens", tokens))))
                .contains("AUTHORIZATION_ERROR", "unknown_handle");
        assertThat(vendor.seen()).hasSize(before);
        assertThat(vendor.stored()).isOne();
    }

    /** Also where they may not be kept: the vendor keeps them then, too. */
    @ParameterizedTest
    @ValueSource(strings = {"pictures", "templates"})
    void whatTheVendorKeepsIsNotSentWhereItMayNotBeKept(String kind) throws Exception {
        begin();
        int before = vendor.seen().size();
        for (var capabilities : List.of("[detect, verify, identify, enroll]", "[detect, verify, identify]")) {
            var rules = "  - {id: only, effect: permit, match: {provider: faceplusplus, capability: " + capabilities
                    + "}}\n" + Stage.oblige("faceplusplus", "retention: {" + kind + ": P0D}");
            var policies = Stage.policies(data.resolve(kind + capabilities.length()), Map.of(), rules);
            wire = Stage.wire(
                    new FacePlusPlusWire(), policies, ledger, provider, EveryFacePlusPlusOperationTest::caller);
            for (var operation : List.of("Detect", "Compare", "Search")) {
                var answer = call("rescue", operation, least(operation));
                assertThat(text(answer)).as(operation).contains("obligation_unenforceable", "retention." + kind);
            }
            var byToken = call("rescue", "Search", Map.of("face_token", stored, "outer_id", "missing"));
            assertThat(byToken.status()).as(text(byToken)).isEqualTo(200);
        }
        assertThat(vendor.seen()).hasSize(before + 2);
    }

    @Test
    void aMinimumOfSimilarityAsksForTheAnswersOwnThresholdToo() throws Exception {
        begin();
        var search = Map.of("face_token", stored, "outer_id", "missing");
        var compare = Map.of("face_token1", stored, "face_token2", face);
        wire = wire("lenient", Stage.oblige("faceplusplus", "min_similarity: 0.9"));
        assertThat(confidence(call("rescue", "Compare", compare))).isEqualTo(96.46);
        assertThat(text(call("rescue", "Search", search))).contains("\"confidence\":96.46", "\"1e-3\":62.327");
        for (var others : List.<Map<String, Object>>of(
                Map.of("1e-3", 97.0, "1e-4", 98.0, "1e-5", 99.0),
                Map.of("1e-3", "low"),
                Map.of("1e-3", "NaN"),
                Map.of("1e-3", "50"),
                Map.of("1e-3", new BigDecimal("1e999")),
                Map.of())) {
            vendor.thresholds(others);
            assertThat(confidence(call("rescue", "Compare", compare)))
                    .as(others.toString())
                    .isZero();
            assertThat(text(call("rescue", "Search", search))).contains("\"results\":[]");
        }
        vendor.thresholds(Map.of("1e-3", 62.327));
        wire = wire("strict", Stage.oblige("faceplusplus", "min_similarity: 0.97"));
        assertThat(confidence(call("rescue", "Compare", compare))).isZero();
        assertThat(text(call("rescue", "Search", search))).contains("\"results\":[]");
    }

    private static double confidence(HttpAnswer answer) throws IOException {
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body()).path("confidence").asDouble(-1);
    }

    /** A picture at a URL is fetched by the gateway, where that is registered; the vendor never gets the URL. */
    @Test
    void aPictureAtAUrlIsNotSentAsAUrl() {
        var answer = call("rescue", "Detect", Map.of("image_url", "https://pictures.example/a.jpg"));
        assertThat(answer.status()).as(text(answer)).isEqualTo(403);
        assertThat(text(answer)).contains("url_not_registered");
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void anErrorOfTheVendorIsGivenInTheCallersOwnNames() throws Exception {
        begin();
        var again = call("rescue", "CreateFaceSet", Map.of("outer_id", "missing"));
        assertThat(again.status()).isEqualTo(400);
        assertThat(text(again)).contains("FACESET_EXIST");
        var tooLong = call("rescue", "CreateFaceSet", Map.of("outer_id", "x".repeat(247)));
        assertThat(text(tooLong)).contains("BAD_ARGUMENTS: outer_id has more than 246 characters");
    }

    @Test
    void anUnknownPathIsRefusedAndAnUnknownKeyIsTold() throws Exception {
        var unknown = wire.handle(FacePlusPlusForms.multipart(
                "/facepp/v3/faceset/async/addface", FacePlusPlusForms.signed("rescue", Map.of("a", "b"))));
        assertThat(text(unknown)).contains("AUTHORIZATION_ERROR", "unknown_operation");
        for (var left : List.of(Map.of("outer_id", "a", "force_merge", "1"))) {
            mistake(call("rescue", "CreateFaceSet", left), "BAD_ARGUMENTS: ", "'force_merge'");
        }
        assertThat(vendor.seen()).isEmpty();
    }

    /** A face, and a face set named missing with one face, both made for missing children. */
    private void begin() throws IOException {
        if (vendor.names().contains("6.rescue.missing")) {
            call("rescue", "DeleteFaceSet", Map.of("outer_id", "missing"));
        }
        face = detected();
        stored = detected();
        var made = call("rescue", "CreateFaceSet", Map.of("outer_id", "missing", "face_tokens", stored));
        assertThat(made.status()).as(text(made)).isEqualTo(200);
    }

    private String detected() throws IOException {
        var answer = call("rescue", "Detect", Map.of("image_file", PICTURE));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        return body.at("/faces/0/face_token").asText();
    }

    private Map<String, Object> least(String operation) {
        return switch (operation) {
            case "Detect" -> Map.of("image_file", PICTURE);
            case "Compare" -> Map.of("face_token1", face, "image_file2", PICTURE);
            case "Search" -> Map.of("image_file", PICTURE, "outer_id", "missing");
            case "AnalyzeFaces" -> Map.of("face_tokens", face);
            case "GetFace" -> Map.of("face_token", stored);
            case "SetUserId" -> Map.of("face_token", face, "user_id", "jane");
            case "CreateFaceSet", "GetFaceSets" -> Map.of();
            case "AddFaces", "RemoveFaces" -> Map.of("outer_id", "missing", "face_tokens", stored);
            default -> Map.of("outer_id", "missing");
        };
    }

    private Map<String, Object> fullest(String operation) {
        var all = new LinkedHashMap<>(least(operation));
        var words = "age,gender,smiling,emotion,ethnicity,beauty,eyestatus,skinstatus,headpose";
        switch (operation) {
            case "Detect" ->
                all.putAll(Map.of(
                        "return_attributes",
                        words,
                        "return_landmark",
                        "2",
                        "calculate_all",
                        "1",
                        "beauty_score_min",
                        "0",
                        "beauty_score_max",
                        "100"));
            case "Compare" -> {}
            case "Search" -> all.putAll(Map.of("return_result_count", "5"));
            case "AnalyzeFaces" -> all.putAll(Map.of("return_attributes", words, "return_landmark", "1"));
            case "CreateFaceSet" ->
                all.putAll(Map.of(
                        "outer_id",
                        "found",
                        "display_name",
                        "Found, 2026".replace(",", ""),
                        "tags",
                        "a,b",
                        "user_data",
                        "x",
                        "face_tokens",
                        face));
            case "UpdateFaceSet" -> all.putAll(Map.of("display_name", "Ünïcode", "tags", "c", "user_data", "y"));
            case "GetFaceSet" -> all.put("start", "1");
            case "DeleteFaceSet" -> all.put("check_empty", "0");
            case "GetFaceSets" -> all.putAll(Map.of("tags", "a", "start", "1"));
            default -> {}
        }
        return all;
    }

    private static String path(String operation) {
        return "/"
                + String.join(
                        "/", VendorApi.FACEPLUSPLUS.rest().byName(operation).path());
    }

    private HttpAnswer call(String who, String operation, Map<String, ?> fields) {
        return wire.handle(FacePlusPlusForms.multipart(path(operation), FacePlusPlusForms.signed(who, fields)));
    }

    private static Caller caller(String key) {
        return Stage.caller(key.split("_")[1]);
    }

    private String records() throws Exception {
        ledger.close();
        ledger = Stage.ledger(data);
        var all = new StringBuilder();
        try (var archive = RecordSearch.open(data)) {
            archive.find(RecordQuery.matchAll(1000))
                    .forEach(entry -> all.append(new String(entry.json(), java.nio.charset.StandardCharsets.UTF_8)));
        }
        assertThat(all).contains("faceplusplus");
        return all.toString();
    }

    private VendorCallHandler wire(String name, String rules) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: faceplusplus}}\n" + rules;
        var policies = Stage.policies(data.resolve(name), Stage.ban("faceplusplus"), all);
        return Stage.wire(new FacePlusPlusWire(), policies, ledger, provider, EveryFacePlusPlusOperationTest::caller);
    }
}
