package io.facegate.vendor.google.wire;

import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_OCCLUSION;
import static io.facegate.call.Capability.CELEBRITY;
import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.JOB_RESULT;
import static io.facegate.call.Capability.NOT_FACE;
import static io.facegate.call.Capability.REVERSE_IMAGE_SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.VendorApi;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Google Vision's calls are read and classified. */
class GoogleRequestReaderTest {
    @TempDir
    private Path folder;

    private static final String ANNOTATE = "POST /v1/images:annotate";

    /** A PNG of one pixel. */
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    static FaceCall read(String target, String json) {
        return GoogleRequestReader.read(Stage.arrival(
                target,
                json.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-11-25T12:00:00Z"),
                "Content-Type",
                "application/json"));
    }

    static String item(String features, String more) {
        return "{\"image\":{\"content\":\"" + PIXEL + "\"},\"features\":[" + features + "]" + more + "}";
    }

    static String requests(String... items) {
        return "{\"requests\":[" + String.join(",", items) + "]}";
    }

    @ParameterizedTest
    @EnumSource
    void everyFeatureIsKnownByItsNameAndItsNumber(GoogleFeature feature) {
        int number = switch (feature) {
            case FACE_DETECTION -> 1;
            case LANDMARK_DETECTION -> 2;
            case LOGO_DETECTION -> 3;
            case LABEL_DETECTION -> 4;
            case TEXT_DETECTION -> 5;
            case SAFE_SEARCH_DETECTION -> 6;
            case IMAGE_PROPERTIES -> 7;
            case CROP_HINTS -> 9;
            case WEB_DETECTION -> 10;
            case DOCUMENT_TEXT_DETECTION -> 11;
            case PRODUCT_SEARCH -> 12;
            case OBJECT_LOCALIZATION -> 19;
        };
        var named = read(ANNOTATE, requests(item("{\"type\":\"" + feature + "\"}", "")));
        var numbered = read(ANNOTATE, requests(item("{\"type\":" + number + "}", "")));
        assertThat(named.preconditionFailure()).isNull();
        assertThat(named.facts().capabilities())
                .isEqualTo(feature.capabilities())
                .isNotEmpty();
        assertThat(numbered.facts().capabilities()).isEqualTo(feature.capabilities());
    }

    @Test
    void aFaceIsDetectedAndMoreThanWasAskedIsTold() {
        var call = read(ANNOTATE, requests(item("{\"type\":\"FACE_DETECTION\"}", "")));
        assertThat(call.facts().capabilities()).containsExactlyInAnyOrder(DETECT, ANALYZE_EMOTION, ANALYZE_OCCLUSION);
        assertThat(call.facts().unrequested()).containsExactlyInAnyOrder(ANALYZE_EMOTION, ANALYZE_OCCLUSION);
        assertThat(call.withoutUnrequested().facts().capabilities()).containsExactly(DETECT);
        assertThat(call.request()).isInstanceOf(NormalizedRequest.DetectEach.class);
        assertThat(call.pictures().count()).hasValue(1);
    }

