package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.ENROLL;
import static io.facegate.call.Capability.GALLERY_ERASE;
import static io.facegate.call.Capability.IDENTIFY;
import static io.facegate.call.Capability.IDENTIFY_LIVE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.call.Capability.NOT_FACE;
import static io.facegate.call.Capability.VERIFY;
import static io.facegate.call.Capability.VIDEO_IDENTIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.call.RequestPayload;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.identity.Credential;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RekognitionRequestReaderTest {
    @Test
    void theTableHasAllSeventyFiveOperations() {
        assertThat(VendorApi.REKOGNITION.catalogue().operations().values()).hasSize(75);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsClassified(String name) {
        var call = read(name, "{}");
        assertThat(call.facts().capabilities()).isNotEmpty();
        if (name.equals("CreateStreamProcessor")) {
            assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_VALUE);
        } else {
            assertThat(call.preconditionFailure()).isNull();
        }
    }

    static List<String> operations() {
        return VendorApi.REKOGNITION.catalogue().operations().values().stream()
                .map(VendorOperation::name)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1e300", "-1e300", "100.5", "-0.1", "9000000000000000000", "'\"99\"'"})
    void aThresholdThatIsNoPercentageIsNone(String threshold) {
        var call = read("SearchFaces", "{\"FaceMatchThreshold\":" + threshold + "}");
        assertThat(call.facts().threshold()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"{}", "'{\"FaceMatchThreshold\":null}'"})
    void anAbsentThresholdIsTheVendorsDefault(String body) {
        assertThat(read("SearchFaces", body).facts().threshold()).isEqualTo(0.8);
    }

    /** Names in another case, and names that the vendor does not have, wherever they stand in an image. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"Image":{"bytes":"AA=="}} | Image.bytes
        {"Image":{"S3Object":{"bucket":"b","Name":"n"}}} | Image.S3Object.bucket
        {"Image":{"S3Object":{"Bucket":"b","Name":"n","Region":"r"}}} | Image.S3Object.Region
        """)
    void anUnknownPartOfAnImageIsAMistakeThatNamesIt(String body, String part) {
        var call = read("DetectFaces", body);
        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
        assertThat(call.mistake()).isNotNull();
        assertThat(call.mistake().message()).contains(part);
    }

    @Test
    void theVersionOfAnObjectIsKnown() {
        var call =
                read("DetectFaces", "{\"Image\":{\"S3Object\":{\"Bucket\":\"b\",\"Name\":\"n\",\"Version\":\"v\"}}}");
        assertThat(call.preconditionFailure()).isNull();
    }

    @Test
    void anAbsentAttributeIsTheDefault() {
        assertThat(capabilities("DetectFaces", "{}")).containsExactly(DETECT);
        assertThat(capabilities("DetectFaces", "{\"Attributes\":[]}")).containsExactly(DETECT);
        assertThat(capabilities("DetectFaces", "{\"Attributes\":[\"DEFAULT\"]}"))
                .containsExactly(DETECT);
        assertThat(capabilities("DetectFaces", "{\"Attributes\":null}")).containsExactly(DETECT);
    }

    @Test
    void attributesAddWhatTheyInfer() {
        assertThat(capabilities("DetectFaces", "{\"Attributes\":[\"AGE_RANGE\"]}"))
                .containsExactlyInAnyOrder(DETECT, ANALYZE_AGE);
        assertThat(capabilities("DetectFaces", "{\"Attributes\":[\"ALL\"]}"))
                .hasSize(13)
                .contains(ANALYZE_EMOTION);
        assertThat(capabilities("IndexFaces", "{\"DetectionAttributes\":[\"DEFAULT\",\"EMOTIONS\"]}"))
                .containsExactlyInAnyOrder(ENROLL, ANALYZE_EMOTION);
        assertThat(capabilities("StartFaceDetection", "{\"FaceAttributes\":\"ALL\"}"))
                .hasSize(13);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DetectFaces|{"Attributes":["RACE"]}
        DetectFaces|{"Attributes":["all"]}
        DetectFaces|{"Attributes":"ALL"}
        DetectFaces|{"Attributes":[["ALL"]]}
        DetectFaces|{"Attributes":[null]}
        IndexFaces|{"DetectionAttributes":{"ALL":1}}
        StartFaceDetection|{"FaceAttributes":"SMILE"}
        CreateStreamProcessor|{"Settings":{}}
        CreateStreamProcessor|{"Settings":{"FaceSearch":{},"ConnectedHome":{}}}
        """)
    void anUnknownValueOfWhatPolicyReadsIsADoubt(String operation, String body) {
        assertThat(read(operation, body).preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_VALUE);
    }

    @Test
    void streamProcessorsAreWhatTheirSettingsSay() {
        assertThat(capabilities("CreateStreamProcessor", "{\"Settings\":{\"FaceSearch\":{}}}"))
                .containsExactly(VIDEO_IDENTIFY);
        assertThat(capabilities("CreateStreamProcessor", "{\"Settings\":{\"ConnectedHome\":{}}}"))
                .containsExactly(NOT_FACE);
    }

    @Test
    void aSearchByPictureIsBothLiveAndRetro() {
        assertThat(capabilities("SearchFacesByImage", "{}")).containsExactlyInAnyOrder(IDENTIFY_RETRO, IDENTIFY_LIVE);
        assertThat(capabilities("SearchFaces", "{}")).containsExactly(IDENTIFY_RETRO);
        assertThat(capabilities("SearchFaces", "{}")).allMatch(each -> each.isWithin(IDENTIFY));
        assertThat(capabilities("DeleteFaces", "{}")).containsExactly(GALLERY_ERASE);
    }

    @Test
    void aComparisonIsIdentificationWhenItsTargetHoldsSeveralFaces() throws IOException {
        var image = "{\"Bytes\":\"" + base64(TestPictures.png(40, 30)) + "\"}";
        var call = read("CompareFaces", "{\"SourceImage\":" + image + ",\"TargetImage\":" + image + "}");
        assertThat(call.facts().capabilities()).containsExactly(VERIFY);
        assertThat(call.facts().crowd()).isNotNull();
        assertThat(call.facts().threshold()).isEqualTo(0.8);
        assertThat(call.withFaceCount(true).facts().capabilities()).contains(VERIFY, IDENTIFY_RETRO, IDENTIFY_LIVE);
        assertThat(call.withFaceCount(false).facts().capabilities()).containsExactly(VERIFY);
        assertThat(call.request()).isInstanceOf(NormalizedRequest.Compare.class);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(read("ReadMinds", "{}").preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
        assertThat(read("DetectFaces", "{\"Image\":{},\"Image\":{}}").preconditionFailure())
                .isEqualTo(PreconditionFailure.DUPLICATE_KEY);
        assertThat(read("DetectFaces", "{\"Picture\":{}}").preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
        assertThat(read("DetectFaces", "").preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(read("DetectFaces", "{}", "application/cbor").preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aTargetElsewhereMayHoldAnyNumberOfFaces() {
        var call = read("CompareFaces", "{\"TargetImage\":{\"S3Object\":{\"Bucket\":\"b\",\"Name\":\"n\"}}}");
        assertThat(call.facts().capabilities()).containsExactly(VERIFY);
        assertThat(call.facts().effectiveCapabilities()).contains(VERIFY, IDENTIFY_RETRO, IDENTIFY_LIVE);
        assertThat(call.pictures()).isEqualTo(Pictures.UNCOUNTED);
    }

    @Test
    void anImageThatIsNoObjectIsADoubt() {
        assertThat(read("DetectText", "{\"Image\":5}").preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
        assertThat(read("DetectText", "{\"Image\":[{\"S3object\":1}]}").preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
        assertThat(read("DetectLabels", "{\"Settings\":{\"s3object\":1}}")
                        .facts()
                        .references())
                .containsExactly(Reference.S3_OBJECT);
    }

    @Test
    void seesEveryReferenceAtAnyDepth() {
        var call = read("StartFaceSearch", """
            {"Video":{"S3Object":{"Bucket":"b","Name":"n"}},"CollectionId":"c",
             "NotificationChannel":{"SNSTopicArn":"t","RoleArn":"r"}}\
            """);
        assertThat(call.facts().references())
                .containsExactlyInAnyOrder(Reference.S3_OBJECT, Reference.TOPIC, Reference.ROLE);
        assertThat(call.facts().gallery()).isEqualTo("c");
    }

    @Test
    void aPictureBeyondTheLimitsIsTheCallersFlaw() throws IOException {
        assertThat(flaw(new byte[5_242_881])).isEqualTo(Failure.IMAGE_TOO_LARGE);
        assertThat(flaw(claiming(10_000, 5_001))).isEqualTo(Failure.IMAGE_TOO_LARGE);
        assertThat(flaw("no image".getBytes(StandardCharsets.UTF_8))).isEqualTo(Failure.INVALID_IMAGE);
        var fine = read("DetectFaces", "{\"Image\":{\"Bytes\":\"" + base64(claiming(10_000, 5_000)) + "\"}}");
        assertThat(fine.request()).isInstanceOf(NormalizedRequest.Detect.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CreateCollection|{}
        CreateCollection|{"CollectionId":"white space"}
        CreateCollection|{"CollectionId":7}
        ListFaces|{"CollectionId":"c","MaxResults":5000}
        ListFaces|{"CollectionId":"c","NextToken":3}
        SearchFaces|{"CollectionId":"c","FaceId":"nobody"}
        SearchFaces|{"CollectionId":"c","FaceId":"0e2b0d9c-7b0f-4a53-9a44-0a2f0f4f0b11","FaceMatchThreshold":101}
        DeleteFaces|{"CollectionId":"c","FaceIds":[]}
        DetectFaces|{}
        DetectFaces|{"Image":{"S3Object":null}}
        DetectFaces|{"Image":{"Bytes":"iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=","S3Object":{"Bucket":"b","Name":"n"}}}
        IndexFaces|{"CollectionId":"white space","Image":{"S3Object":{"Bucket":"b","Name":"n"}}}
        """)
    void aWrongParameterIsTheCallersFlawAndStillJudged(String operation, String body) {
        var call = read(operation, body);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.request()).isInstanceOf(NormalizedRequest.Flawed.class);
    }

    @Test
    void aSearchForUsersByAPictureIsASearchWhereverThePictureIs() throws IOException {
        var bytes = "\"Image\":{\"Bytes\":\"" + base64(TestPictures.png(40, 30)) + "\"}}";
        var sent = read("SearchUsersByImage", "{\"CollectionId\":\"c\"," + bytes);
        assertThat(sent.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.VendorSpecific.class,
                        search -> assertThat(search.aggregated()).isEqualTo(Capability.VIDEO_IDENTIFY));
        var image = "\"Image\":{\"S3Object\":{\"Bucket\":\"b\",\"Name\":\"n\"}}}";
        assertThat(read("SearchUsersByImage", "{\"CollectionId\":\"c\"," + image)
                        .request())
                .isEqualTo(new NormalizedRequest.InStorage(List.of("{Bucket=b, Name=n}"), Capability.VIDEO_IDENTIFY));
        assertThat(read("RecognizeCelebrities", "{" + image).request())
                .isEqualTo(new NormalizedRequest.InStorage(List.of("{Bucket=b, Name=n}"), null));
    }

    @Test
    void aPictureInS3IsNamedAndAmazonReadsIt() {
        var one = read("DetectFaces", "{\"Image\":{\"S3Object\":{\"Bucket\":\"b\",\"Name\":\"n\"}}}");
        var same = read("DetectFaces", "{\"Image\":{\"S3Object\":{\"Name\":\"n\",\"Bucket\":\"b\"}}}");
        var stored = (NormalizedRequest.InStorage) one.request();
        assertThat(stored).isEqualTo(same.request());
        assertThat(stored.objects()).containsExactly("{Bucket=b, Name=n}");
        assertThat(stored.aggregated()).isNull();
        var none = read("DetectFaces", "{\"Image\":{}}");
        assertThat(((NormalizedRequest.Flawed) none.request()).message())
                .isEqualTo("Image needs the picture as Bytes.");
    }

    private static Failure flaw(byte[] image) {
        var call = read("DetectFaces", "{\"Image\":{\"Bytes\":\"" + base64(image) + "\"}}");
        return ((NormalizedRequest.Flawed) call.request()).kind();
    }

    private static java.util.Set<Capability> capabilities(String operation, String body) {
        return read(operation, body).facts().capabilities();
    }

    @ParameterizedTest
    @CsvSource({"x-amz-target,RekognitionService.DeleteCollection", "Content-Type,text/plain"})
    void aHeaderThatDecidesStandsOnce(String name, String second) {
        var headers = List.of(
                Map.entry("content-type", "application/x-amz-json-1.1"),
                Map.entry("x-amz-target", "RekognitionService.ListCollections"),
                Map.entry(name, second));
        var head = new Credential.Request("POST", "/", "", headers, "127.0.0.0/24", true);
        assertThat(RekognitionRequestReader.read(
                                new HttpCall(head, new RequestPayload(new byte[] {'{', '}'}), Instant.EPOCH))
                        .preconditionFailure())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Other", "s3Object", "bytes"})
    void anImageHoldsNothingThatTheVendorsModelDoesNotKnow(String key) {
        var body = "{\"Image\":{\"Bytes\":\"\",\"" + key + "\":1}}";
        assertThat(read("DetectFaces", body).preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    private static FaceCall read(String operation, String body) {
        return read(operation, body, "application/x-amz-json-1.1");
    }

    private static FaceCall read(String operation, String body, String type) {
        var headers =
                List.of(Map.entry("content-type", type), Map.entry("x-amz-target", "RekognitionService." + operation));
        var head = new Credential.Request("POST", "/", "", headers, "127.0.0.0/24", true);
        return RekognitionRequestReader.read(
                new HttpCall(head, new RequestPayload(body.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A PNG whose header claims that size. */
    private static byte[] claiming(int width, int height) throws IOException {
        var bytes = TestPictures.png(8, 8);
        java.nio.ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
        return bytes;
    }
}
