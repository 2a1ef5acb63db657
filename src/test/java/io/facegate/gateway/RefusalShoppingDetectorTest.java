package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What happens to a picture that is refused under one purpose after the other. */
class RefusalShoppingDetectorTest {
    private static final Predicate<Capability> NONE_ALONE = one -> false;
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static final String OTHERS_BLOCK =
            "An organisation that this call is made for made the refused calls. Every"
                    + " other pair of purpose and vendor is refused until one hour after the latest of these refusals.";

    private final AtomicLong now = new AtomicLong();
    private final RefusalShoppingDetector tries = new RefusalShoppingDetector(now::get);

    @Test
    void whoWasRefusedUnderThreePurposesTriesNoFourth() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            assertThat(isShopping("pd", "purpose" + purpose, "rekognition", 1)).isFalse();
            tries.recordRefusal(caller("pd", "purpose" + purpose), call("rekognition", 1), NONE_ALONE);
        }
        assertThat(isShopping("pd", "purpose4", "rekognition", 1)).isTrue();
        assertThat(isShopping("pd", "purpose1", "azure", 1))
                .as("another vendor is another way")
                .isTrue();
        assertThat(isShopping("pd", "purpose2", "rekognition", 1))
                .as("what was tried is judged again")
                .isFalse();
        assertThat(isShopping("pd", "purpose4", "rekognition", 2))
                .as("another picture")
                .isFalse();
        assertThat(isShopping("hope", "purpose4", "rekognition", 1))
                .as("another organisation")
                .isFalse();
        now.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(isShopping("pd", "purpose4", "rekognition", 1))
                .as("an hour after the last refusal")
                .isFalse();
    }

    /** Who hires somebody does not make its calls: the control is that the contractor itself is held back, for whomever it acts. */
    @Test
    void aContractorsRefusalsDoNotCloseVendorsToItsPrincipal() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(caller("lab", "purpose" + purpose, "pd"), call("rekognition", 1), NONE_ALONE);
        }
        assertThat(isShopping("pd", "purpose4", "rekognition", 1))
                .as("the principal itself")
                .isFalse();
        assertThat(tries.isShopping(caller("other", "purpose4", "pd"), call("rekognition", 1)))
                .as("another contractor of it")
                .isFalse();
        assertThat(tries.isShopping(caller("lab", "purpose4", "pd"), call("rekognition", 1)))
                .as("the contractor")
                .isTrue();
        assertThat(tries.isShopping(caller("lab", "purpose4", "hope"), call("rekognition", 1)))
                .as("the contractor for somebody else")
                .isTrue();
        assertThat(isShopping("lab", "purpose4", "rekognition", 1))
                .as("the contractor for itself")
                .isTrue();
    }

    @Test
    void whoWasRefusedDoesNotGoOnThroughAContractor() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(caller("pd", "purpose" + purpose), call("rekognition", 1), NONE_ALONE);
        }
        assertThat(tries.isShopping(caller("lab", "purpose4", "pd"), call("rekognition", 1)))
                .isTrue();
        assertThat(tries.isShopping(caller("lab", "purpose4", "between", "pd"), call("rekognition", 1)))
                .isTrue();
        assertThat(tries.isShopping(caller("lab", "purpose4", "hope"), call("rekognition", 1)))
                .isFalse();
    }

    @Test
    void oneWayIsOneHoweverOftenItIsTried() {
        for (int times = 0; times < 10 * RefusalShoppingDetector.WAYS; times++) {
            tries.recordRefusal(caller("pd", "one"), call("rekognition", 1), NONE_ALONE);
        }
        assertThat(isShopping("pd", "other", "rekognition", 1)).isFalse();
    }

    @Test
    void picturesOfAVendorsOwnOperationsAreSeenInItsParameters() {
        var picture = new Picture(new byte[] {7}, Picture.Format.PNG, 1, 1);
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(caller("pd", "purpose" + purpose), particular("google_vision", picture), NONE_ALONE);
        }
        assertThat(tries.isShopping(caller("pd", "purpose4"), particular("google_vision", picture)))
                .isTrue();
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 7)))
                .as("the same picture on another wire")
                .isTrue();
    }

    @Test
    void aPictureThatWasNotFetchedIsItsUrl() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            var one = waiting("https://pictures.example/a");
            tries.recordRefusal(caller("pd", "purpose" + purpose), one.placeholderCall(), one, NONE_ALONE);
        }
        assertThat(isShopping(waiting("https://pictures.example/a"))).isTrue();
        assertThat(isShopping(waiting("https://pictures.example/b"))).isFalse();
    }

    @Test
    void aPictureInStorageIsItsName() {
        var one = call("rekognition", 1).withRequest(new NormalizedRequest.InStorage(List.of("a"), null));
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(caller("pd", "purpose" + purpose), one, NONE_ALONE);
        }
        assertThat(tries.isShopping(caller("pd", "purpose4"), one)).isTrue();
        assertThat(tries.isShopping(
                        caller("pd", "purpose4"), one.withRequest(new NormalizedRequest.InStorage(List.of("b"), null))))
                .isFalse();
    }

    @Test
    void aPictureBesideOneThatWasNotFetchedIsRemembered() {
        var beside = new Picture(new byte[] {7}, Picture.Format.PNG, 1, 1);
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            var one = waiting("https://pictures.example/" + purpose);
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose), particular("google_vision", beside), one, NONE_ALONE);
        }
        assertThat(isShopping("pd", "purpose4", "google_vision", 7)).isTrue();
    }

    /** A stock evaluation: one photo, one purpose, each vendor's wire for what it is good at. */
    @Test
    void anEvaluationOfVendorsForDifferentCapabilitiesIsNotShopping() {
        var evaluation = List.of(
                call("rekognition", 1, Capability.DETECT, Capability.ANALYZE_GENDER),
                call("rekognition", 1, Capability.DETECT, Capability.ANALYZE_EMOTION),
                call("rekognition", 1, Capability.VERIFY),
                call("azure_face", 1, Capability.DETECT, Capability.ANALYZE_EYEGLASSES),
                call("compreface", 1, Capability.VERIFY),
                call("google_vision", 1, Capability.REVERSE_IMAGE_SEARCH),
                call("azure_vision", 1, Capability.ANALYZE_LABELS));
        for (var call : evaluation) {
            assertThat(tries.isShopping(caller("pd", "evaluation"), call))
                    .as(call.toString())
                    .isFalse();
            tries.recordRefusal(caller("pd", "evaluation"), call, one -> one == Capability.DETECT);
        }
        assertThat(tries.isShopping(caller("pd", "evaluation"), call("other", 1, Capability.DETECT)))
                .as("what was never refused")
                .isFalse();
    }

    @Test
    void refusalsOfOneCapabilityDoNotBlockAnother() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose), call("rekognition", 1, Capability.ANALYZE_GENDER), NONE_ALONE);
        }
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 1, Capability.DETECT)))
                .isFalse();
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 1, Capability.VERIFY)))
                .isFalse();
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 1, Capability.ANALYZE_GENDER)))
                .as("the control")
                .isTrue();
    }

    /** Another attribute, another way to search, or more beside it: the same thing is still being shopped for. */
    @Test
    void varyingACapabilitySlightlyDoesNotAvoidTheDetector() {
        tries.recordRefusal(caller("pd", "a"), call("rekognition", 1, Capability.ANALYZE_AGE), NONE_ALONE);
        tries.recordRefusal(caller("pd", "b"), call("azure_face", 1, Capability.ANALYZE_EMOTION), NONE_ALONE);
        tries.recordRefusal(
                caller("pd", "c"), call("compreface", 1, Capability.DETECT, Capability.ANALYZE_GENDER), NONE_ALONE);
        assertThat(tries.isShopping(caller("pd", "d"), call("google_vision", 1, Capability.ANALYZE_SMILE)))
                .isTrue();
        assertThat(tries.isShopping(
                        caller("pd", "d"), call("rekognition", 1, Capability.ENROLL, Capability.ANALYZE_AGE)))
                .as("more beside it")
                .isTrue();

        tries.recordRefusal(caller("pd", "a"), call("rekognition", 2, Capability.IDENTIFY_RETRO), NONE_ALONE);
        tries.recordRefusal(caller("pd", "b"), call("rekognition", 2, Capability.CELEBRITY), NONE_ALONE);
        tries.recordRefusal(caller("pd", "c"), call("rekognition", 2, Capability.VERIFY), NONE_ALONE);
        assertThat(tries.isShopping(caller("pd", "d"), call("azure_face", 2, Capability.VERIFY)))
                .isTrue();
        assertThat(tries.isShopping(caller("pd", "d"), call("azure_face", 2, Capability.IDENTIFY_LIVE)))
                .isTrue();
    }

    @Test
    void aCallWhoseCapabilitiesAreAllPermittedAloneCountsForAll() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose),
                    call("rekognition", 1, Capability.DETECT, Capability.VERIFY),
                    one -> true);
        }
        assertThat(isShopping("pd", "purpose4", "rekognition", 1)).isTrue();
    }

    @Test
    void whatWasTriedAndUntilWhenIsTold() {
        for (var vendor : List.of("rekognition", "azure_face", "compreface")) {
            tries.recordRefusal(caller("pd", "one"), call(vendor, 1), NONE_ALONE);
            now.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        now.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(tries.describeBlock(caller("pd", "one"), call("google_vision", 1), NOON))
                .isEqualTo("Already refused: one with rekognition, one with azure_face, one with compreface. Every"
                        + " other pair of purpose and vendor is refused until 2026-11-27T12:50:00Z. If one of the"
                        + " refused pairs is refused again, the hour starts again.");
        assertThat(tries.describeBlock(caller("lab", "one", "pd"), call("google_vision", 1), NOON))
                .as("a contractor is not told what its principal tried")
                .isEqualTo(OTHERS_BLOCK);
        assertThat(tries.describeBlock(caller("lab", "one", "pd", "hope"), call("google_vision", 1), NOON))
                .as("a contractor of a contractor, of which the middle one was refused")
                .isEqualTo(OTHERS_BLOCK);
        assertThat(tries.describeBlock(caller("pd", "one"), call("google_vision", 2), NOON))
                .as("another picture")
                .isEmpty();
        now.addAndGet(Duration.ofMinutes(50).toNanos());
        assertThat(tries.isShopping(caller("pd", "one"), call("google_vision", 1)))
                .as("at the time that was told")
                .isFalse();
    }

    /** Somebody who may try in the sandbox learns nothing of the organisation's real calls, not even when they were. */
    @Test
    void aKeyOfTheSandboxIsNotToldWhatOtherKeysTried() {
        for (var vendor : List.of("rekognition", "azure_face")) {
            tries.recordRefusal(ofSandbox("one"), call(vendor, 1), NONE_ALONE);
            tries.recordRefusal(ofSandbox("one"), call(vendor, 2), NONE_ALONE);
        }
        tries.recordRefusal(caller("pd", "one"), call("compreface", 1), NONE_ALONE);
        tries.recordRefusal(ofSandbox("one"), call("compreface", 2), NONE_ALONE);
        assertThat(tries.describeBlock(ofSandbox("one"), call("google_vision", 1), NOON))
                .isEqualTo("Not all of the refused calls were made in the sandbox. Every other pair of purpose and"
                        + " vendor is refused until one hour after the latest of these refusals.");
        assertThat(tries.describeBlock(caller("pd", "one"), call("google_vision", 1), NOON))
                .as("the control: another key of the organisation")
                .startsWith("Already refused: one with rekognition,");
        assertThat(tries.describeBlock(ofSandbox("one"), call("google_vision", 2), NOON))
                .as("the control: only the sandbox was refused")
                .startsWith("Already refused: one with rekognition,");

        tries.recordRefusal(caller("pd", "one"), call("rekognition", 2), NONE_ALONE);
        assertThat(tries.describeBlock(ofSandbox("one"), call("google_vision", 2), NOON))
                .as("a way that was tried before, by another key")
                .startsWith("Not all of the refused calls");
    }

    /** A search by face id carries no picture, so the picture must not get an id where its search was refused. */
    @Test
    void aPictureWhoseSearchWasRefusedIsNotStoredUnderAFourthPurpose() {
        for (int purpose = 1; purpose <= RefusalShoppingDetector.WAYS; purpose++) {
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose), call("rekognition", 1, Capability.IDENTIFY_RETRO), NONE_ALONE);
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose), call("rekognition", 2, Capability.ENROLL), NONE_ALONE);
            tries.recordRefusal(
                    caller("pd", "purpose" + purpose), call("rekognition", 3, Capability.ANALYZE_AGE), NONE_ALONE);
        }
        for (var storing : List.of(Capability.ENROLL, Capability.CUSTOM_MODEL, Capability.TEMPLATE_EXPORT)) {
            assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 1, storing)))
                    .as(storing.code())
                    .isTrue();
            assertThat(tries.describeBlock(caller("pd", "purpose4"), call("rekognition", 1, storing), NOON))
                    .startsWith("Searches for the face in this picture, or comparisons, were refused; storing it would"
                            + " allow others. Already refused: purpose1 with rekognition,");
            assertThat(tries.isShopping(caller("pd", "purpose1"), call("rekognition", 1, storing)))
                    .as("a way that was tried is judged")
                    .isFalse();
            assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 3, storing)))
                    .as("attributes lead to no search")
                    .isFalse();
        }
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 2, Capability.IDENTIFY)))
                .as("not the other way round: recording stays")
                .isFalse();
        assertThat(tries.isShopping(caller("pd", "purpose4"), call("rekognition", 1, Capability.DETECT)))
                .isFalse();
    }

    private static Caller ofSandbox(String purpose) {
        return TestCaller.of(known("pd", purpose))
                .purpose(purpose)
                .by("api_key", "FGAK2")
                .ofSandbox()
                .build();
    }

    private boolean isShopping(NormalizedRequest.PicturesAtUrls waiting) {
        return tries.isShopping(caller("pd", "purpose4"), waiting.placeholderCall(), waiting);
    }

    private static NormalizedRequest.PicturesAtUrls waiting(String url) {
        return new NormalizedRequest.PicturesAtUrls(List.of(url), 1, each -> {
            var ask = new NormalizedRequest.Detect(new Picture(each.getFirst(), Picture.Format.PNG, 1, 1));
            return call("azure_face", 0).withRequest(ask);
        });
    }

    private static FaceCall particular(String vendor, Picture picture) {
        var params = Map.<String, Object>of("body", Map.of("requests", List.of(Map.of("content", picture))));
        var facts = Facts.of(Set.of(Capability.DETECT));
        return new FaceCall(
                vendor, "BatchAnnotateImages", facts, new NormalizedRequest.VendorSpecific(""), params, null);
    }

    private boolean isShopping(String organisation, String purpose, String vendor, int picture) {
        return tries.isShopping(caller(organisation, purpose), call(vendor, picture));
    }

    private static Caller caller(String organisation, String purpose, String... principals) {
        var actsFor = Arrays.stream(principals).map(one -> known(one, purpose)).toList();
        return TestCaller.of(known(organisation, purpose))
                .actingFor(actsFor)
                .purpose(purpose)
                .by("sigv4", "FGAK1")
                .build();
    }

    private static Organisation known(String organisation, String purpose) {
        return TestOrganisation.of(organisation, "law_enforcement.police")
                .purposes(purpose)
                .build();
    }

    private static FaceCall call(String vendor, int picture) {
        return call(vendor, picture, Capability.DETECT);
    }

    private static FaceCall call(String vendor, int picture, Capability... capabilities) {
        var ask = new NormalizedRequest.Detect(new Picture(new byte[] {(byte) picture}, Picture.Format.PNG, 1, 1));
        return new FaceCall(vendor, "DetectFaces", Facts.of(Set.of(capabilities)), ask, Map.of(), null);
    }
}
