package io.facegate.vendor.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.FakeVendor.Seen;
import io.facegate.SelfSigned;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What everybody promises who forwards calls, whoever the vendor is.
 *
 * @param <P> the adapter
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("try") // an adapter's close is not interrupted
public abstract class ProviderContract<P extends Provider & AutoCloseable> {
    private static final Duration FOREVER = Duration.ofSeconds(30);
    private static final VendorLimits USUAL =
            new VendorLimits(Duration.ofSeconds(15), Duration.ofSeconds(5), 8, 8, 50_000, Duration.ofMillis(700));

    /** For calls that are to run out of time. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    protected Vertx vertx;
    protected FakeVendor vendor;
    protected P provider;

    /** An adapter to a vendor who answers there. */
    protected abstract P open(URI where, VendorLimits limits, @Nullable Path authorities);

    /** Whoever calls. */
    protected Caller caller() {
        return rescue();
    }

    /** An organisation that looks for children. */
    public static Caller rescue() {
        var rescue = TestOrganisation.of("rescue", "nonprofit.child_protection")
                .named("Rescue")
                .in("US")
                .purposes("missing_child")
                .build();
        return TestCaller.of(rescue)
                .purpose("missing_child")
                .in("US")
                .by("api_key", "FGKEY")
                .build();
    }

    /** A call that changes nothing. */
    protected abstract FaceCall reading();

    /** A call that must not be made twice; any call, where the vendor has none such. */
    protected abstract FaceCall writing();

    /** What the vendor answers to both when all is well. */
    protected abstract Answer good();

    /** The errors that the vendor publishes and that are the caller's to see. */
    protected abstract Stream<Said> errors();

    /** How the vendor says that it is asked too often. */
    protected abstract Stream<Said> throttled();

    /** How the vendor says that it failed. */
    protected abstract Stream<Said> failures();

    /** How the vendor says that it does not take the gateway's own credentials. */
    protected abstract Stream<Said> denials();

    /** Bodies of errors that name no error as the vendor does. */
    protected abstract Stream<String> nameless();

    /** JSON that is not of the type of the vendor's answers. */
    protected abstract Stream<String> wrongTypes();

    /**
     * An error of the vendor's.
     *
     * @param name as the record has it
     */
    public record Said(String name, Answer answer) {
        @Override
        public String toString() {
            return answer.status() + " " + name;
        }
    }

    @BeforeAll
    void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws IOException {
        vendor = FakeVendor.start().answers(good());
        provider = open(vendor.url(), USUAL, null);
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        vendor.close();
    }

    // Answers and errors

    @Test
    void answersWithTheVendorsOwnBytes() {
        for (var call : List.of(reading(), writing())) {
            var reply = send(call);
            assertThat(reply.status()).isEqualTo(good().status());
            assertThat(reply.error()).isNull();
            assertThat(reply.body()).isEqualTo(good().body());
        }
    }

    @ParameterizedTest
    @MethodSource({"errors", "throttled", "failures"})
    void passesTheVendorsErrorsOnInShape(Said said) {
        vendor.answers(notToBeAskedSoon(said));

        var reply = send(writing());

        assertThat(reply.status()).isEqualTo(said.answer.status());
        assertThat(reply.body()).isEqualTo(said.answer.body());
        assertThat(reply.error()).isEqualTo(said.name);
        assertThat(vendor.seen()).hasSize(1);
    }

    /** Errors are held back by nobody: what describes a face is not in one. */
    @Test
    void anErrorHasNothingButWhatErrorsHave() {
        errors().limit(keepsErrorsWhole() ? 0 : 3).forEach(said -> {
            var body = new String(said.answer.body(), UTF_8);
            vendor.answers(
                    Answer.of(said.answer.status(), body.replaceFirst("\\{", "{\"faces\":[{\"ethnicity\":\"x\"}],")));
            assertThat(new String(send(writing()).body(), UTF_8)).isEqualTo(body);
        });
    }

