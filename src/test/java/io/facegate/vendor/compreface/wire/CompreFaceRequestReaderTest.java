package io.facegate.vendor.compreface.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, and the ways round the reading. */
class CompreFaceRequestReaderTest {
    private static final Map<String, byte[]> FILE = Map.of("file", Requests.PIXELS);
    private static final String DETECT = "POST /api/v1/detection/detect";

    @ParameterizedTest
    @CsvSource({
        "age,analyze.age",
        "gender,analyze.gender",
        "mask,analyze.occlusion",
        "calculator,template_export",
    })
    void aPluginIsACapabilityOfItsOwn(String plugin, String adds) {
        for (var path : Set.of("detection/detect", "recognition/recognize")) {
            var call = form("POST /api/v1/" + path + "?face_plugins=landmarks," + plugin, FILE);
            assertThat(call.preconditionFailure()).isNull();
            assertThat(call.facts().capabilities()).contains(Capability.fromCode(adds));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"face_plugins=race", "face_plugins=Age", "face_plugins=age,", "face_plugins=xcalculator"})
    void aPluginThatNobodyKnowsIsADoubt(String query) {
        assertThat(form(DETECT + '?' + query, FILE).preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "face_plugin=age,UNKNOWN_PARAMETER",
        "prediction_count=2,UNKNOWN_PARAMETER",
        "limit=1&limit=2,DUPLICATE_KEY",
        "limit,UNKNOWN_PARAMETER",
        "face_plugins=age+gender,UNKNOWN_VALUE",
    })
    void aQueryThatTheOperationDoesNotHaveIsADoubt(String query, PreconditionFailure doubt) {
        assertThat(form(DETECT + '?' + query, FILE).preconditionFailure()).isEqualTo(doubt);
    }

