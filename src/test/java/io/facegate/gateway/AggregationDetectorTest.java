package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What single calls make together. */
class AggregationDetectorTest {
    private final AtomicLong now = new AtomicLong();
    private final AggregationDetector series = new AggregationDetector(now::get);

    @Test
    void onePictureHeldAgainstManyIsLookedForWhicheverSideItStandsOn() {
        for (int other = 1; other <= AggregationDetector.OTHERS; other++) {
            assertThat(goesOn("hope", 0, other)).as("the same pair again").isFalse();
            assertThat(goesOn("hope", other, 0)).isFalse();
        }
        assertThat(goesOn("hope", 0, 100)).isTrue();
        assertThat(goesOn("hope", 101, 0)).isTrue();
        assertThat(goesOn("hope", 1, 2)).as("of these nobody is looked for").isFalse();
        assertThat(goesOn("beacon", 0, 102))
                .as("another organisation's loop is its own")
                .isFalse();
    }

    @Test
    void aLoopIsForgottenAnHourAfterItStopped() {
        for (int other = 1; other <= AggregationDetector.OTHERS; other++) {
            now.addAndGet(Duration.ofMinutes(50).toNanos());
            assertThat(goesOn("hope", 0, other)).isFalse();
        }
        assertThat(goesOn("hope", 0, 50)).as("a slow loop is one too").isTrue();
        now.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(goesOn("hope", 0, 51)).isFalse();
    }

    @Test
    void idsOfFacesThatAreKeptCountAsPicturesDo() {
        for (int other = 0; other < AggregationDetector.OTHERS; other++) {
            assertThat(series.countAndCheckLimit(
                            caller("hope"), new NormalizedRequest.CompareKept("face", "other" + other)))
                    .isFalse();
        }
        assertThat(series.countAndCheckLimit(caller("hope"), new NormalizedRequest.CompareKept("face", "one more")))
                .isTrue();
    }

    @Test
    void freshIdsOfOneFaceCountAsItsPicture() {
        for (int other = 0; other < AggregationDetector.OTHERS; other++) {
            series.rememberFaces(Map.of("id" + other, picture(0)));
            assertThat(series.countAndCheckLimit(
                            caller("hope"), new NormalizedRequest.CompareKept("id" + other, "other" + other)))
                    .isFalse();
        }
        series.rememberFaces(Map.of("fresh", picture(0)));
        assertThat(series.countAndCheckLimit(
                        caller("hope"), new NormalizedRequest.CompareKeptFace("fresh", picture(99))))
                .isTrue();
        assertThat(series.countAndCheckLimit(caller("hope"), new NormalizedRequest.CompareKept("unknown", "another")))
                .as("the control")
                .isFalse();
    }

    /** A second gateway, or one that was started again, has not seen of which picture an id is: it may be one loop. */
    @Test
    void freshIdsThatAnotherGatewayMadeCountAsOnePicture() {
        var second = new AggregationDetector(now::get);
        for (int other = 0; other < AggregationDetector.OTHERS; other++) {
            series.rememberFaces(Map.of("id" + other, picture(other), "other" + other, picture(100 + other)));
            assertThat(series.countAndCheckLimit(caller("hope"), fresh("id" + other, "other" + other)))
                    .as("control: where they were detected, each is a picture of its own")
                    .isFalse();
            second.rememberFaces(Map.of("other" + other, picture(100 + other)));
            assertThat(second.countAndCheckLimit(caller("hope"), fresh("id" + other, "other" + other)))
                    .isFalse();
        }
        series.rememberFaces(Map.of("id", picture(50), "last", picture(200)));
        second.rememberFaces(Map.of("last", picture(200)));
        assertThat(series.countAndCheckLimit(caller("hope"), fresh("id", "last")))
                .isFalse();
        assertThat(second.countAndCheckLimit(caller("hope"), fresh("id", "last")))
                .isTrue();
        assertThat(second.countAndCheckLimit(caller("else"), fresh("id", "last")))
                .as("each caller's own")
                .isFalse();
    }

    private static NormalizedRequest fresh(String one, String other) {
        return new NormalizedRequest.CompareKept(one, other, true);
    }