    /** True where errors are filtered by their shapes when they are written. */
    protected boolean keepsErrorsWhole() {
        return false;
    }

    @ParameterizedTest
    @MethodSource("denials")
    void ownsUpToItsOwnCredentialsBeingRefused(Said said) {
        vendor.answers(said.answer);

        assertThatThrownBy(() -> send(reading()))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .extracting(down -> String.valueOf(((Fault.ProviderDown) down).credentials()))
                .asString()
                .contains("did not accept the gateway's own", "(" + said.name + ").");
        assertThat(vendor.seen()).hasSize(1);
    }

    // What is no answer

    Stream<Answer> malformed() {
        var whole = good().body();
        return Stream.concat(
                        Stream.concat(
                                        Stream.of(
                                                "{",
                                                "{\"a\":[",
                                                "{\"a\":[}",
                                                "{} {}",
                                                "{}x",
                                                "{\"a\":NaN}",
                                                "{\u0000\"\u0000",
                                                "\"text\"",
                                                "7",
                                                "<html>hello</html>",
                                                "[".repeat(10_000)),
                                        wrongTypes())
                                .map(body -> body.getBytes(UTF_8)),
                        Stream.of(Arrays.copyOf(whole, whole.length - 1), zipped(whole)))
                .map(good()::ruleText);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void takesNoAnswerThatIsNotInTheVendorsShape(Answer answer) {
        for (var status : List.of(200, 400)) {
            vendor.answers(answer.status(status).with("Content-Encoding", "gzip"));
            assertFault(writing(), "The vendor answered with status " + status + " without ");
        }
        assertThat(vendor.seen()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("nameless")
    void takesNoErrorWithoutAProperName(String body) {
        vendor.answers(Answer.of(400, body));

        assertFault(writing(), "without naming an error");
    }

    @ParameterizedTest
    @ValueSource(ints = {206, 301, 302, 307})
    void followsNoRedirectAndTakesNoOddStatus(int status) {
        vendor.answers(Answer.of(status, "{}").with("Location", "http://127.0.0.1:1/"), good());

        assertFault(reading(), "status " + status);
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void readsNoAnswerLongerThanItsLimit() {
        vendor.answers(good().ruleText(("{\"a\":\"" + "x".repeat(100_000) + "\"}").getBytes(UTF_8)));

        assertFault(reading(), "longer than the gateway's limit");
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void takesNoAnswerThatWasCut() {
        vendor.answers(good().cutAfter(1));

        assertFault(reading(), "ended before its answer was complete");
        assertThat(vendor.seen()).hasSize(1);
    }

    // Time

    @Test
    void waitsNoLongerThanItsTimeout() throws Exception {
        try (var one = open(vendor.url(), USUAL.withTotal(SHORT), null)) {
            for (var slow : List.of(good().after(FOREVER), good().stalledAfter(1, FOREVER))) {
                vendor.answers(slow);
                assertThatThrownBy(() -> send(one, reading()))
                        .isInstanceOf(Fault.ProviderDown.class)
                        .hasMessageContaining("did not answer in time");
            }
        }
        assertThat(vendor.seen()).hasSize(2);
    }

    /** Two slow vendors take together what one may take. */
    @Test
    void waitsForItsShareOfTheTimeOfACall() throws Exception {
        vendor.answers(good(), good().after(FOREVER));
        var total = Duration.ofMillis(1200);
        try (var one = open(vendor.url(), USUAL.withTotal(total), null)) {
            // Connects and loads classes, which on a busy machine takes longer than the rest.
            send(one, reading());
            long start = System.nanoTime();
            var budget = CallBudget.create();
            budget.scope().run(() -> {
                budget.divide(2);
                assertThat(catchThrowable(() -> send(one, reading()))).isInstanceOf(Fault.ProviderDown.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(total.dividedBy(2), total);
                budget.divide(1);
                assertThat(catchThrowable(() -> send(one, reading()))).isInstanceOf(Fault.ProviderDown.class);
            });
            // Without sharing it would be twice the time.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(total, total.multipliedBy(2).minusMillis(100));
        }
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void vendorsShareTheRetriesOfACall(Said said) {
        vendor.answers(said.answer);

        CallBudget.create().scope().run(() -> {
            assertThat(CallBudget.retries("facegate"))
                    .as("the wire repeats nothing")
                    .isNotNull();
            send(reading());
            send(reading());
        });

        assertThat(vendor.seen()).hasSize(2 + RetryBudget.MOST);
    }

    @Test
    void whoStopsWaitingGivesItsConnectionBack() throws Exception {
        vendor.answers(good().after(FOREVER));
        try (var one = open(vendor.url(), narrow(), null)) {
            var end = new CompletableFuture<Throwable>();
            var waiting = Thread.ofVirtual().start(() -> end.complete(catchThrowable(() -> send(one, writing()))));
            Await.until(() -> vendor.seen().size() == 1);

            waiting.interrupt();

            assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(Fault.ShuttingDown.class);
            vendor.answers(good());
            assertThat(send(one, writing()).error()).isNull();
        }
    }

    @Test
    void whoWaitsLeavesItsCarrierToOthers(@TempDir Path folder) throws Exception {
        send(reading());
        vendor.answers(good().after(Duration.ofMillis(300)));

        assertThat(Pins.during(folder, () -> assertThat(atOnce(8, provider)).containsOnlyNulls()))
                .isEmpty();
    }

    @Test
    void neverBlocksAnEventLoop() throws Exception {
        var end = new CompletableFuture<Throwable>();
        vertx.runOnContext(now -> end.complete(catchThrowable(() -> send(reading()))));

        assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(Fault.ProviderDown.class);
        assertThat(vendor.seen()).isEmpty();
    }

    // Asking again

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void asksAgainWhereAskingTwiceChangesNothing(Said said) {
        vendor.answers(said.answer, said.answer, good());

        assertThat(repeating(reading()).error()).isNull();
        assertThat(vendor.seen()).hasSize(3);
    }

    /** What the clients of the vendor's own API repeat is sent once, whether or not it changes anything. */
    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void leavesItToItsCallersClientToAskAgain(Said said) {
        vendor.answers(said.answer);
        var answered = new SendAttempt.Answered(said.answer.status(), said.answer.body(), Reply.Envelope.NONE);
        boolean isRepeated = ClientRetries.ofWire(reading().wire()).repeat(answered);

        assertThat(send(reading()).error()).isEqualTo(said.name);

        assertThat(vendor.seen()).hasSize(isRepeated ? 1 : 1 + RetryBudget.MOST);
    }

    @Test
    void asksAgainWhereTheVendorClosedAnIdleConnection() {
        // An answer may be handed over a moment before its connection is back in the pool; of several one is.
        assertThat(atOnce(4, provider)).containsOnlyNulls();
        vendor.answers(good().cutAfter(0), good());

        assertThat(send(reading()).error()).isNull();
        assertThat(vendor.seen()).hasSize(6);
    }

    /** The control of the one before: an answer that never came is the caller's to ask for again. */
    @Test
    void leavesItToItsCallersClientToAskAgainWhereNoAnswerCame() {
        vendor.answers(good().cutAfter(0), good());
        boolean isRepeated =
                ClientRetries.ofWire(reading().wire()).repeat(new SendAttempt.ConnectionLost(false, false));

        var end = catchThrowable(() -> send(reading()));

        assertThat(end instanceof Fault.ProviderDown).isEqualTo(isRepeated);
        assertThat(vendor.seen()).hasSize(isRepeated ? 1 : 2);
    }

    /** A vendor that works on a request before it drops the connection did not close an idle one. */
    @Test
    void leavesALossAfterASecondOfWorkToItsCallersClient() {
        assertThat(atOnce(4, provider)).containsOnlyNulls();
        vendor.answers(good().cutAfter(0).after(Duration.ofMillis(1200)), good());
        boolean isRepeated =
                ClientRetries.ofWire(reading().wire()).repeat(new SendAttempt.ConnectionLost(false, false));

        var end = catchThrowable(() -> send(reading()));

        assertThat(end instanceof Fault.ProviderDown).isEqualTo(isRepeated);
        assertThat(vendor.seen()).hasSize(isRepeated ? 5 : 6);
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void hasOneBudgetForAllRequestsOfACall(Said said) {
        vendor.answers(said.answer);

        RetryBudget.ofWire("facegate").run(() -> List.of(send(reading()), send(reading()), send(reading())));

        assertThat(vendor.seen()).hasSize(3 + RetryBudget.MOST);
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void endsAtItsTimeoutHoweverManyTimesItAsks(Said said) throws Exception {
        var total = Duration.ofMillis(1200);
        vendor.answers(good(), said.answer.after(Duration.ofMillis(800)));
        try (var one = open(vendor.url(), USUAL.withTotal(total), null)) {
            // The first call of a client connects and loads classes, which on a busy machine takes longer than the
            // rest.
            send(one, reading());
            assertThat(catchThrowable(() -> RetryBudget.ofWire("facegate").run(() -> send(one, reading()))))
                    .hasMessageContaining("did not answer in time");
        }
        assertThat(vendor.seen())
                .as("one at first, and then each has 800 ms of 1200")
                .hasSizeBetween(2, 3);
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void asksThreeTimesAtMostAndThenPassesTheErrorOn(Said said) {
        vendor.answers(said.answer);

        assertThat(repeating(reading()).error()).isEqualTo(said.name);
        assertThat(vendor.seen()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    protected void neverRepeatsWhatMustNotBeDoneTwice(Said said) {
        vendor.answers(said.answer, good());
        assertThat(repeating(writing()).error()).isEqualTo(said.name);
        vendor.answers(good().cutAfter(0), good());
        assertThatThrownBy(() -> repeating(writing()))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining("ended before its answer was complete");

        assertThat(vendor.seen()).hasSize(2);
    }

    @Test
    void asksAgainWhenTheConnectionEndsBeforeAnAnswerBegins() {
        vendor.answers(good().cutAfter(0), good());

        assertThat(repeating(reading()).error()).isNull();
        assertThat(vendor.seen()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("throttled")
    void waitsAsLongAsTheVendorAsks(Said said) {
        vendor.answers(said.answer.with("Retry-After", "1"), good());
        long start = System.nanoTime();

        assertThat(repeating(reading()).error()).isNull();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(vendor.seen()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource({"throttled", "failures"})
    void tellsItsCallerToWaitWhereThereIsNoTimeTo(Said said) {
        vendor.answers(said.answer.with("Retry-After", "60"), good());

        var reply = repeating(reading());

        assertThat(reply.error()).isEqualTo(said.name);
        assertThat(reply.envelope().retryAfter()).hasValue(60);
        assertThat(vendor.seen()).hasSize(1);
    }

    // A vendor that keeps failing

    @ParameterizedTest
    @MethodSource("failures")
    void leavesAVendorAloneThatKeepsFailing(Said said) throws Exception {
        vendor.answers(notToBeAskedSoon(said));
        try (var one = open(vendor.url(), USUAL.withOpenTime(Duration.ofHours(1)), null)) {
            for (int call = 0; call < VendorCircuitBreaker.WINDOW; call++) {
                assertThat(send(one, writing()).error()).isEqualTo(said.name);
            }
            vendor.answers(good());

            assertThatThrownBy(() -> send(one, writing()))
                    .isInstanceOfSatisfying(
                            Fault.CircuitOpen.class,
                            open -> assertThat(open.retryAfter()).isPositive());
            assertThat(vendor.seen()).hasSize(VendorCircuitBreaker.WINDOW);
            assertThat(state(one)).isEqualTo(VendorCircuitBreaker.State.OPEN);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void triesAVendorThatFailedUntilItIsWellAgain(Said said) {
        vendor.answers(notToBeAskedSoon(said));
        for (int call = 0; call < VendorCircuitBreaker.WINDOW; call++) {
            assertThat(send(writing()).error()).isEqualTo(said.name);
        }
        vendor.answers(good());
        assertThat(state(provider)).isNotEqualTo(VendorCircuitBreaker.State.CLOSED);

        Await.until(() -> catchThrowable(() -> send(writing())) == null);
        assertThat(state(provider)).isEqualTo(VendorCircuitBreaker.State.CLOSED);
        assertThat(vendor.seen()).hasSize(VendorCircuitBreaker.WINDOW + 1);
    }

    @Test
    void oneCallTriesWhetherTheVendorIsWellAgain() {
        vendor.answers(good().cutAfter(0));
        while (state(provider) == VendorCircuitBreaker.State.CLOSED) {
            assertThat(catchThrowable(() -> send(writing()))).isInstanceOf(Fault.ProviderDown.class);
        }
        Await.until(() -> state(provider) == VendorCircuitBreaker.State.HALF_OPEN);
        int seen = vendor.seen().size();
        var ready = new CountDownLatch(1);
        vendor.answers(good().once(ready).cutAfter(0));

        var ends = whileHeld(10, 1, provider, ready);

        assertThat(ends.stream().filter(Fault.ProviderDown.class::isInstance)).hasSize(1);
        assertThat(ends.stream().filter(Fault.CircuitOpen.class::isInstance)).hasSize(9);
        assertThat(vendor.seen()).hasSize(seen + 1);
        assertThat(state(provider)).isNotEqualTo(VendorCircuitBreaker.State.CLOSED);
    }

    @Test
    void neitherErrorsOfTheCallNorThrottlingTellAgainstTheVendor() {
        Stream.of(errors(), throttled(), malformed().map(answer -> new Said("", answer)))
                .flatMap(each -> each)
                .forEach(said -> {
                    vendor.answers(said.answer);
                    for (int call = 0; call < 10; call++) {
                        var end = catchThrowable(() -> send(writing()));
                        assertThat(end instanceof Fault.CircuitOpen)
                                .as(said.toString())
                                .isFalse();
                    }
                });
        assertThat(state(provider)).isEqualTo(VendorCircuitBreaker.State.CLOSED);
    }

    // Room

    @Test
    void refusesAsOverloadWhatWouldWaitTooLongInLine() throws Exception {
        var ready = new CountDownLatch(1);
        vendor.answers(good().once(ready));
        try (var one = open(vendor.url(), narrow(), null)) {
            var ends = whileHeld(6, 2, one, ready);

            assertThat(ends.stream().filter(end -> end == null)).hasSize(2);
            assertThat(ends.stream().filter(Fault.Overloaded.class::isInstance)).hasSize(4);
            assertThat(vendor.seen()).hasSize(2);
        }
    }

    @Test
    void givesItsConnectionBackHoweverACallEnds() throws Exception {
        try (var one = open(vendor.url(), narrow().withTotal(SHORT), null)) {
            for (var bad : List.of(
                    good().after(FOREVER),
                    good().stalledAfter(1, FOREVER),
                    good().ruleText(new byte[100_000]),
                    good().cutAfter(1))) {
                vendor.answers(bad);
                assertThat(catchThrowable(() -> send(one, writing()))).isInstanceOf(Fault.ProviderDown.class);
                vendor.answers(good());
                assertThat(send(one, writing()).error()).isNull();
            }
        }
    }

    /** Two, since an answer may be handed over a moment before its connection is back in the pool. */
    @Test
    void keepsItsConnectionsForTheNextCalls() {
        for (int call = 0; call < 20; call++) {
            send(reading());
        }

        assertThat(vendor.seen()).hasSize(20);
        assertThat(vendor.seen().stream().map(Seen::clientPort).distinct().count())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void losesNothingToConnectionsThatTheVendorCloses() {
        vendor.answers(good().with("Connection", "close"));

        for (int call = 0; call < 20; call++) {
            assertThat(send(writing()).error()).isNull();
        }
        assertThat(vendor.seen()).hasSize(20);
    }

    // Nothing is sent without a pass, or to anybody else

    @Test
    void usesAPassOnce() {
        var pass = Passes.of(caller(), reading());
        provider.send(pass);

        assertThatThrownBy(() -> provider.send(pass)).isInstanceOf(Fault.LedgerDown.class);
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void sendsNothingOnAPassThatCameTooLate() {
        assertThatThrownBy(() -> provider.send(Passes.expired(caller(), reading())))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThat(vendor.seen()).isEmpty();
    }

    @Test
    void saysThatNothingWasSentWhenNobodyListens() throws Exception {
        try (var nobody = open(URI.create("http://127.0.0.1:1"), USUAL, null)) {
            assertThatThrownBy(() -> send(nobody, writing()))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The vendor could not be reached. Nothing was sent.");
        }
    }

    @Test
    void sendsNothingInTheClearToAnotherMachine() {
        assertThatThrownBy(() -> open(URI.create("http://faces.example"), USUAL, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void believesTheAuthorityThatWasNamedAndNobodyElse(@TempDir Path folder) throws Exception {
        var limits = USUAL.withTotal(FOREVER);
        try (var secret = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"))
                        .answers(good());
                var named = open(secret.url(), limits, folder.resolve("vendor.pem"));
                var unnamed = open(secret.url(), limits, null)) {
            assertThat(send(named, reading()).error()).isNull();
            assertThatThrownBy(() -> send(unnamed, reading()))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The vendor's certificate was not accepted. Nothing was sent.");
            assertThat(secret.seen()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToACertificateOfAnotherHost(@TempDir Path folder) throws Exception {
        try (var other = FakeVendor.start(SelfSigned.identity(folder, "dns:faces.example"));
                var named = open(other.url(), USUAL.withTotal(FOREVER), folder.resolve("vendor.pem"))) {
            assertThatThrownBy(() -> send(named, reading()))
                    .hasMessage("The vendor's certificate was not accepted. Nothing was sent.");
            assertThat(other.seen()).isEmpty();
        }
    }

    /** So that one call is one try, also where doing it twice would change nothing. */
    private static Answer notToBeAskedSoon(Said said) {
        return said.answer.with("Retry-After", "60");
    }

    private VendorCircuitBreaker.State state(P one) {
        var breaker = one.health().circuitBreaker();
        assertThat(breaker).as("what stands before the vendor's site").isNotNull();
        return breaker.state();
    }

    private static VendorLimits narrow() {
        return new VendorLimits(USUAL.total(), USUAL.connect(), 1, 1, USUAL.replyBytes(), USUAL.open());
    }

    private static byte[] zipped(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return bytes.toByteArray();
    }

    /** How so many calls end that begin together: null where one is answered. */
    private List<Throwable> atOnce(int calls, P one) {
        return whileHeld(calls, calls, one, new CountDownLatch(0));
    }

    /** How calls end of which the vendor, or the way to it, holds so many until all others have ended. */
    private List<Throwable> whileHeld(int calls, int held, P one, CountDownLatch ready) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, calls)
                    .mapToObj(call ->
                            CompletableFuture.supplyAsync(() -> catchThrowable(() -> send(one, writing())), threads))
                    .toList();
            Await.until(() -> all.stream().filter(CompletableFuture::isDone).count() >= calls - held);
            ready.countDown();
            return all.stream().map(CompletableFuture::join).toList();
        }
    }

    /** The same for a caller whose client repeats nothing. */
    protected Reply.Verbatim repeating(FaceCall call) {
        return RetryBudget.ofWire("facegate").run(() -> send(call));
    }

    protected Reply.Verbatim send(FaceCall call) {
        return send(provider, call);
    }

    protected Reply.Verbatim send(P one, FaceCall call) {
        return (Reply.Verbatim) one.send(Passes.of(caller(), call));
    }

    protected void assertFault(FaceCall call, String ruleText) {
        assertThatThrownBy(() -> send(call))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessageContaining(ruleText);
    }
}
