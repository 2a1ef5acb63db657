package io.facegate.vendor.embedded.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facegate.Stage;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.client.Pins;
import io.facegate.vendor.client.ProviderContract;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The clauses of {@link ProviderContract} that mean something for an engine that asks nobody, under the same names. What is
 * hostile to it is no vendor's answer but the caller's picture.
 */
class LocalContractTest {
    private static final String ASKS_NOBODY =
            "it asks nobody, so there is no answer, error, status or certificate of others";
    private static final String KEEPS_NOTHING_OPEN = "it has no connections";
    private static final String IS_ONE_PROCESS =
            "it cannot be down while the gateway is up: no circuit stands before it, and nothing is asked again";

    /** The clauses that mean nothing here, and why. */
    private static final Map<String, String> MEANINGLESS = Stream.of(
                    because(
                            ASKS_NOBODY,
                            "answersWithTheVendorsOwnBytes",
                            "waitsForItsShareOfTheTimeOfACall",
                            "vendorsShareTheRetriesOfACall",
                            "passesTheVendorsErrorsOnInShape",
                            "anErrorHasNothingButWhatErrorsHave",
                            "ownsUpToItsOwnCredentialsBeingRefused",
                            "takesNoErrorWithoutAProperName",
                            "followsNoRedirectAndTakesNoOddStatus",
                            "takesNoAnswerThatWasCut",
                            "saysThatNothingWasSentWhenNobodyListens",
                            "sendsNothingInTheClearToAnotherMachine",
                            "believesTheAuthorityThatWasNamedAndNobodyElse",
                            "sendsNothingToACertificateOfAnotherHost"),
                    because(
                            IS_ONE_PROCESS,
                            "asksAgainWhereAskingTwiceChangesNothing",
                            "asksAgainWhereTheVendorClosedAnIdleConnection",
                            "endsAtItsTimeoutHoweverManyTimesItAsks",
                            "hasOneBudgetForAllRequestsOfACall",
                            "leavesALossAfterASecondOfWorkToItsCallersClient",
                            "leavesItToItsCallersClientToAskAgain",
                            "leavesItToItsCallersClientToAskAgainWhereNoAnswerCame",
                            "asksThreeTimesAtMostAndThenPassesTheErrorOn",
                            "neverRepeatsWhatMustNotBeDoneTwice",
                            "asksAgainWhenTheConnectionEndsBeforeAnAnswerBegins",
                            "waitsAsLongAsTheVendorAsks",
                            "tellsItsCallerToWaitWhereThereIsNoTimeTo",
                            "leavesAVendorAloneThatKeepsFailing",
                            "triesAVendorThatFailedUntilItIsWellAgain",
                            "oneCallTriesWhetherTheVendorIsWellAgain"),
                    because(
                            KEEPS_NOTHING_OPEN,
                            "keepsItsConnectionsForTheNextCalls",
                            "losesNothingToConnectionsThatTheVendorCloses"),
                    because(
                            "how long a picture may take is bounded where it is worked on: WorkbenchTest",
                            "waitsNoLongerThanItsTimeout"),
                    because("it has no event loop: the gate calls it on a virtual thread", "neverBlocksAnEventLoop"))
            .flatMap(reasons -> reasons.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    @TempDir
    Path folder;

    private EmbeddedProvider engine;
    private Asking finder;

    @BeforeEach
    void open() throws Exception {
        engine = EmbeddedProvider.open(folder, InstantSource.system());
        finder = Asking.as(engine, "finder");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Map<String, String> because(String reason, String... clauses) {
        return Arrays.stream(clauses).collect(Collectors.toMap(Function.identity(), clause -> reason));
    }

    /** A clause that is new must be kept here, or it must be said why not. */
    @Test
    void everyClauseIsKeptOrMeansNothing() {
        var kept = clauses(LocalContractTest.class);
        var all = clauses(ProviderContract.class);
        assertThat(MEANINGLESS.keySet()).isSubsetOf(all).doesNotContainAnyElementsOf(kept);
        kept.retainAll(all);
        kept.addAll(MEANINGLESS.keySet());
        assertThat(kept).isEqualTo(all);
    }

    private static Set<String> clauses(Class<?> suite) {
        return Arrays.stream(suite.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Test.class)
                        || AnnotationSupport.isAnnotated(method, ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    // Nothing is done without a pass

    @Test
    void usesAPassOnce() {
        var pass =
                Passes.of(finder.caller(), Asking.call(new NormalizedRequest.CreateGallery("one"), Facts.of(Set.of())));
        assertThat(engine.send(pass)).isInstanceOf(Reply.GalleryCreated.class);

        assertThatThrownBy(() -> engine.send(pass)).isInstanceOf(Fault.LedgerDown.class);
    }

    @Test
    void sendsNothingOnAPassThatCameTooLate() {
        var call = Asking.call(new NormalizedRequest.CreateGallery("late"), Facts.of(Set.of()));

        assertThatThrownBy(() -> engine.send(Passes.expired(finder.caller(), call)))
                .isInstanceOf(Fault.LedgerDown.class);

        assertThat(finder.failure(new NormalizedRequest.DescribeGallery("late")))
                .isEqualTo(Failure.NOT_FOUND);
    }

    // What is no picture

    /** All that is asked with a picture, by what it does with it. */
    private static Stream<Function<Picture, NormalizedRequest>> asks() {
        var face = Album.photo("cage.jpg");
        return Stream.of(
                NormalizedRequest.Detect::new,
                picture -> new NormalizedRequest.Compare(picture, face, 0.8),
                picture -> new NormalizedRequest.Compare(face, picture, 0.8),
                picture -> new NormalizedRequest.CompareEach(look(picture), look(face)),
                picture -> new NormalizedRequest.CompareEach(look(face), look(picture)),
                picture -> new NormalizedRequest.DetectKeeping(picture, Duration.ofDays(1)),
                picture -> new NormalizedRequest.Enroll("missing", picture, "case", 1),
                picture -> new NormalizedRequest.SearchByPicture("missing", picture, 0.8, 10),
                picture -> new NormalizedRequest.Recognize("missing", look(picture), 1),
                picture -> new NormalizedRequest.AddExample("missing", "subject", look(picture), null));
    }

    private static NormalizedRequest.FaceInput look(Picture picture) {
        return new NormalizedRequest.FaceInput(picture, 1, 0);
    }

    static Stream<Picture> malformed() throws Exception {
        var jpeg = Album.bytes("sample1.jpg");
        var png = TestPictures.png(40, 30);
        var damaged = png.clone();
        Arrays.fill(damaged, png.length / 2, png.length - 12, (byte) 0x55);
        return Stream.of(
                new Picture(new byte[0], Picture.Format.JPEG, 40, 30),
                new Picture(new byte[5000], Picture.Format.PNG, 40, 30),
                new Picture("<html>hello</html>".getBytes(UTF_8), Picture.Format.JPEG, 40, 30),
                new Picture(Arrays.copyOf(jpeg, jpeg.length / 2), Picture.Format.JPEG, 40, 30),
                new Picture(Arrays.copyOf(jpeg, 30), Picture.Format.JPEG, 40, 30),
                new Picture(Arrays.copyOf(png, png.length / 2), Picture.Format.PNG, 40, 30),
                new Picture(damaged, Picture.Format.PNG, 40, 30));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void takesNoAnswerThatIsNotInTheVendorsShape(Picture picture) {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);

        assertNoneIsAnswered(picture, Failure.INVALID_IMAGE);
    }

    /** A few bytes that say that they are very many pixels, whatever a reader made of them before. */
    @Test
    void readsNoAnswerLongerThanItsLimit() throws Exception {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        var png = TestPictures.png(40, 30);
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);

        assertNoneIsAnswered(new Picture(png, Picture.Format.PNG, 40, 30), Failure.IMAGE_TOO_LARGE);
    }

    private void assertNoneIsAnswered(Picture picture, Failure failure) {
        assertThat(asks()).allSatisfy(ask -> {
            var reply = finder.ask(ask.apply(picture));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.kind()).isEqualTo(failure));
        });
        assertThat(finder.ask(
                                new NormalizedRequest.DetectEach(List.of(picture, Album.photo("cage.jpg"))),
                                Reply.DetectedEach.class)
                        .replies())
                .satisfiesExactly(
                        bad -> assertThat(((Reply.Failed) bad).kind()).isEqualTo(failure),
                        good -> assertThat(good).isInstanceOf(Reply.Detected.class));
        assertThatThrownBy(() -> engine.count(Stage.caller("finder"), picture)).isInstanceOf(Fault.ProviderDown.class);
        assertThat(finder.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isZero();
    }

    // Room and time

    @Test
    void whoStopsWaitingGivesItsConnectionBack() throws Exception {
        var end = new CompletableFuture<Throwable>();
        var waiting = Thread.ofVirtual().unstarted(() -> {
            Thread.currentThread().interrupt();
            end.complete(catchThrowable(this::detect));
        });
        waiting.start();

        assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(Fault.ShuttingDown.class);
        assertThat(detect()).isInstanceOf(Reply.Detected.class);
    }

    @Test
    void refusesAsOverloadWhatWouldWaitTooLongInLine() {
        var ends = atOnce(400);

        assertThat(ends)
                .allMatch(end -> end instanceof Reply.Detected || isOverload(end))
                .anyMatch(Reply.Detected.class::isInstance)
                .anyMatch(LocalContractTest::isOverload);
        assertThat(detect()).isInstanceOf(Reply.Detected.class);
    }

    @Test
    void givesItsConnectionBackHoweverACallEnds() throws Exception {
        for (var bad : malformed().toList()) {
            for (int call = 0; call < 40; call++) {
                assertThat(finder.failure(new NormalizedRequest.Detect(bad))).isEqualTo(Failure.INVALID_IMAGE);
            }
        }
        assertThat(detect()).isInstanceOf(Reply.Detected.class);
    }

    @Test
    void neitherErrorsOfTheCallNorThrottlingTellAgainstTheVendor() {
        assertThat(engine.health().circuitBreaker()).isNull();
    }

    @Test
    void whoWaitsLeavesItsCarrierToOthers(@TempDir Path pins) throws Exception {
        detect();

        assertThat(Pins.during(pins, () -> assertThat(atOnce(50)).allMatch(Reply.Detected.class::isInstance)))
                .isEmpty();
    }

    private static boolean isOverload(Object end) {
        return end instanceof Fault.Overloaded;
    }

    private Reply detect() {
        return finder.ask(new NormalizedRequest.Detect(Album.photo("cage.jpg")));
    }

    private Object ended(Picture photo) {
        try {
            return finder.ask(new NormalizedRequest.Detect(photo));
        } catch (Fault.Overloaded busy) {
            return busy;
        }
    }

    private List<Object> atOnce(int calls) {
        var photo = Album.photo("cage.jpg");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, calls)
                    .mapToObj(call -> CompletableFuture.supplyAsync(() -> ended(photo), threads))
                    .toList();
            return all.stream().map(CompletableFuture::join).toList();
        }
    }
}