    /** A list of ids is the whole body of one operation, and no key of any other's. */
    @Test
    void idsAreNoParameterOfWhatTakesAPicture() {
        var call = CompreFaceRequestReader.read(
                Requests.of("POST /api/v1/recognition/recognize", "{\"file\":\"AAAA\",\"ids\":[\"a\"],\"odd\":1}"));
        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    /** Another server takes parameters of a form for those of the query. */
    @Test
    void aParameterInTheFormIsNone() {
        var body = "--b\r\nContent-Disposition: form-data; name=\"face_plugins\"\r\n\r\nage\r\n--b--\r\n";
        var request =
                Requests.of(DETECT, "multipart/form-data; boundary=b", body.getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(CompreFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @Test
    void aFileThatTheOperationDoesNotHaveIsADoubt() {
        var two = new LinkedHashMap<>(FILE);
        two.put("target_image", Requests.PIXELS);
        assertThat(form(DETECT, two).preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v1/detection//detect",
                "POST /api/v1/Detection/detect",
                "POST /api/v1/detection/detect/",
                "POST /api/v1/./detection/detect",
                "POST /api/v1/detection%2Fdetect",
                "POST /api/v1/detec%74ion/detect",
                "GET /api/v1/detection/detect",
                "POST /api/v2/detection/detect",
                "DELETE /api/v1/recognition/subjects/a/b",
                "DELETE /api/v1/recognition/subjects/a%2Fb",
                "DELETE /api/v1/recognition/subjects/a%5Cb",
                "DELETE /api/v1/recognition/subjects/..",
                "DELETE /api/v1/recognition/subjects/%2E%2E",
                "DELETE /api/v1/recognition/subjects/a;b=c",
                "DELETE /api/v1/recognition/subjects/a%3Bb",
                "DELETE /api/v1/recognition/subjects/%252E",
                "DELETE /api/v1/recognition/subjects/%00",
                "DELETE /api/v1/recognition/subjects/%ff",
                "DELETE /api/v1/recognition/subject%73/a",
            })
    void anAddressThatCanBeReadOtherwiseIsNoOperation(String target) {
        assertThat(CompreFaceRequestReader.read(Requests.of(target)).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
    }

    @Test
    void aMethodBesideTheMethodIsNoOperation() {
        var request = Requests.of(
                "DELETE /api/v1/recognition/subjects/a", "", new byte[0], Map.of("X-HTTP-Method-Override", "PUT"));
        assertThat(CompreFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
    }

    @Test
    void aSubjectInThePathIsSomebodysName() {
        var call = CompreFaceRequestReader.read(Requests.of("DELETE /api/v1/recognition/subjects/Zo%C3%AB%20Doe"));
        assertThat(call.request()).isEqualTo(new NormalizedRequest.EraseSubjects("compreface", "Zoë Doe"));
    }

    /** The vendor's own documentation has it so. */
    @Test
    void subjectsAreListedWithASlashAtTheEnd() {
        assertThat(CompreFaceRequestReader.read(Requests.of("GET /api/v1/recognition/subjects/"))
                        .operation())
                .isEqualTo("ListSubjects");
    }

    @Test
    void severalTemplatesAreManyFaces() {
        var one = CompreFaceRequestReader.read(
                Requests.of("POST /api/v1/verification/embeddings/verify", "{\"source\":[0.1],\"targets\":[[0.1]]}"));
        var two = CompreFaceRequestReader.read(Requests.of(
                "POST /api/v1/verification/embeddings/verify", "{\"source\":[0.1],\"targets\":[[0.1],[0.2]]}"));
        assertThat(one.facts().capabilities()).doesNotContain(Capability.IDENTIFY_RETRO);
        assertThat(two.facts().capabilities())
                .contains(Capability.VERIFY, Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);
        var example = CompreFaceRequestReader.read(Requests.of(
                "POST /api/v1/recognition/embeddings/faces/" + Requests.ID + "/verify",
                "{\"embeddings\":[[0.1],[0.2]]}"));
        assertThat(example.facts().capabilities()).contains(Capability.VERIFY, Capability.IDENTIFY_RETRO);
    }

    @ParameterizedTest
    @CsvSource({"POST /api/v1/verification/verify", "POST /api/v1/recognition/faces/" + Requests.ID + "/verify"})
    void severalFacesOfATargetAreCounted(String target) {
        var files = target.contains("verification")
                ? Map.of("source_image", Requests.PIXELS, "target_image", Requests.PIXELS)
                : FILE;
        var facts = form(target, files).facts();
        assertThat(facts.crowd()).isNotNull();
        assertThat(facts.effectiveCapabilities()).contains(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DETECT + "?limit=-1",
                DETECT + "?limit=1e3",
                DETECT + "?det_prob_threshold=1.1",
                DETECT + "?det_prob_threshold=NaN",
                DETECT + "?status=maybe",
                "POST /api/v1/recognition/recognize?prediction_count=0",
                "POST /api/v1/recognition/recognize?detect_faces=no",
                "POST /api/v1/recognition/faces",
                "POST /api/v1/recognition/faces?subject=",
                "POST /api/v1/recognition/faces?subject=a%2Fb",
                "POST /api/v1/recognition/faces?subject=%20",
                "POST /api/v1/recognition/faces/C5C24A82/verify",
            })
    void aValueOutsideTheVendorsLimitsIsTheCallersMistake(String target) {
        var call = form(target, FILE);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.request()).isInstanceOf(NormalizedRequest.Flawed.class);
    }

    @Test
    void moreIdsThanAnybodyNeedsAreTheCallersMistake() {
        var ids = IntStream.range(0, 1001)
                .mapToObj(at -> '"' + Requests.ID + '"')
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(CompreFaceRequestReader.read(Requests.of("POST /api/v1/recognition/faces/delete", ids))
                        .request())
                .isInstanceOf(NormalizedRequest.Flawed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ids\":[]}", "[\"a\"],\"b\"", "[", "\"a\"", ""})
    void whatIsNoListIsADoubt(String body) {
        assertThat(CompreFaceRequestReader.read(Requests.of("POST /api/v1/recognition/faces/delete", body))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"file\":\"AAAA\",\"file\":\"AAAA\"} | DUPLICATE_KEY",
                "{\"file\":\"AAAA\",\"face_plugins\":\"age\"} | UNKNOWN_PARAMETER",
                "{\"File\":\"AAAA\"} | UNKNOWN_PARAMETER",
                "{\"file\":\"data:image/png;base64,AAAA\"} | MALFORMED_BODY",
                "[] | MALFORMED_BODY",
            })
    void aBodyThatIsNotWhatTheOperationTakesIsADoubt(String body, PreconditionFailure doubt) {
        assertThat(CompreFaceRequestReader.read(Requests.of(DETECT, body)).preconditionFailure())
                .isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-7"})
    void aBodyOfAnotherTypeIsADoubt(String type) {
        var request = Requests.of(DETECT, type, Requests.json(FILE), Map.of());
        assertThat(CompreFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aCompressedBodyIsADoubt() {
        var request = Requests.of(DETECT, Requests.FORM, Requests.form(FILE), Map.of("Content-Encoding", "gzip"));
        assertThat(CompreFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void whatIsNoPictureAndATooLargeOneAreTheCallersMistake() {
        assertThat(form(DETECT, Map.of("file", "GIF89a".getBytes())).request())
                .isInstanceOf(NormalizedRequest.Flawed.class);
        assertThat(form(DETECT, Map.of("file", new byte[5 * 1024 * 1024 + 1])).request())
                .isInstanceOf(NormalizedRequest.Flawed.class);
    }

    /** The key would stand in every log on the way. */
    @Test
    void theKeyInThePathIsACredentialAndNothingElse() {
        var request = Requests.of("GET /api/v1/static/FGAKPATHKEY/images/" + Requests.ID);
        assertThat(new CompreFaceWire().credential(request))
                .isInstanceOfSatisfying(
                        Credential.ApiKey.class, key -> assertThat(key.key()).isEqualTo("FGAKPATHKEY"));
        assertThat(CompreFaceRequestReader.read(request).params().toString()).doesNotContain("FGAKPATHKEY");
        var two = Requests.of(
                "GET /api/v1/static/FGAKPATHKEY/images/" + Requests.ID,
                "",
                new byte[0],
                Map.of("x-api-key", "FGAKOTHER"));
        assertThat(new CompreFaceWire().credential(two)).isInstanceOf(Credential.Missing.class);
    }

    private static FaceCall form(String target, Map<String, byte[]> files) {
        HttpCall request = Requests.of(target, Requests.FORM, Requests.form(files), Map.of());
        return CompreFaceRequestReader.read(request);
    }
}
