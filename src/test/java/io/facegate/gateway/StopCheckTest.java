package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.vendor.client.PlannedCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of the ways that a route names are left while something is stopped. */
class StopCheckTest {
    private static final PlannedCall AMAZON = way("rekognition");
    private static final PlannedCall AZURE = way("azure_face");

    private static PlannedCall way(String engine) {
        return PlannedCall.unowned(new FaceCall(
                engine,
                "Detect",
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("as it is"),
                Map.of(),
                null,
                new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detect", null, engine),
                null));
    }

    private static StopCheck stopped(StopTarget... targets) {
        var set = new StopEntry.Step("m.roe", Instant.EPOCH, "Because of 14.");
        var all = Stream.of(targets)
                .map(target -> new StopEntry("s-1", target, set, null, null))
                .toList();
        return new StopCheck(() -> all);
    }

    private static StopTarget vendor(String word) {
        return new StopTarget(Kind.VENDOR, word);
    }

    @Test
    void aStoppedVendorIsPassedOverWhereTheRouteNamesAnother() {
        assertThat(stopped(vendor("rekognition")).choose(List.of(AMAZON, AZURE)))
                .containsExactly(AZURE);
        assertThat(stopped(vendor("azure_face")).choose(List.of(AMAZON, AZURE))).containsExactly(AMAZON);
    }

    /** The call then meets the stop when it is decided. */
    @Test
    void whereNoneIsLeftNothingIsChosen() {
        assertThat(stopped(vendor("rekognition")).choose(List.of(AMAZON))).containsExactly(AMAZON);
        assertThat(stopped(vendor("rekognition"), vendor("azure_face")).choose(List.of(AMAZON, AZURE)))
                .containsExactly(AMAZON, AZURE);
    }

    @Test
    void aStopOfSomethingElseChoosesNoVendor() {
        assertThat(stopped(new StopTarget(Kind.CAPABILITY, "detect"), StopTarget.ALL)
                        .choose(List.of(AMAZON, AZURE)))
                .containsExactly(AMAZON, AZURE);
    }
}