    @Test
    void examplesOfSubjectsCountAsPicturesDo() {
        for (int other = 0; other < AggregationDetector.OTHERS; other++) {
            assertThat(series.countAndCheckLimit(
                            caller("hope"), new NormalizedRequest.CompareEach(look(200), look(other))))
                    .isFalse();
            assertThat(series.countAndCheckLimit(
                            caller("hope"), new NormalizedRequest.CompareExample("g", "example", look(other))))
                    .isFalse();
        }
        assertThat(series.countAndCheckLimit(caller("hope"), new NormalizedRequest.CompareEach(look(200), look(100))))
                .isTrue();
        assertThat(series.countAndCheckLimit(
                        caller("hope"), new NormalizedRequest.CompareExample("g", "example", look(100))))
                .isTrue();
        assertThat(AggregationDetector.aggregatedCapability(new NormalizedRequest.Recognize("g", look(0), 1)))
                .isEqualTo(Capability.VIDEO_IDENTIFY);
    }

    private static NormalizedRequest.FaceInput look(int which) {
        return new NormalizedRequest.FaceInput(picture(which), 1, 0);
    }

    @Test
    void picturesThatAreSearchedOneAfterTheOtherAreAFilm() {
        for (int frame = 0; frame < AggregationDetector.PICTURES; frame++) {
            now.addAndGet(Duration.ofMillis(900).toNanos());
            assertThat(search("hope")).isFalse();
        }
        assertThat(search("hope")).isTrue();
        assertThat(search("beacon")).isFalse();
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(search("hope")).isFalse();
    }

    @Test
    void picturesInStorageAreSearchedAsOthersAreAndComparedWithAnyNumber() {
        var search = new NormalizedRequest.InStorage(List.of("a"), Capability.VIDEO_IDENTIFY);
        assertThat(AggregationDetector.aggregatedCapability(search)).isEqualTo(Capability.VIDEO_IDENTIFY);
        for (int frame = 0; frame < AggregationDetector.PICTURES; frame++) {
            assertThat(series.countAndCheckLimit(caller("hope"), search)).isFalse();
        }
        assertThat(series.countAndCheckLimit(caller("hope"), search)).isTrue();
        assertThat(series.countAndCheckLimit(
                        caller("hope"), new NormalizedRequest.InStorage(List.of("a", "b"), Capability.IDENTIFY_RETRO)))
                .isTrue();
    }

    /** Its face was detected in a picture a moment ago. */
    @Test
    void aSearchByAFaceThatIsKeptAWhileIsASearchByPicture() {
        var search = new NormalizedRequest.SearchKept("face", List.of("a"), 0, 1);
        assertThat(AggregationDetector.aggregatedCapability(search)).isEqualTo(Capability.VIDEO_IDENTIFY);
        for (int frame = 0; frame < AggregationDetector.PICTURES; frame++) {
            assertThat(series.countAndCheckLimit(caller("hope"), search)).isFalse();
        }
        assertThat(series.countAndCheckLimit(caller("hope"), search)).isTrue();
    }

    @Test
    void aVendorsOwnSearchByPictureIsASearch() {
        var search = new NormalizedRequest.VendorSpecific("Users.", Capability.VIDEO_IDENTIFY);
        assertThat(AggregationDetector.aggregatedCapability(search)).isEqualTo(Capability.VIDEO_IDENTIFY);
        for (int frame = 0; frame < AggregationDetector.PICTURES; frame++) {
            assertThat(series.countAndCheckLimit(caller("hope"), search)).isFalse();
        }
        assertThat(series.countAndCheckLimit(caller("hope"), search)).isTrue();
    }

    private boolean search(String whose) {
        return series.countAndCheckLimit(
                caller(whose), new NormalizedRequest.SearchByPicture("gallery", picture(0), 0.8, 5));
    }

    private boolean goesOn(String whose, int one, int other) {
        return series.countAndCheckLimit(
                caller(whose), new NormalizedRequest.Compare(picture(one), picture(other), 0.8));
    }

    /** Decoded anew for every call, as a wire does. */
    private static Picture picture(int which) {
        return new Picture(new byte[] {(byte) which}, Picture.Format.PNG, 1, 1);
    }

    private static Caller caller(String id) {
        var organisation = TestOrganisation.of(id, "nonprofit").build();
        return TestCaller.of(organisation).by("sigv4", "key-" + id).build();
    }
}
