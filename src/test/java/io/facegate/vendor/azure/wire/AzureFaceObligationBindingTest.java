package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureFaceObligationBindingTest {
    private static final String ID = "c5c24a82-6845-4031-9d5d-978df9175426";
    private static final AzureFaceObligationBinding TERMS = new AzureFaceObligationBinding();

    @Test
    void redactedAttributesAreNotAsked() {
        var call = read("POST /face/v1.2/detect?returnFaceId=false&returnFaceAttributes=age,blur,facialHair", "");
        var sent = within(call, redacting(Capability.ANALYZE_AGE, Capability.ANALYZE_MUSTACHE));
        assertThat(AzureParameters.fromCall(sent).list("returnFaceAttributes")).containsExactly("blur");
        var none = within(call, redacting(Capability.ANALYZE));
        assertThat(AzureParameters.fromCall(none).list("returnFaceAttributes")).containsExactly("blur");
        assertThat(none.facts().capabilities()).containsExactly(Capability.DETECT);
        var age = read("POST /face/v1.2/detect?returnFaceId=false&returnFaceAttributes=age", "");
        assertThat(AzureParameters.fromCall(within(age, redacting(Capability.ANALYZE)))
                        .query())
                .isEqualTo(Map.of("returnFaceId", "false"));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0.9", "0.5, 0.9", "0.95, 0.95"})
    void theLeastSimilarityIsAskedWhereItCanBe(double asked, double sent) {
        var threshold = asked < 0 ? "" : ",\"confidenceThreshold\":" + asked;
        var call = read(
                "POST /face/v1.2/identify", "{\"faceIds\":[\"" + ID + "\"],\"personGroupId\":\"g\"" + threshold + "}");
        assertThat(AzureFaceCapabilityRules.threshold(AzureParameters.fromCall(within(call, least(0.9)))))
                .isEqualTo(sent);
    }

    @Test
    void noMoreResultsAreAskedThanMayBeGiven() {
        var call = read("POST /face/v1.2/identify", "{\"faceIds\":[\"" + ID + "\"],\"personGroupId\":\"g\"}");
        assertThat(AzureParameters.fromCall(within(call, most(3))).body())
                .containsEntry("maxNumOfCandidatesReturned", 3L);
        var list = read("GET /face/v1.2/persongroups?top=900", "");
        assertThat(AzureParameters.fromCall(within(list, most(3))).query()).containsEntry("top", "3");
        assertThat(beyond(read("GET /face/v1.2/persongroups?start=x", ""), most(3))
                        .kind())
                .isEqualTo(Kind.MAX_RESULTS);
    }

    @Test
    void aFaceIdLivesNoLongerThanTemplatesMay() {
        var call = read("POST /face/v1.2/detect?faceIdTimeToLive=80000", "");
        var none = within(call, templates(Period.ZERO));
        assertThat(none.request()).isInstanceOf(NormalizedRequest.Detect.class);
        assertThat(AzureParameters.fromCall(none).query()).isEqualTo(Map.of("returnFaceId", "false"));
        var month = within(call, templates(Period.ofDays(30)));
        assertThat(((NormalizedRequest.DetectKeeping) month.request()).retention())
                .isEqualTo(Duration.ofSeconds(80_000));
    }

    @Test
    void whatCannotBeMetIsSaid() {
        var group = read("POST /face/v1.2/group", "{\"faceIds\":[\"" + ID + "\",\"" + ID + "\"]}");
        assertThat(beyond(group, least(0.9)).kind()).isEqualTo(Kind.MIN_SIMILARITY);
        assertThat(beyond(group, most(3)).kind()).isEqualTo(Kind.MAX_RESULTS);
        var session = read("POST /face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions", "{}");
        assertThat(beyond(session, least(0.9)).kind()).isEqualTo(Kind.MIN_SIMILARITY);
        assertThat(beyond(session, reviewed()).kind()).isEqualTo(Kind.REVIEWERS);
        assertThat(beyond(session, pictures()).kind()).isEqualTo(Kind.PICTURES);
    }

    @Test
    void redactedFieldsAndFieldsNobodyKnowsAreNotGiven() {
        assertThat(filterReply(
                        "detect",
                        """
                        [{"faceId":"a","faceRectangle":{"top":1,"left":2,"width":3,"height":4,"depth":5},"ethnicity":"x",
                          "faceAttributes":{"age":31.50,"gender":"male","blur":{"value":0.10},"facialHair":{"beard":1}}}]\
                        """,
                        redacting(Capability.ANALYZE_AGE, Capability.ANALYZE_GENDER, Capability.ANALYZE_BEARD)))
                .isEqualTo("""
                    [{"faceId":"a","faceRectangle":{"top":1,"left":2,"width":3,"height":4},\
                    "faceAttributes":{"blur":{"value":0.10}}}]\
                    """);
    }

    @Test
    void resultsBelowTheLeastSimilarityAreNotGiven() {
        assertThat(filterReply("identify", """
            [{"faceId":"a","candidates":[{"personId":"p","confidence":0.92},{"personId":"q","confidence":0.89}]}]\
            """, least(0.9)))
                .isEqualTo("[{\"faceId\":\"a\",\"candidates\":[{\"personId\":\"p\",\"confidence\":0.92}]}]");
        assertThat(filterReply(
                        "findsimilars",
                        "[{\"faceId\":\"a\",\"confidence\":0.92},{\"persistedFaceId\":\"b\",\"confidence\":0.1},{\"faceId\":\"c\",\"confidence\":\"1\"}]",
                        least(0.9)))
                .isEqualTo("[{\"faceId\":\"a\",\"confidence\":0.92}]");
        assertThat(filterReply("verify", "{\"isIdentical\":true,\"confidence\":0.7}", least(0.9)))
                .isEqualTo("{\"isIdentical\":false,\"confidence\":0}");
        assertThat(filterReply("verify", "{\"isIdentical\":true,\"confidence\":0.95}", least(0.9)))
                .isEqualTo("{\"isIdentical\":true,\"confidence\":0.95}");
    }

    @Test
    void noMoreResultsAreGivenThanMayBe() {
        assertThat(filterReply(
                        "findsimilars",
                        "[{\"faceId\":\"a\",\"confidence\":0.9},{\"faceId\":\"b\",\"confidence\":0.8}]",
                        most(1)))
                .isEqualTo("[{\"faceId\":\"a\",\"confidence\":0.9}]");
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'\"text\"'", "'{} {}'", "'{\"a\":1,\"a\":2}'"})
    void whatCannotBeReadIsNotGiven(String body) {
        assertThatThrownBy(() -> filterReply("verify", body, least(0.9))).isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void everyFieldOfAnAttributeIsKnown() {
        var api = VendorApi.AZURE_FACE.catalogue();
        for (var name :
                Set.of("age", "gender", "emotion", "smile", "facialHair", "hair", "makeup", "glasses", "mask")) {
            assertThat(api.words().capabilities("returnFaceAttributes", name))
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(api.words().capabilities("returnFaceAttributes", "faceRectangle"))
                .isNull();
        assertThat(api.fields().revealedCapabilities("ethnicity")).isNull();
    }

    /** Every operation can be bound by what its call does not bear on; of a picture nothing can be left out. */
    @Test
    void everyOperationCanBeBound() {
        for (var route : VendorApi.AZURE_FACE.rest().all()) {
            var call = AzureFaceRequestReader.read(Requests.least(route).getFirst());
            if (call.preconditionFailure() == null) {
                assertThat(TERMS.bind(call, redacting(Capability.ANALYZE_LABELS)))
                        .as(route.operation())
                        .isInstanceOf(route.operation().equals("GetSessionImage") ? Beyond.class : Within.class);
            }
        }
    }

    private static String filterReply(String operation, String body, Obligations obligations) {
        var call = read("POST /face/v1.2/" + operation, "{}");
        var reply = new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), null);
        return new String(
                ((Reply.Verbatim) TERMS.filterReply(call, reply, obligations)).body(), StandardCharsets.UTF_8);
    }

    private static FaceCall read(String target, String body) {
        return body.isEmpty() && target.startsWith("POST")
                ? AzureFaceRequestReader.read(Requests.of(target, Requests.BYTES, picture(), Map.of()))
                : AzureFaceRequestReader.read(Requests.of(target, body));
    }

    private static byte[] picture() {
        var bytes = new byte[33];
        System.arraycopy(
                new byte[] {
                    (byte) 0x89,
                    'P',
                    'N',
                    'G',
                    '\r',
                    '\n',
                    0x1a,
                    '\n',
                    0,
                    0,
                    0,
                    13,
                    'I',
                    'H',
                    'D',
                    'R',
                    0,
                    0,
                    0,
                    9,
                    0,
                    0,
                    0,
                    9
                },
                0,
                bytes,
                0,
                24);
        assertThat(Picture.read(bytes)).isNotNull();
        return bytes;
    }

    private static FaceCall within(FaceCall call, Obligations obligations) {
        return ((Within) TERMS.bind(call, obligations)).call();
    }

    private static Beyond beyond(FaceCall call, Obligations obligations) {
        return (Beyond) TERMS.bind(call, obligations);
    }

    private static Obligations redacting(Capability... attributes) {
        return GivenObligations.of(null, Set.of(attributes), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    private static Obligations least(double similarity) {
        return GivenObligations.of(similarity, Set.of(), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    private static Obligations most(int results) {
        return GivenObligations.of(null, Set.of(), results, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    private static Obligations reviewed() {
        return GivenObligations.of(null, Set.of(), null, false, 2, null, Set.of(), Set.of(), Retention.NONE);
    }

    private static Obligations templates(Period keep) {
        return GivenObligations.of(
                null, Set.of(), null, false, 0, null, Set.of(), Set.of(), new Retention(null, keep, null));
    }

    private static Obligations pictures() {
        return GivenObligations.of(
                null, Set.of(), null, false, 0, null, Set.of(), Set.of(), new Retention(Period.ofDays(1), null, null));
    }
}
