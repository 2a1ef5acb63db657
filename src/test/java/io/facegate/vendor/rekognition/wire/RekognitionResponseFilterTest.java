package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Capability.ANALYZE;
import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.ANALYZE_GENDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyShapes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RekognitionResponseFilterTest {
    @Test
    void dropsMatchesBelowTheLeastSimilarityAndCallsTheirFacesUnmatched() {
        var reply = """
            {"SourceImageFace":{"Confidence":99.99},"FaceMatches":[\
            {"Similarity":99.0,"Face":{"Confidence":1}},\
            {"Similarity":98.999999,"Face":{"Confidence":2}},\
            {"Face":{"Confidence":3}},\
            {"Similarity":"99.9","Face":{"Confidence":4}},\
            {"Similarity":1e2,"Face":{"Confidence":5}}],\
            "UnmatchedFaces":[{"Confidence":6}]}\
            """;
        assertThat(filterReply(least(0.99), "CompareFacesResponse", reply)).isEqualTo("""
            {"SourceImageFace":{"Confidence":99.99},"FaceMatches":[\
            {"Similarity":99.0,"Face":{"Confidence":1}},\
            {"Similarity":1E+2,"Face":{"Confidence":5}}],\
            "UnmatchedFaces":[{"Confidence":6},{"Confidence":2},{"Confidence":3},{"Confidence":4}]}\
            """);
    }

    @Test
    void makesTheListOfUnmatchedFacesWhereThereIsNone() {
        assertThat(filterReply(least(0.99), "CompareFacesResponse", """
            {"FaceMatches":[{"Similarity":5,"Face":{"Confidence":1}}]}\
            """)).isEqualTo("""
                {"FaceMatches":[],"UnmatchedFaces":[{"Confidence":1}]}\
                """);
        assertThat(filterReply(least(0.99), "CompareFacesResponse", """
            {"UnmatchedFaces":{"Confidence":7},"FaceMatches":[{"Similarity":5,"Face":{"Confidence":1}}]}\
            """)).isEqualTo("""
                {"UnmatchedFaces":[{"Confidence":1}],"FaceMatches":[]}\
                """);
    }

    @Test
    void celebritiesBelowItAreUnrecognised() {
        assertThat(filterReply(least(0.9), "RecognizeCelebritiesResponse", """
            {"CelebrityFaces":[{"Name":"A","MatchConfidence":90.0,"Face":{"Confidence":1}},\
            {"Name":"B","MatchConfidence":89.9,"Face":{"Confidence":2}}],"UnrecognizedFaces":[]}\
            """)).isEqualTo("""
                {"CelebrityFaces":[{"Name":"A","MatchConfidence":90.0,"Face":{"Confidence":1}}],\
                "UnrecognizedFaces":[{"Confidence":2}]}\
                """);
    }

    @Test
    void aFaceThatWasNotAssociatedIsStillNamedButNotByItsScore() {
        assertThat(filterReply(least(0.9), "AssociateFacesResponse", """
            {"UnsuccessfulFaceAssociations":[{"FaceId":"f","Confidence":12.5,"Reasons":["LOW_MATCH_CONFIDENCE"]}]}\
            """)).isEqualTo("""
                {"UnsuccessfulFaceAssociations":[{"FaceId":"f","Reasons":["LOW_MATCH_CONFIDENCE"]}]}\
                """);
    }

    @Test
    void dropsRedactedAttributesAndWhatIsUnknownOfAFace() {
        var reply = """
            {"FaceDetails":[{"AgeRange":{"Low":20,"High":28},"Gender":{"Value":"Male"},"Smile":{"Value":true},\
            "Emotions":[{"Type":"CALM","Confidence":98.1}],"ApparentAge":24,"Confidence":99.5}],"ModelHint":1}\
            """;
        assertThat(filterReply(redacting(ANALYZE_AGE, ANALYZE_EMOTION), "DetectFacesResponse", reply))
                .isEqualTo("""
                    {"FaceDetails":[{"Gender":{"Value":"Male"},"Smile":{"Value":true},"Confidence":99.5}]}\
                    """);
        assertThat(filterReply(redacting(ANALYZE), "DetectFacesResponse", reply))
                .isEqualTo("""
                    {"FaceDetails":[{"Confidence":99.5}]}\
                    """);
    }

    @Test
    void dropsThemInRepliesOfUnknownShapeToo() {
        assertThat(filterReply(redacting(ANALYZE_GENDER), null, """
            {"Any":[{"Gender":"F","Name":"n"}],"KnownGender":{"Type":"Male"},"Count":3}\
            """)).isEqualTo("""
                {"Any":[{"Name":"n"}],"Count":3}\
                """);
        assertThat(filterReply(least(0.5), null, """
            {"Any":{"Similarity":49,"Confidence":1},"More":{"Similarity":51}}\
            """)).isEqualTo("""
                {"Any":{"Confidence":1},"More":{"Similarity":51}}\
                """);
    }

    @Test
    void givesNoMoreResultsThanAllowedAndNoFurtherPage() {
        assertThat(filterReply(most(1), "ListFacesResponse", """
            {"Faces":[{"FaceId":"a"},{"FaceId":"b"}],"NextToken":"t","FaceModelVersion":"7.0"}\
            """)).isEqualTo("""
                {"Faces":[{"FaceId":"a"}],"FaceModelVersion":"7.0"}\
                """);
        assertThat(filterReply(most(1), "ListCollectionsResponse", """
            {"CollectionIds":["a","b"],"FaceModelVersions":["7.0","7.0"],"NextToken":"t"}\
            """)).isEqualTo("""
                {"CollectionIds":["a"],"FaceModelVersions":["7.0"]}\
                """);
    }

    @Test
    void countsOnlyWhatReachesTheLeastSimilarity() {
        var both = least(0.9).mergeWith(most(1));
        assertThat(filterReply(both, "SearchFacesResponse", """
            {"FaceMatches":[{"Similarity":10,"Face":{"FaceId":"a"}},{"Similarity":95,"Face":{"FaceId":"b"}},\
            {"Similarity":94,"Face":{"FaceId":"c"}}]}\
            """)).isEqualTo("""
                {"FaceMatches":[{"Similarity":95,"Face":{"FaceId":"b"}}]}\
                """);
    }

    @Test
    void keepsAnErrorReadable() {
        assertThat(filterReply(redacting(ANALYZE_AGE), ReplyShapes.ERROR, """
            {"__type":"InvalidParameterException","Message":"So it was told.","AgeRange":{"Low":1}}\
            """)).isEqualTo("""
                {"__type":"InvalidParameterException","Message":"So it was told."}\
                """);
    }

    @Test
    void whatCannotBeReadIsGivenToNobody() {
        for (var broken : new String[] {
            "", "[]", "{", "{\"FaceMatches\":[]}{}", "{\"Similarity\":99,\"Similarity\":1}", "{\"a\":NaN}", "\"text\""
        }) {
            assertThatThrownBy(() -> filterReply(least(0.99), "CompareFacesResponse", broken))
                    .as(broken)
                    .isInstanceOf(Fault.ProviderDown.class);
        }
    }

    private static String filterReply(Obligations obligations, String shape, String reply) {
        return new String(
                new RekognitionResponseFilter(obligations).filterReply(reply.getBytes(StandardCharsets.UTF_8), shape),
                StandardCharsets.UTF_8);
    }

    static Obligations least(double similarity) {
        return GivenObligations.of(similarity, Set.of(), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations most(int results) {
        return GivenObligations.of(null, Set.of(), results, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }

    static Obligations redacting(Capability... attributes) {
        return GivenObligations.of(null, Set.of(attributes), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }
}
