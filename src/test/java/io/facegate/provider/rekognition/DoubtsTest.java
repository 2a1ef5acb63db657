package io.facegate.provider.rekognition;

import static io.facegate.call.Capability.ADMIN;
import static io.facegate.call.Capability.ANALYZE_AGE;
import static io.facegate.call.Capability.CELEBRITY;
import static io.facegate.call.Capability.CUSTOM_MODEL;
import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.IDENTIFY_LIVE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.call.Capability.JOB_RESULT;
import static io.facegate.call.Capability.LIVENESS;
import static io.facegate.call.Capability.NOT_FACE;
import static io.facegate.call.Capability.STATEFUL_CONTROL;
import static io.facegate.call.Capability.STATEFUL_CONTROL_STOP;
import static io.facegate.call.Capability.VERIFY;
import static io.facegate.call.Capability.VIDEO_IDENTIFY;
import static io.facegate.provider.rekognition.Calls.NONPROFIT;
import static io.facegate.provider.rekognition.Calls.WITH_ROLE;
import static io.facegate.provider.rekognition.Calls.asking;
import static io.facegate.provider.rekognition.Calls.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.identity.Caller;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DoubtsTest {
    private static final Caller SHARED = caller(NONPROFIT);
    private static final Caller APART = caller(WITH_ROLE);

    @Test
    void hasNoneAboutCallsThatCarryTheirPictures() {
        for (var sent : Set.of(
                asking("DetectFaces", DETECT, ANALYZE_AGE),
                asking("CompareFaces", VERIFY),
                asking("RecognizeCelebrities", CELEBRITY),
                asking("CreateFaceLivenessSession", LIVENESS),
                asking("DetectLabels", NOT_FACE))) {
            assertThat(Doubts.of(SHARED, sent)).as(sent.operation()).isNull();
            assertThat(Doubts.of(APART, sent)).as(sent.operation()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryReferenceWhoeverAsks(Reference reference) {
        var pointing = Calls.pointing("DetectFaces", reference);

        assertThat(Doubts.of(SHARED, pointing)).isEqualTo(Doubt.REFERENCE_NOT_OWNED);
        assertThat(Doubts.of(APART, pointing)).isEqualTo(Doubt.REFERENCE_NOT_OWNED);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "GALLERY_ADMIN",
                "GALLERY_READ",
                "GALLERY_TRANSFER",
                "GALLERY_ERASE",
                "ENROLL",
                "IDENTIFY",
                "IDENTIFY_RETRO",
                "IDENTIFY_LIVE",
                "VIDEO_IDENTIFY"
            })
    void refusesGalleriesOnTheSharedAccountErasureToo(Capability touching) {
        assertThat(Doubts.of(SHARED, asking("Anything", touching))).isEqualTo(Doubt.GALLERY_NOT_OWNED);
        assertThat(Doubts.of(APART, asking("Anything", touching))).isNull();
    }

    @Test
    void refusesANamedGalleryWhateverTheCapability() {
        var named =
                Calls.call("Anything", new Facts(Set.of(DETECT), Set.of(), null, "missing", Set.of(), null), Map.of());

        assertThat(Doubts.of(SHARED, named)).isEqualTo(Doubt.GALLERY_NOT_OWNED);
        assertThat(Doubts.of(APART, named)).isNull();
    }

    @Test
    void looksAtTheRoleOfThePrincipalNotOfItsContractor() {
        var search = asking("SearchFacesByImage", IDENTIFY_RETRO, IDENTIFY_LIVE);

        assertThat(Doubts.of(caller(NONPROFIT, WITH_ROLE), search)).isNull();
        assertThat(Doubts.of(caller(WITH_ROLE, NONPROFIT), search)).isEqualTo(Doubt.GALLERY_NOT_OWNED);
    }

    @Test
    void refusesResultsOfJobsWhoeverAsks() {
        assertThat(Doubts.of(SHARED, asking("GetFaceSearch", JOB_RESULT))).isEqualTo(Doubt.UNKNOWN_HANDLE);
        assertThat(Doubts.of(APART, asking("GetFaceSearch", JOB_RESULT))).isEqualTo(Doubt.UNKNOWN_HANDLE);
    }

    @Test
    void letsOnlyAnOwnRoleStopAStreamAndNobodyStartOne() {
        var stop = asking("StopStreamProcessor", STATEFUL_CONTROL_STOP);
        var start = asking("StartStreamProcessor", STATEFUL_CONTROL);

        assertThat(Doubts.of(SHARED, stop)).isEqualTo(Doubt.UNKNOWN_HANDLE);
        assertThat(Doubts.of(APART, stop)).isNull();
        assertThat(Doubts.of(SHARED, start)).isEqualTo(Doubt.UNKNOWN_HANDLE);
        assertThat(Doubts.of(APART, start)).isEqualTo(Doubt.UNKNOWN_HANDLE);
        assertThat(Doubts.of(APART, asking("StartStreamProcessor", STATEFUL_CONTROL, VIDEO_IDENTIFY)))
                .isEqualTo(Doubt.UNKNOWN_HANDLE);
    }

    @Test
    void refusesWhatElseIsStoredOnTheSharedAccount() {
        for (var stored : Set.of(
                asking("DetectCustomLabels", CUSTOM_MODEL),
                asking("PutProjectPolicy", ADMIN),
                asking("ListMediaAnalysisJobs", NOT_FACE))) {
            assertThat(Doubts.of(SHARED, stored)).as(stored.operation()).isEqualTo(Doubt.UNKNOWN_HANDLE);
            assertThat(Doubts.of(APART, stored)).as(stored.operation()).isNull();
        }
    }

    @Test
    void refusesTheCallsOfOtherWires() {
        var other = new FaceCall(
                "azure_face",
                "detect",
                Facts.of(Set.of(DETECT)),
                asking("x", DETECT).ask(),
                Map.of(),
                null);

        assertThat(Doubts.of(APART, other)).isEqualTo(Doubt.UNKNOWN_OPERATION);
    }
}
