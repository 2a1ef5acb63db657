package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Capability.ANALYZE;
import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_LABELS;
import static io.facegate.call.Capability.ANALYZE_SMILE;
import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.ENROLL;
import static io.facegate.vendor.rekognition.wire.Obliged.keeping;
import static io.facegate.vendor.rekognition.wire.Obliged.least;
import static io.facegate.vendor.rekognition.wire.Obliged.most;
import static io.facegate.vendor.rekognition.wire.Obliged.read;
import static io.facegate.vendor.rekognition.wire.Obliged.redacting;
import static io.facegate.vendor.rekognition.wire.Obliged.reviewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekognitionObligationBindingTest {
    private static final String PROBE = "{\"CollectionId\":\"c\",\"Image\":{\"Bytes\":\"PIXELS\"}";

    private final RekognitionObligationBinding terms = new RekognitionObligationBinding();

    @ParameterizedTest
    @CsvSource({
        "'',99.0",
        "',\"FaceMatchThreshold\":80',99.0",
        "',\"FaceMatchThreshold\":98.999',99.0",
        "',\"FaceMatchThreshold\":99',99",
        "',\"FaceMatchThreshold\":99.5',99.5",
        "',\"FaceMatchThreshold\":100',100",
        "',\"FaceMatchThreshold\":100.5',99.0",
        "',\"FaceMatchThreshold\":1e300',99.0",
        "',\"FaceMatchThreshold\":\"99.5\"',99.0",
        "',\"FaceMatchThreshold\":null',99.0"
    })
    void asksForNoLessThanTheLeastSimilarity(String asked, String sent) {
        var call = bound(read("SearchFacesByImage", PROBE + asked + "}"), least(0.99));
        assertThat(String.valueOf(call.params().get("FaceMatchThreshold"))).isEqualTo(sent);
    }

    @Test
    void theEngineIsAskedForTheSame() {
        var search = bound(read("SearchFacesByImage", PROBE + "}"), least(0.99));
        assertThat(search.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.SearchByPicture.class,
                        ask -> assertThat(ask.threshold()).isEqualTo(0.99));
        assertThat(search.facts().threshold()).isEqualTo(0.99);
        var compare = bound(
                read("CompareFaces", "{\"SourceImage\":{\"Bytes\":\"PIXELS\"},\"TargetImage\":{\"Bytes\":\"PIXELS\"}}"),
                least(0.57));
        assertThat(compare.params()).doesNotContainKey("SimilarityThreshold");
        assertThat(compare.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.Compare.class,
                        ask -> assertThat(ask.threshold()).isEqualTo(0.8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SearchUsers", "SearchUsersByImage", "AssociateFaces"})
    void usersAreMatchedNoMoreEasily(String operation) {
        assertThat(bound(read(operation, "{}"), least(0.995)).params()).containsEntry("UserMatchThreshold", 99.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DetectCustomLabels", "GetCelebrityInfo", "StartStreamProcessor"})
    void whereResultsCarryNoSimilarityNoneCanBeDemanded(String operation) {
        assertThat(beyond(read(operation, "{}"), least(0.5))).isEqualTo(Kind.MIN_SIMILARITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DetectFaces", "IndexFaces", "ListFaces", "DetectText", "CreateCollection"})
    void whereNobodyIsRecognisedThereIsNothingToDemand(String operation) {
        var call = read(operation, "{}");
        assertThat(bound(call, least(0.99)).params()).isEqualTo(call.params());
    }

    @Test
    void redactedAttributesAreNotAskedFor() {
        var call = read(
                "DetectFaces",
                "{\"Image\":{\"Bytes\":\"PIXELS\"},\"Attributes\":[\"AGE_RANGE\",\"EMOTIONS\",\"SMILE\"]}");
        var some = bound(call, redacting(ANALYZE_AGE, ANALYZE_EMOTION));
        assertThat(some.params()).containsEntry("Attributes", List.of("SMILE"));
        assertThat(some.facts().capabilities()).isEqualTo(Set.of(DETECT, ANALYZE_SMILE));
        var all = bound(call, redacting(ANALYZE));
        assertThat(all.params()).containsEntry("Attributes", List.of("DEFAULT"));
        assertThat(all.facts().capabilities()).isEqualTo(Set.of(DETECT));
    }

    @Test
    void whoAsksForAllIsGivenTheRest() {
        var call = bound(read("IndexFaces", "{\"DetectionAttributes\":[\"ALL\"]}"), redacting(ANALYZE_AGE));
        assertThat(call.params())
                .containsEntry(
                        "DetectionAttributes",
                        List.of(
                                "DEFAULT",
                                "BEARD",
                                "EMOTIONS",
                                "EYEGLASSES",
                                "EYES_OPEN",
                                "EYE_DIRECTION",
                                "FACE_OCCLUDED",
                                "GENDER",
                                "MOUTH_OPEN",
                                "MUSTACHE",
                                "SMILE",
                                "SUNGLASSES"));
        assertThat(call.facts().capabilities()).contains(ENROLL, ANALYZE_SMILE).doesNotContain(ANALYZE_AGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Attributes\":[]}", "{\"Attributes\":[\"DEFAULT\",\"SMILE\"]}"})
    void whatIsNotRedactedIsAskedForAsItWas(String body) {
        var call = read("DetectFaces", body);
        assertThat(bound(call, redacting(ANALYZE_AGE)).params()).isEqualTo(call.params());
    }

    @Test
    void resultsThatComeAnotherWayCannotBeKeptBack() {
        for (var operation : List.of("StartStreamProcessor", "CreateFaceLivenessSession")) {
            assertThat(beyond(read(operation, "{}"), redacting(ANALYZE_AGE))).isEqualTo(Kind.REDACT);
            assertThat(beyond(read(operation, "{}"), most(3))).isEqualTo(Kind.MAX_RESULTS);
            assertThat(beyond(read(operation, "{}"), reviewed(2))).isEqualTo(Kind.REVIEWERS);
        }
        assertThat(beyond(read("StartFaceSearch", "{}"), reviewed(2))).isEqualTo(Kind.REVIEWERS);
    }

    /** What was asked stays what was asked: the result is judged by it, and sifted then. */
    @Test
    void resultsThatAreFetchedLaterAreKeptBackThen() {
        var all = read("StartFaceDetection", "{\"FaceAttributes\":\"ALL\"}");
        assertThat(bound(all, redacting(ANALYZE)).facts().capabilities())
                .isEqualTo(all.facts().capabilities());
        assertThat(bound(read("StartFaceSearch", "{}"), least(0.99)).params())
                .containsEntry("FaceMatchThreshold", 99.0);
        assertThat(bound(read("StartCelebrityRecognition", "{}"), least(0.99))).isNotNull();

        var body =
                "{\"JobStatus\":\"SUCCEEDED\",\"Persons\":[{\"Timestamp\":1,\"Person\":{\"Index\":0,\"Face\":{\"AgeRange\":{\"Low\":1,\"High\":2},\"Confidence\":99}},\"FaceMatches\":[{\"Similarity\":99.5,\"Face\":{\"FaceId\":\"a\"}},{\"Similarity\":90,\"Face\":{\"FaceId\":\"b\"}}]}]}";
        assertThat(filtered("GetFaceSearch", body, least(0.99)))
                .contains("\"a\"", "AgeRange")
                .doesNotContain("\"b\"");
        assertThat(filtered("GetFaceSearch", body, redacting(ANALYZE)))
                .contains("\"a\"", "\"b\"")
                .doesNotContain("AgeRange");
        var celebrities =
                "{\"Celebrities\":[{\"Timestamp\":1,\"Celebrity\":{\"Name\":\"a\",\"Confidence\":99.5}},{\"Timestamp\":2,\"Celebrity\":{\"Name\":\"b\",\"Confidence\":98}}]}";
        assertThat(filtered("GetCelebrityRecognition", celebrities, least(0.99)))
                .contains("\"a\"")
                .doesNotContain("\"b\"", "\"Timestamp\":2");
        assertThat(filtered("GetCelebrityRecognition", celebrities, most(1)))
                .contains("\"a\"")
                .doesNotContain("\"b\"");
    }

    private String filtered(String operation, String body, Obligations obligations) {
        var reply = new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), null);
        var filtered = (Reply.Verbatim) terms.filterReply(read(operation, "{}"), reply, obligations);
        return new String(filtered.body(), StandardCharsets.UTF_8);
    }

    @Test
    void labelsOfPeopleCannotBeToldFromOthers() {
        assertThat(beyond(read("DetectLabels", "{}"), redacting(ANALYZE_LABELS)))
                .isEqualTo(Kind.REDACT);
        assertThat(beyond(read("DetectLabels", "{}"), redacting(ANALYZE))).isEqualTo(Kind.REDACT);
        assertThat(bound(read("DetectLabels", "{}"), redacting(ANALYZE_AGE))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SearchFaces,MaxFaces,'{}',5",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":4}',4",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":6}',5",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":0}',5",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":-3}',5",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":4.5}',5",
        "SearchFaces,MaxFaces,'{\"MaxFaces\":\"4\"}',5",
        "SearchUsers,MaxUsers,'{}',5",
        "IndexFaces,MaxFaces,'{}',5",
        "ListFaces,MaxResults,'{\"MaxResults\":1000}',5",
        "ListProjectPolicies,MaxResults,'{}',5",
        "DetectLabels,MaxLabels,'{}',5"
    })
    void asksForNoMoreResultsThanAllowed(String operation, String key, String body, long sent) {
        assertThat(bound(read(operation, body), most(5)).params()).containsEntry(key, sent);
    }

    @Test
    void neverAsksForMoreThanTheVendorGives() {
        assertThat(bound(read("SearchUsers", "{}"), most(4096)).params()).containsEntry("MaxUsers", 500L);
    }

    @Test
    void aFurtherPageIsMoreThanIsAllowed() {
        assertThat(beyond(read("ListFaces", "{\"CollectionId\":\"c\",\"NextToken\":\"t\"}"), most(5)))
                .isEqualTo(Kind.MAX_RESULTS);
    }

    @Test
    void whatIsEnrolledForATimeIsKeptNoLonger() {
        var call = bound(read("IndexFaces", PROBE + "}"), keeping(null, Period.ofDays(30)));
        assertThat(call.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.Enroll.class,
                        ask -> assertThat(ask.retention()).isEqualTo(Period.ofDays(30)));
    }

    @Test
    void picturesThatTheVendorKeepsCannotBeForgotten() {
        assertThat(beyond(read("CreateFaceLivenessSession", "{}"), keeping(Period.ZERO, null)))
                .isEqualTo(Kind.PICTURES);
        assertThat(bound(read("DetectFaces", "{}"), keeping(Period.ZERO, null))).isNotNull();
    }

    @Test
    void aFlawedCallStaysFlawed() {
        var flawed = read("SearchFaces", "{\"MaxFaces\":\"many\"}");
        assertThat(flawed.request()).isInstanceOf(NormalizedRequest.Flawed.class);
        assertThat(bound(flawed, most(5)).request()).isEqualTo(flawed.request());
    }

    @Test
    void theEnginesOwnAnswersAreSiftedToo() {
        var call = read("CompareFaces", "{}");
        var one = new Face(new Face.Box(0, 0, 1, 1), 0.9, List.of(), null, null);
        var other = new Face(new Face.Box(0, 0, 0.5, 0.5), 0.8, List.of(), null, null);
        var reply = new Reply.Compared(
                one, List.of(new Reply.Match(one, 0.99), new Reply.Match(other, 0.98)), List.of(one));
        assertThat(terms.filterReply(call, reply, least(0.99)))
                .isEqualTo(new Reply.Compared(one, List.of(new Reply.Match(one, 0.99)), List.of(one, other)));
        assertThat(terms.filterReply(call, new Reply.Detected(List.of(one, other), 0), most(1)))
                .isEqualTo(new Reply.Detected(List.of(one), 0));
        assertThat(terms.filterReply(call, new Reply.Enrolments(List.of(), "m", "token"), most(1)))
                .isEqualTo(new Reply.Enrolments(List.of(), "m", null));
        assertThat(terms.filterReply(call, reply, reviewed(2))).isSameAs(reply);
    }

    @Test
    void aReviewerIsShownCountsAndScores() {
        var body = "{\"FaceMatches\":[{\"Similarity\":99.5,\"Face\":{}},{\"Similarity\":98,\"Face\":{}}]}";
        var reply = new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), null);
        var reviewCopy = terms.renderForReview(read("SearchFaces", "{}"), reply);
        assertThat(reviewCopy.results()).hasValue(2);
        assertThat(reviewCopy.scores()).containsExactly(0.995, 0.98);
        assertThat(reviewCopy.body()).isEqualTo(reply.body());
        var video =
                "{\"Persons\":[{\"FaceMatches\":[{\"Similarity\":99.5}]},{\"FaceMatches\":[{\"Similarity\":98},{\"Similarity\":97}]}]}";
        var later = terms.renderForReview(
                read("GetFaceSearch", "{}"), new Reply.Verbatim(200, video.getBytes(StandardCharsets.UTF_8), null));
        assertThat(later.results()).hasValue(2);
        assertThat(later.scores()).containsExactly(0.995, 0.98, 0.97);
        var nothing = terms.renderForReview(read("CreateCollection", "{}"), new Reply.GalleryCreated("c", "m"));
        assertThat(nothing.results()).isEmpty();
        assertThat(new String(nothing.body(), StandardCharsets.UTF_8)).contains("CollectionArn");
    }

    private FaceCall bound(FaceCall call, Obligations obligations) {
        return assertThat(terms.bind(call, obligations))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Within.class))
                .extracting(Within::call)
                .actual();
    }

    private Kind beyond(FaceCall call, Obligations obligations) {
        return assertThat(terms.bind(call, obligations))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Beyond.class))
                .extracting(Beyond::kind)
                .actual();
    }
}