    /** One page or five thousand: a rule on a count must not take it for none. */
    @ParameterizedTest
    @ValueSource(strings = {"files:annotate", "files:asyncBatchAnnotate"})
    void howManyPicturesADocumentHoldsIsNotKnownAndRulesOnCountsFailClosed(String method) {
        var document = "{\"inputConfig\":{\"content\":\"JVBERi0xLjQ=\",\"mimeType\":\"application/pdf\"},"
                + "\"features\":[{\"type\":\"FACE_DETECTION\"}]}";
        var call = read("POST /v1/" + method, requests(document));
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.pictures()).isEqualTo(Pictures.UNCOUNTED);
        for (var when : List.of("picture_count < 1", "picture_count >= 1", "picture_count > 100")) {
            assertThat(judged("effect: permit", when, call)).as(when).isInstanceOf(Decision.Refuse.class);
            assertThat(judged("effect: refuse", when, call)).as(when).isInstanceOf(Decision.Refuse.class);
        }
        var picture = read(ANNOTATE, requests(item("{\"type\":\"FACE_DETECTION\"}", "")));
        assertThat(judged("effect: permit", "picture_count == 1", picture)).isInstanceOf(Decision.Permit.class);
        assertThat(judged("effect: refuse", "picture_count > 1", picture)).isInstanceOf(Decision.Permit.class);
    }

    /** By one rule with that condition, which is the only one to permit, or refuses what another permits. */
    private Decision judged(String effect, String when, FaceCall call) {
        try {
            var pack = Files.createDirectories(folder.resolve(effect + when)).resolve("house.yaml");
            Files.writeString(pack, """
                pack: house
                title: A house's own rules
                binds: Whoever calls here.
                rules:
                  - {id: all, effect: permit, match: {provider: %s}}
                  - id: counts
                    %s
                    match: {provider: google_vision}
                    when: %s%s
                    citation: {ref: A house rule, checked: 2026-11-24}
                """.formatted(
                            effect.endsWith("permit") ? "rekognition" : "google_vision",
                            effect,
                            when,
                            effect.endsWith("permit") ? "" : "\n    reason: {code: too_many, text: Too many.}"));
            var known = TestOrganisation.of("o", "nonprofit")
                    .named("O")
                    .in("US-OR")
                    .purposes("missing_child")
                    .build();
            var caller = TestCaller.of(known)
                    .purpose("missing_child")
                    .in("US-OR")
                    .by("api_key", "key")
                    .build();
            return PolicyEngine.load(pack.getParent()).decide(caller, call, Instant.parse("2026-11-25T12:00:00Z"));
        } catch (IOException unwritten) {
            throw new AssertionError(unwritten);
        }
    }

    @Test
    void allItemsAreJudgedTogether() {
        var call = read(
                ANNOTATE,
                requests(item("{\"type\":\"LOGO_DETECTION\"}", ""), item("{\"type\":\"WEB_DETECTION\"}", "")));
        assertThat(call.facts().capabilities()).containsExactlyInAnyOrder(NOT_FACE, REVERSE_IMAGE_SEARCH);
        assertThat(call.facts().unrequested()).isEmpty();
        assertThat(call.request()).isInstanceOf(NormalizedRequest.VendorSpecific.class);
    }

    @Test
    void famousFacesAreNamedInOneVersionOnly() {
        var body = requests(item(
                "{\"type\":\"FACE_DETECTION\"}",
                ",\"imageContext\":{\"faceRecognitionParams\":{\"celebritySet\":[\"builtin/default\"]}}"));
        assertThat(read("POST /v1p4beta1/images:annotate", body).facts().capabilities())
                .contains(CELEBRITY);
        assertThat(read(ANNOTATE, body).preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @Test
    void whatPointsElsewhereIsAReference() {
        var uri = "{\"requests\":[{\"image\":{\"source\":{\"imageUri\":\"http://10.0.0.1/a.jpg\"}},"
                + "\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}";
        var web = read(ANNOTATE, uri);
        assertThat(web.facts().references()).containsExactly(Reference.WEB_PICTURE);
        assertThat(web.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.PicturesAtUrls.class,
                        elsewhere -> assertThat(elsewhere.urls()).containsExactly("http://10.0.0.1/a.jpg"));
        for (var source : List.of(
                "{\"imageUri\":\"gs://films/a.jpg\"}",
                "{\"imageUri\":\"https://a.example/a.jpg\",\"gcsImageUri\":\"gs://films/a.jpg\"}",
                "{\"imageUri\":7}")) {
            var call = read(ANNOTATE, uri.replace("{\"imageUri\":\"http://10.0.0.1/a.jpg\"}", source));
            assertThat(call.facts().references()).as(source).containsExactly(Reference.URL);
            assertThat(call.request()).as(source).isInstanceOf(NormalizedRequest.VendorSpecific.class);
        }
        var later = "{\"requests\":[" + item("{\"type\":\"FACE_DETECTION\"}", "")
                + "],\"outputConfig\":{\"gcsDestination\":{\"uri\":\"gs://results/\"}}}";
        assertThat(read("POST /v1/images:asyncBatchAnnotate", later).facts().references())
                .containsExactly(Reference.OUTPUT);
        var file = "{\"requests\":[{\"inputConfig\":{\"gcsSource\":{\"uri\":\"gs://files/a.pdf\"},\"mimeType\":"
                + "\"application/pdf\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}";
        assertThat(read("POST /v1/files:annotate", file).facts().references()).containsExactly(Reference.URL);
    }

    @Test
    void aResultIsReadAsOne() {
        var call = read("GET /v1/operations/abc", "");
        assertThat(call.facts().capabilities()).containsExactly(JOB_RESULT);
        assertThat(call.preconditionFailure()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /v1/images:annotate        | {"requests":[{"features":[{"type":"FACE_RECOGNITION"}]}]}       | unknown_value
        POST /v1/images:annotate        | {"requests":[{"features":[{"type":0}]}]}                        | unknown_value
        POST /v1/images:annotate        | {"requests":[{"features":[{"type":13}]}]}                       | unknown_value
        POST /v1/images:annotate        | {"requests":[{"features":[{"type":1.0}]}]}                      | unknown_value
        POST /v1/images:annotate        | {"requests":[{"features":[{}]}]}                                | unknown_value
        POST /v1/images:annotate        | {"requests":[{"features":[{"type":"CROP_HINTS","extra":1}]}]}   | unknown_parameter
        POST /v1/images:annotate        | {"requests":[{"image_context":{},"features":[]}]}               | unknown_parameter
        POST /v1/images:annotate        | {"requests":[{"image":{"url":"a"},"features":[]}]}              | unknown_parameter
        POST /v1/images:annotate        | {"requests":[{"image":{"source":{"uri":"a"}},"features":[]}]}   | unknown_parameter
        POST /v1/images:annotate        | {"requests":[],"requests":[]}                                   | duplicate_key
        POST /v1/images:annotate        | {"requests":{}}                                                 | malformed_body
        POST /v1/images:annotate        | {"requests":[{"features":{}}]}                                  | malformed_body
        POST /v1/images:annotate        | []                                                              | malformed_body
        POST /v1/images:annotate?key=a  | {"requests":[]}                                                 | unknown_parameter
        POST /v1/images:annotate?alt=proto | {"requests":[]}                                              | unknown_value
        POST /v1/images:annotate?fields=a  | {"requests":[]}                                              | unknown_parameter
        POST /v1/images:annotates       | {"requests":[]}                                                 | unknown_operation
        POST /v2/images:annotate        | {"requests":[]}                                                 | unknown_operation
        GET /v1/images:annotate         | {"requests":[]}                                                 | unknown_operation
        POST /v1//images:annotate       | {"requests":[]}                                                 | unknown_operation
        POST /v1/images%3Aannotate      | {"requests":[]}                                                 | unknown_operation
        POST /v1p1beta1/files:annotate  | {"requests":[]}                                                 | unknown_operation
        POST /v1p4beta1/images:annotate | {"requests":[],"parent":"projects/p"}                           | unknown_parameter
        POST /v1p4beta1/projects/p/images:annotate | {"requests":[]}                                      | unknown_operation
        POST /v1/files:annotate         | {"requests":[{"image":{},"features":[]}]}                       | unknown_parameter
        POST /v1/files:asyncBatchAnnotate | {"requests":[],"outputConfig":{}}                             | unknown_parameter
        POST /v1/images:annotate        | {"requests":[{"imageContext":{"productSearchParams":{"product_set":"a"}},"features":[]}]} | unknown_parameter
        POST /v1/images:asyncBatchAnnotate | {"requests":[],"outputConfig":{"gcs_destination":{"uri":"gs://a/"}}} | unknown_parameter
        POST /v1/images:asyncBatchAnnotate | {"requests":[],"outputConfig":{"destination":{"uri":"gs://a/"}}}     | unknown_parameter
        POST /v1/images:asyncBatchAnnotate | {"requests":[],"outputConfig":{"gcsDestination":{"url":"gs://a/"}}}  | unknown_parameter
        POST /v1/files:annotate         | {"requests":[{"inputConfig":{"gcsSource":{"file":"gs://a/b"}},"features":[]}]} | unknown_parameter
        POST /v1/operations/abc         | {}                                                              | unknown_operation
        POST /v1/operations/:cancel     | {}                                                              | unknown_operation
        GET /v1/operations/abc:cancel   | {}                                                              | unknown_operation
        """)
    void whatIsNotKnownIsDoubted(String target, String body, String doubt) {
        assertThat(read(target, body).preconditionFailure()).isEqualTo(PreconditionFailure.fromCode(doubt));
    }

    @Test
    void whatIsWrongButClearIsToldByTheCallsOwnError() {
        assertThat(read(ANNOTATE, "{\"requests\":[]}").request()).isInstanceOf(NormalizedRequest.Flawed.class);
        var seventeen = Stream.generate(() -> item("{\"type\":\"FACE_DETECTION\"}", ""))
                .limit(17)
                .toArray(String[]::new);
        assertThat(read(ANNOTATE, requests(seventeen)).request()).isInstanceOf(NormalizedRequest.Flawed.class);
        var text = requests(item("{\"type\":\"FACE_DETECTION\"}", "")
                .replace(PIXEL, Base64.getEncoder().encodeToString("no picture".getBytes(StandardCharsets.UTF_8))));
        assertThat(read(ANNOTATE, text).request()).isInstanceOf(NormalizedRequest.Flawed.class);
        // Left out, it would shift the answers of those after it.
        var nothing = "{\"image\":{},\"features\":[{\"type\":\"FACE_DETECTION\"}]}";
        var two = requests(nothing, item("{\"type\":\"FACE_DETECTION\"}", ""));
        assertThat(read(ANNOTATE, two).request()).isInstanceOf(NormalizedRequest.Flawed.class);
    }

    /** Where each image is answered by itself; else the whole is flawed. */
    @Test
    void anImageThatIsNoneIsLeftOutOfABatch() {
        var good = item("{\"type\":\"FACE_DETECTION\"}", "");
        var bad =
                good.replace(PIXEL, Base64.getEncoder().encodeToString("no picture".getBytes(StandardCharsets.UTF_8)));
        var read = read(ANNOTATE, requests(good, bad, good));
        assertThat(((NormalizedRequest.DetectEach) read.request()).pictures()).hasSize(2);
        assertThat(((Map<?, ?>) read.params().get("body")).get("requests"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(GoogleImageErrors.fromCall(read).all()).containsOnlyKeys(1);
        assertThat(read.params()).as("what is sent on").containsOnlyKeys("path", "query", "body");
        var later = read(
                "POST /v1/images:asyncBatchAnnotate",
                "{\"requests\":[" + good + "," + bad
                        + "],\"outputConfig\":{\"gcsDestination\":{\"uri\":\"gs://results/a\"}}}");
        assertThat(later.request()).isInstanceOf(NormalizedRequest.Flawed.class);
        assertThat(GoogleImageErrors.fromCall(later).isEmpty()).isTrue();
    }

    static Stream<String> operations() {
        return VendorApi.GOOGLE_VISION.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    /** Each form of each version that has it, with each feature: classified by what it asks. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsClassifiedInEveryVersion(String operation) {
        var route = VendorApi.GOOGLE_VISION.rest().byName(operation);
        for (var version : route.versions()) {
            var path =
                    String.join("/", route.path()).replace("{version}", version).replaceAll("\\{[a-zA-Z]+}", "one");
            if (!route.parameters().contains("requests")) {
                var call = read(route.method() + " /" + path, route.bodies().contains(Form.NONE) ? "" : "{}");
                assertThat(call.operation()).isEqualTo(operation);
                assertThat(call.preconditionFailure()).isNull();
                assertThat(call.facts().capabilities()).isEqualTo(route.capabilities());
                continue;
            }
            Set<Capability> seen = EnumSet.noneOf(Capability.class);
            for (var feature : GoogleFeature.values()) {
                var item = item("{\"type\":\"" + feature + "\"}", "");
                var file = item.replace("\"image\":", "\"inputConfig\":");
                var call = read(route.method() + " /" + path, requests(operation.endsWith("Files") ? file : item));
                assertThat(call.operation()).isEqualTo(operation);
                assertThat(call.preconditionFailure()).isNull();
                seen.addAll(call.facts().capabilities());
            }
            Arrays.stream(GoogleFeature.values())
                    .forEach(feature -> assertThat(seen).containsAll(feature.capabilities()));
        }
    }

    /** What is written to a bucket cannot be rid of emotions, so it is judged with them. */
    @Test
    void emotionsAreSparedOnlyWhereTheReplyTellsThem() {
        var later = "{\"requests\":[" + item("{\"type\":\"FACE_DETECTION\"}", "")
                + "],\"outputConfig\":{\"gcsDestination\":{\"uri\":\"gs://results/\"}}}";
        var call = read("POST /v1/images:asyncBatchAnnotate", later);
        assertThat(call.facts().capabilities()).contains(ANALYZE_EMOTION);
        assertThat(call.facts().unrequested()).isEmpty();
    }

    @Test
    void labelsAreTheCallersOwnWords() {
        var labelled =
                "{\"requests\":[" + item("{\"type\":\"FACE_DETECTION\"}", "") + "],\"labels\":{\"cost_centre\":\"a\"}}";
        assertThat(read(ANNOTATE, labelled).preconditionFailure()).isNull();
    }

    @Test
    void imagesOfProductsLieElsewhere() {
        var path = "POST /v1/projects/p/locations/us/products/shoe/referenceImages";
        assertThat(read(path, "{\"uri\":\"gs://films/shoe.jpg\"}").facts().references())
                .containsExactly(Reference.URL);
        assertThat(read(path, "{}").facts().references()).isEmpty();
    }
}
