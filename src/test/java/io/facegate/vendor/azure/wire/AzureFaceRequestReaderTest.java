package io.facegate.vendor.azure.wire;

import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.ANALYZE_BEARD;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_MUSTACHE;
import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.ENROLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.testkit.TestPictures;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureFaceRequestReaderTest {
    private static final String ID = "c5c24a82-6845-4031-9d5d-978df9175426";
    private static final byte[] PICTURE = TestPictures.png(40, 30);

    @Test
    void detectionKeepsATemplateUnlessTheCallerSaysOtherwise() {
        assertThat(detect("").facts().capabilities()).containsExactlyInAnyOrder(DETECT, ENROLL);
        assertThat(detect("?returnFaceId=true").facts().capabilities()).containsExactlyInAnyOrder(DETECT, ENROLL);
        assertThat(detect("?returnFaceId=false").facts().capabilities()).containsExactly(DETECT);
        assertThat(((NormalizedRequest.DetectKeeping) detect("").request()).retention())
                .isEqualTo(Duration.ofDays(1));
        assertThat(((NormalizedRequest.DetectKeeping)
                                detect("?faceIdTimeToLive=60").request())
                        .retention())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(detect("?returnFaceId=false").request()).isInstanceOf(NormalizedRequest.Detect.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        verifyImage                    |                      |
        verifyImage,enableSessionImage |                      |
        livenessOperationMode          |                      | the picture to verify against
        verifyImage,verifyImage        | DUPLICATE_KEY        |
        verifyImage,VerifyImage        | UNKNOWN_PARAMETER    |
        verifyImage,sessionImageId     | UNKNOWN_PARAMETER    |
        a,b,c,d,e,f,g,h,i,j,k          | MALFORMED_BODY       |
        """)
    void aFormIsReadFieldByField(String fields, PreconditionFailure doubt, String flaw) {
        var call = form(fields, "\r\n--x--\r\n");
        assertThat(call.preconditionFailure()).isEqualTo(doubt);
        assertThat(call.facts().capabilities()).containsExactlyInAnyOrder(Capability.LIVENESS, Capability.VERIFY);
        if (doubt == null && flaw == null) {
            assertThat(call.pictures().count()).hasValue(1);
            assertThat(call.request()).isInstanceOf(NormalizedRequest.VendorSpecific.class);
        }
        if (flaw != null) {
            assertThat(((NormalizedRequest.Flawed) call.request()).message()).contains(flaw);
        }
    }

    @Test
    void aFormThatIsNotWholeIsNotRead() {
        assertThat(form("verifyImage", "").preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(form("verifyImage", "\r\n--y--\r\n").preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    /** A form of these fields: pictures where they are called so, else a word. */
    private static FaceCall form(String fields, String end) {
        var body = new ByteArrayOutputStream();
        for (var field : fields.split(",")) {
            boolean picture = field.equalsIgnoreCase("verifyImage");
            body.writeBytes((body.size() == 0 ? "" : "\r\n").getBytes(StandardCharsets.UTF_8));
            body.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"" + field + '"'
                            + (picture ? "; filename=\"a\"\r\nContent-Type: image/png" : "") + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(picture ? PICTURE : "true".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        return AzureFaceRequestReader.read(Requests.of(
                "POST /face/v1.2/detectLivenessWithVerify-sessions",
                "multipart/form-data; boundary=x",
                body.toByteArray(),
                Map.of()));
    }

    @Test
    void aBodyOfNoFormNamesTheFormsThatThereAre() {
        var call = AzureFaceRequestReader.read(Requests.of("POST /face/v1.2/verify", "{\"faceId1\":\"" + ID + "\"}"));
        assertThat(((NormalizedRequest.Flawed) call.request()).message())
                .startsWith("The body of ")
                .contains("faceId1 and faceId2; or ");
    }

    @Test
    void attributesAddWhatTheyInfer() {
        assertThat(attributes("age%2CfacialHair"))
                .containsExactlyInAnyOrder(DETECT, ANALYZE_AGE, ANALYZE_BEARD, ANALYZE_MUSTACHE);
        assertThat(attributes("emotion")).containsExactlyInAnyOrder(DETECT, ANALYZE_EMOTION);
        assertThat(attributes("headPose,blur,exposure,noise,qualityForRecognition"))
                .containsExactly(DETECT);
    }

    private static Set<Capability> attributes(String names) {
        return detect("?returnFaceId=false&returnFaceAttributes=" + names)
                .facts()
                .capabilities();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ?returnFaceId=no                            | UNKNOWN_VALUE
        ?returnFaceId=False                         | UNKNOWN_VALUE
        ?returnFaceId=                              | UNKNOWN_VALUE
        ?returnFaceAttributes=race                  | UNKNOWN_VALUE
        ?returnFaceAttributes=Age                   | UNKNOWN_VALUE
        ?returnFaceAttributes=                      | UNKNOWN_VALUE
        ?returnFaceAttributes=age+smile             | UNKNOWN_VALUE
        ?returnFaceAttributes=age%2                 | UNKNOWN_VALUE
        ?returnFaceAttributes=%ff                   | UNKNOWN_VALUE
        ?returnFaceId=false&returnFaceId=true       | DUPLICATE_KEY
        ?returnFaceId=false&ReturnFaceId=true       | UNKNOWN_PARAMETER
        ?returnFaceId=false&%72eturnFaceId=true     | UNKNOWN_PARAMETER
        ?returnFaceId=false&&                       | UNKNOWN_PARAMETER
        ?returnFaceId                               | UNKNOWN_PARAMETER
        ?returnFaceId=false;returnFaceId=true       | UNKNOWN_VALUE
        """)
    void whatAQueryMeansInTwoWaysIsADoubt(String query, PreconditionFailure doubt) {
        assertThat(detect(query).preconditionFailure()).isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /face/v1.2/Detect",
                "POST /FACE/v1.2/detect",
                "POST /face//v1.2/detect",
                "POST /face/v1.2/detect/",
                "POST /face/v1.2/./detect",
                "POST /face/v1.2/x/../detect",
                "POST /face/v1.2/%64etect",
                "POST /face/v1.2%2Fdetect",
                "POST /face/v1.2/detect;a=b",
                "POST /face/v9.9/detect",
                "POST /face/v1.2-preview.2/detect",
                "POST /face/v1.2/snapshots",
                "GET /face/v1.2/detect",
                "post /face/v1.2/detect",
                "POST /face/v1.2/minds"
            })
    void aPathThatIsNotExactlyOneOfTheTableIsUnknown(String target) {
        var call = AzureFaceRequestReader.read(Requests.of(target, "{}"));
        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
        assertThat(call.operation()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "x-http-method", "X-METHOD-OVERRIDE"})
    void aMethodBesideTheMethodIsUnknown(String header) {
        var request = Requests.of("GET /face/v1.2/persongroups", "", new byte[0], Map.of(header, "DELETE"));
        assertThat(AzureFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /face/v1.2/verify                  | {"faceId1":"a","faceId1":"b"}     | DUPLICATE_KEY
        POST /face/v1.2/verify                  | {"faceId1":"a","face":"b"}        | UNKNOWN_PARAMETER
        POST /face/v1.2/verify                  | {"FaceId1":"a"}                   | UNKNOWN_PARAMETER
        POST /face/v1.2/verify                  | [1]                               | MALFORMED_BODY
        POST /face/v1.2/verify                  | {"faceId1":"a"} {}                | MALFORMED_BODY
        POST /face/v1.2/findsimilars            | {"faceId":"a","mode":"matchAll"}  | UNKNOWN_VALUE
        POST /face/v1.2/persongroups/a/train    | {}                                | MALFORMED_BODY
        GET /face/v1.2/persongroups             | {}                                | MALFORMED_BODY
        GET /face/v1.2/persongroups?foo=1       | ''                                | UNKNOWN_PARAMETER
        """)
    void refusesWhatItCannotRead(String target, String body, PreconditionFailure doubt) {
        assertThat(AzureFaceRequestReader.read(Requests.of(target, body)).preconditionFailure())
                .isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "image/png"
            })
    void aBodyOfAnotherTypeIsMalformed(String type) {
        assertThat(AzureFaceRequestReader.read(Requests.of("POST /face/v1.2/detect", type, PICTURE, Map.of()))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aCompressedBodyIsMalformed() {
        var request =
                Requests.of("POST /face/v1.2/detect", Requests.BYTES, PICTURE, Map.of("content-encoding", "gzip"));
        assertThat(AzureFaceRequestReader.read(request).preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aPictureAtAUrlIsAReference() {
        var call = AzureFaceRequestReader.read(
                Requests.of("POST /face/v1.2/detect", "{\"url\":\"https://example.org/a.jpg\"}"));
        assertThat(call.facts().references()).containsExactly(Reference.WEB_PICTURE);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.pictures()).isEqualTo(Pictures.UNCOUNTED);
        assertThat(call.request()).isInstanceOfSatisfying(NormalizedRequest.PicturesAtUrls.class, elsewhere -> {
            assertThat(elsewhere.urls()).containsExactly("https://example.org/a.jpg");
            assertThat(elsewhere.maxBytes()).isEqualTo(6 * 1024 * 1024);
            assertThat(elsewhere).hasToString("PicturesAtUrls[1]");
            var fetched = elsewhere.completion().parse(List.of(new NormalizedRequest.PictureBytes(PICTURE)));
            assertThat(fetched.request()).isInstanceOf(NormalizedRequest.DetectKeeping.class);
            assertThat(fetched.facts()).isEqualTo(call.facts());
            assertThat(fetched.params().get("body")).isInstanceOf(Picture.class);
        });
    }

    @Test
    void aBodyThatNamesAUrlNamesNothingElse() {
        for (var body : List.of("{\"url\":\"https://example.org/a.jpg\",\"sessionImageId\":null}", "{\"url\":7}")) {
            var call = AzureFaceRequestReader.read(Requests.of("POST /face/v1.2/detect", body));
            assertThat(call.request()).as(body).isInstanceOf(NormalizedRequest.Flawed.class);
        }
    }

    @Test
    void aPictureBeyondTheLimitsIsTheCallersFlaw() {
        assertThat(flaw(new byte[6 * 1024 * 1024 + 1])).isEqualTo(Failure.IMAGE_TOO_LARGE);
        assertThat(flaw("no image".getBytes())).isEqualTo(Failure.INVALID_IMAGE);
        var call = detect("");
        assertThat(call.params().get("body")).isInstanceOf(Picture.class);
        assertThat(call.pictures().count()).hasValue(1);
    }

    private static Failure flaw(byte[] image) {
        var call = AzureFaceRequestReader.read(Requests.of("POST /face/v1.2/detect", Requests.BYTES, image, Map.of()));
        assertThat(call.preconditionFailure()).isNull();
        return ((NormalizedRequest.Flawed) call.request()).kind();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        detect       | {}
        detect       | {"url":"https://example.org","sessionImageId":null,"url2":null}
        verify       | {}
        verify       | {"faceId1":"ID"}
        verify       | {"faceId1":"ID","faceId2":"ID","faceId":"ID","personId":"ID"}
        verify       | {"faceId1":"ID","faceId2":"nobody"}
        identify     | {"faceIds":["ID"],"personGroupId":"a","largePersonGroupId":"b"}
        identify     | {"faceIds":[],"personGroupId":"a"}
        identify     | {"faceIds":["ID"],"personGroupId":"a","confidenceThreshold":2}
        findsimilars | {"faceId":"ID","faceIds":["ID"],"faceListId":"a"}
        findsimilars | {"faceId":"ID","faceIds":["ID"],"maxNumOfCandidatesReturned":5000}
        group        | {"faceIds":["ID"]}
        """)
    void aWrongParameterIsTheCallersFlawAndNeverForwarded(String operation, String body) {
        var call = AzureFaceRequestReader.read(Requests.of("POST /face/v1.0/" + operation, body.replace("ID", ID)));
        assertThat(call.preconditionFailure() != null || call.request() instanceof NormalizedRequest.Flawed)
                .isTrue();
    }

    @Test
    void seesTheGalleryWhereverItIsNamed() {
        assertThat(AzureFaceRequestReader.read(Requests.of("GET /face/v1.0/facelists/thieves", ""))
                        .facts()
                        .gallery())
                .isEqualTo("thieves");
        var identify = AzureFaceRequestReader.read(Requests.of(
                "POST /face/v1.2/identify",
                "{\"faceIds\":[\"" + ID + "\"],\"largePersonGroupId\":\"thieves\",\"confidenceThreshold\":0.7}"));
        assertThat(identify.facts().gallery()).isEqualTo("thieves");
        assertThat(identify.facts().threshold()).isEqualTo(0.7);
    }

    @Test
    void peopleAddedToAGroupAreEnrolledInIt() {
        var target = "PATCH /face/v1.1-preview.1/dynamicpersongroups/thieves";
        assertThat(AzureFaceRequestReader.read(Requests.of(target, "{\"name\":\"a\"}"))
                        .facts()
                        .capabilities())
                .doesNotContain(ENROLL);
        assertThat(AzureFaceRequestReader.read(Requests.of(target, "{\"addPersonIds\":[\"" + ID + "\"]}"))
                        .facts()
                        .capabilities())
                .contains(ENROLL);
    }

    private static FaceCall detect(String query) {
        return AzureFaceRequestReader.read(
                Requests.of("POST /face/v1.2/detect" + query, Requests.BYTES, PICTURE, Map.of()));
    }
}
