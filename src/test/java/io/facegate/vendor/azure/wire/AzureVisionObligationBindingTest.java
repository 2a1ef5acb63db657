package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.ObligationBinding.Within;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept back of what Azure AI Vision tells. */
class AzureVisionObligationBindingTest {
    private static final AzureVisionObligationBinding TERMS = new AzureVisionObligationBinding();
    private static final String BOX = "\"boundingBox\":{\"x\":1,\"y\":2,\"w\":3,\"h\":4}";
    private static final String ANALYSED = "{\"modelVersion\":\"2023-10-01\",\"metadata\":{\"width\":9,\"height\":8},"
            + "\"captionResult\":{\"text\":\"a woman\",\"confidence\":0.70},"
            + "\"denseCaptionsResult\":{\"values\":[{\"text\":\"a man\",\"confidence\":0.70," + BOX + "}]},"
            + "\"tagsResult\":{\"values\":[{\"name\":\"girl\",\"confidence\":0.7}]},"
            + "\"objectsResult\":{\"values\":[{" + BOX + ",\"tags\":[{\"name\":\"boy\",\"confidence\":0.7}]}]},"
            + "\"peopleResult\":{\"values\":[{" + BOX + ",\"confidence\":0.90},{" + BOX + ",\"confidence\":0.4}]},"
            + "\"minds\":\"read\"}";

    private static final String ANALYSED_BEFORE = "{\"faces\":[{\"age\":31,\"gender\":\"Female\",\"faceRectangle\":"
            + "{\"left\":1,\"top\":2,\"width\":3,\"height\":4}}],\"tags\":[{\"name\":\"woman\",\"confidence\":0.9}],"
            + "\"categories\":[{\"name\":\"people_\",\"score\":0.5,\"detail\":{\"celebrities\":["
            + "{\"name\":\"One\",\"confidence\":0.98},{\"name\":\"Two\",\"confidence\":0.6}]}}],\"requestId\":\"r\"}";

    @Test
    void nothingIsGivenThatWasNotCleared() {
        assertThat(filterReply(
                        AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.PEOPLE),
                        ANALYSED,
                        Obligations.NONE))
                .contains("peopleResult", "0.90", "metadata")
                .doesNotContain("woman", "man", "girl", "boy", "minds");
        assertThat(filterReply(
                        AzureVisionRequestReaderTest.read(
                                AzureVisionRequestReaderTest.PEOPLE + ",caption,denseCaptions,tags,objects"),
                        ANALYSED,
                        Obligations.NONE))
                .isEqualTo(ANALYSED.replace(",\"minds\":\"read\"", ""));
    }

    @Test
    void ofFacesOnlyThePlaceIsGiven() {
        assertThat(filterReply(
                        AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.FACES),
                        ANALYSED_BEFORE,
                        Obligations.NONE))
                .isEqualTo("{\"faces\":[{\"faceRectangle\":{\"left\":1,\"top\":2,\"width\":3,\"height\":4}}],"
                        + "\"requestId\":\"r\"}");
    }

    @Test
    void celebritiesBelowTheLeastSimilarityAreNotGiven() {
        var call = AzureVisionRequestReaderTest.read("POST /vision/v3.2/analyze?details=Celebrities");
        assertThat(filterReply(call, ANALYSED_BEFORE, asking(0.9, Set.of(), null)))
                .contains("\"One\"")
                .doesNotContain("\"Two\"", "age", "faces");
        assertThat(filterReply(call, ANALYSED_BEFORE, asking(null, Set.of(), 1)))
                .contains("\"One\"")
                .doesNotContain("\"Two\"");
        assertThat(filterReply(call, ANALYSED_BEFORE, Obligations.NONE)).contains("\"One\"", "\"Two\"");
        var described = AzureVisionRequestReaderTest.read("POST /vision/v3.2/analyze?visualFeatures=Description");
        assertThat(TERMS.bind(described, asking(0.9, Set.of(), null)))
                .isInstanceOfSatisfying(
                        Beyond.class, beyond -> assertThat(beyond.kind()).isEqualTo(Kind.MIN_SIMILARITY));
        assertThat(new AzureVisionObligationBinding()
                        .renderForReview(call, reply(ANALYSED_BEFORE))
                        .scores())
                .containsExactly(0.98, 0.6);
    }

    @Test
    void noMorePeopleAreGivenThanMayBe() {
        assertThat(filterReply(
                        AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.PEOPLE),
                        ANALYSED,
                        asking(null, Set.of(), 1)))
                .contains("0.90")
                .doesNotContain("0.4");
        assertThat(TERMS.renderForReview(
                                AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.PEOPLE), reply(ANALYSED))
                        .results())
                .hasValue(2);
    }

    @Test
    void whatIsRedactedIsNotAsked() {
        var labels = asking(null, Set.of(Capability.ANALYZE_LABELS), null);
        var call = within(
                AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.PEOPLE + ",caption,tags"), labels);
        assertThat(AzureParameters.fromCall(call).query()).containsEntry("features", "people");
        assertThat(call.facts().capabilities()).containsExactly(Capability.NOT_FACE);
        var faces = within(AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.FACES + ",Tags"), labels);
        assertThat(AzureParameters.fromCall(faces).query()).containsEntry("visualFeatures", "Faces");
    }

    @Test
    void aCallThatAsksForNothingElseIsNotSent() {
        var labels = asking(null, Set.of(Capability.ANALYZE_LABELS), null);
        for (var target : Set.of(
                "POST /vision/v3.2/analyze",
                "POST /vision/v3.2/analyze?visualFeatures=Tags,Objects",
                "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=tags")) {
            assertThat(TERMS.bind(AzureVisionRequestReaderTest.read(target), labels))
                    .as(target)
                    .isInstanceOfSatisfying(
                            Beyond.class, beyond -> assertThat(beyond.kind()).isEqualTo(Kind.REDACT));
        }
    }

    @Test
    void whatCannotBeReadIsNotGiven() {
        for (var broken : Set.of("", "7", "{", "{\"a\":1,\"a\":2}", "{} {}")) {
            assertThatThrownBy(() -> filterReply(
                            AzureVisionRequestReaderTest.read(AzureVisionRequestReaderTest.PEOPLE),
                            broken,
                            Obligations.NONE))
                    .as(broken)
                    .isInstanceOf(Fault.ProviderDown.class);
        }
    }

    private static FaceCall within(FaceCall call, Obligations obligations) {
        return ((Within) TERMS.bind(call, obligations)).call();
    }

    private static Reply.Verbatim reply(String body) {
        return new Reply.Verbatim(200, body.getBytes(StandardCharsets.UTF_8), null);
    }

    private static String filterReply(FaceCall call, String body, Obligations obligations) {
        return new String(
                ((Reply.Verbatim) TERMS.filterReply(call, reply(body), obligations)).body(), StandardCharsets.UTF_8);
    }

    private static Obligations asking(@Nullable Double least, Set<Capability> redact, @Nullable Integer most) {
        return GivenObligations.of(
                least, redact, most, false, 0, null, Set.of(), Set.of(), GivenObligations.Retention.NONE);
    }
}
