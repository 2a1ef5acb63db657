package io.facegate.gateway;

import static io.facegate.call.Capability.ANALYZE_EMOTION;
import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.call.Capability.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.VendorTrail;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.Deadlines;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the rooms, over a real ledger. */
class GatewayTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Organisation HOPE = TestOrganisation.of("hope", "nonprofit.child_protection")
            .named("Hope")
            .purposes("missing_child")
            .build();
    private static final Caller CALLER =
            TestCaller.of(HOPE).purpose("missing_child").by("sigv4", "FGAK1").build();

    @TempDir
    private Path data;

    private Ledger ledger;
    private final Vendor vendor = new Vendor();
    private final List<Picture> counted = new ArrayList<>();
    private boolean busy;
    private int faces = 1;
    private Caller caller = CALLER;

    @BeforeEach
    void open() {
        ledger = Ledger.open(data, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void forwardsWhatIsPermittedAndClosesTheRecord() {
        var outcome = pass(permitting(), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(vendor.saw).hasSize(1);
        assertThat(records())
                .satisfiesExactly(
                        decision -> assertThat(decision).contains("\"verdict\":\"permit\"", outcome.decision()),
                        ending -> assertThat(ending).contains("\"status\":\"ok\"", outcome.decision()));
    }

    @Test
    void aRefusalIsOnRecordAndTheVendorSeesNothing() {
        var outcome = pass(refusing(), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(vendor.saw).isEmpty();
        assertThat(records()).singleElement().asString().contains("\"verdict\":\"refuse\"", outcome.decision());
    }

    /** The caller is told its vendor's error; the record says that the vendor saw nothing. */
    @Test
    void aCallThatIsStoppedBeforeItIsSentIsNotForwardedOnRecord() {
        vendor.meanwhile = () -> Objects.requireNonNull(VendorTrail.current()).recordStopped();
        vendor.answer = new Reply.Failed(Reply.Failure.NOT_FOUND, "Another call changed a resource.");
        assertThat(pass(permitting(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.reply()).isEqualTo(vendor.answer));
        assertThat(records().getLast()).contains("\"status\":\"not_forwarded\"", "\"code\":\"not_found\"");
    }

    /** The control: what the vendor itself does not find was forwarded. */
    @Test
    void whatTheVendorDoesNotFindIsItsErrorOnRecord() {
        vendor.answer = new Reply.Failed(Reply.Failure.NOT_FOUND, "There is no such collection.");
        pass(permitting(), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(records().getLast()).contains("\"status\":\"vendor_error\"", "\"code\":\"not_found\"");
    }

    @Test
    void forwardsNothingWhenTheLedgerIsClosed() {
        ledger.close();
        assertThatThrownBy(() -> pass(permitting(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> pass(refusing(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThat(vendor.saw).isEmpty();
    }

    @Test
    void aFlawedCallIsRecordedAndToldSoWithoutTheVendor() {
        var flaw = new NormalizedRequest.Flawed(Reply.Failure.IMAGE_TOO_LARGE, "too large");
        var outcome = pass(permitting(), call(flaw));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.reply())
                                .isEqualTo(new Reply.Failed(Reply.Failure.IMAGE_TOO_LARGE, "too large")));
        assertThat(vendor.saw).isEmpty();
        assertThat(records().getLast()).contains("\"status\":\"not_forwarded\"", "image_too_large");
    }

    @Test
    void aRefusalOverridesAFlaw() {
        var outcome = pass(refusing(), call(new NormalizedRequest.Flawed(Reply.Failure.INVALID_IMAGE, "broken")));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whatTheProviderMustNotBeSentIsADoubtThatPolicySees() {
        vendor.doubt = PreconditionFailure.REFERENCE_NOT_OWNED;
        pass(
                (caller, call, now) ->
                        call.preconditionFailure() == PreconditionFailure.REFERENCE_NOT_OWNED ? refusal() : permit(),
                call(new NormalizedRequest.VendorSpecific("")));
        assertThat(vendor.saw).isEmpty();
        assertThat(records().getFirst()).contains("\"verdict\":\"refuse\"");
    }

    @Test
    void aProviderThatFailsLeavesAnOutcome() {
        vendor.failure = new Fault.ProviderDown("down");
        var outcome = pass(permitting(), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(records().getLast()).contains("\"status\":\"fault\"", "provider_down");
    }

    @Test
    void aProviderThatBreaksLeavesAnOutcomeToo() {
        vendor.failure = new IllegalStateException("a bug");
        assertThatThrownBy(() -> pass(permitting(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(records().getLast()).contains("\"status\":\"fault\"");
    }

    @Test
    void anAnswerWhoseOutcomeCannotBeWrittenIsWithheld() {
        vendor.meanwhile = () -> ledger.halt("a test says so");

        var outcome = pass(permitting(), call(new NormalizedRequest.VendorSpecific("")));

        assertThat(vendor.saw).hasSize(1);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        withheld -> assertThat(withheld.fault()).isInstanceOf(Fault.OutcomeUnwritten.class));
        assertThat(records()).singleElement().asString().contains("\"verdict\":\"permit\"", outcome.decision());
    }

    @Test
    void countsFacesOnlyWhereTheCountDecides() {
        pass(permitting(), crowd());
        assertThat(counted).isEmpty();
        pass(refusing(), crowd());
        assertThat(counted).isEmpty();
        assertThat(pass(refusingIdentification(), crowd())).isInstanceOf(Outcome.Answered.class);
        assertThat(counted).hasSize(1);
        faces = 0;
        assertThat(pass(refusingIdentification(), crowd())).isInstanceOf(Outcome.Refused.class);
        faces = 2;
        assertThat(pass(refusingIdentification(), crowd())).isInstanceOf(Outcome.Refused.class);
        assertThat(records().getLast()).contains("\"identify.retro\"");
    }

    @Test
    void aLoopOfComparisonsIsJudgedAsASearch() {
        var probe = new Picture(new byte[] {9}, Picture.Format.PNG, 1, 1);
        var gate = gate(refusingIdentification());
        for (int other = 0; other < AggregationDetector.OTHERS; other++) {
            assertThat(pass(gate, compare(probe, other))).isInstanceOf(Outcome.Answered.class);
        }
        assertThat(pass(gate, compare(probe, 100))).isInstanceOf(Outcome.Refused.class);
        assertThat(records())
                .filteredOn(record -> record.contains("\"verdict\":\"refuse\""))
                .singleElement()
                .asString()
                .contains("\"capabilities\":[\"verify\",\"identify.retro\"]");
        assertThat(vendor.saw).hasSize(AggregationDetector.OTHERS);
        var permitting = gate(permitting());
        for (int other = 0; other < 2 * AggregationDetector.OTHERS; other++) {
            assertThat(pass(permitting, compare(probe, other))).isInstanceOf(Outcome.Answered.class);
        }
        assertThat(records())
                .filteredOn(record -> record.contains("identify"))
                .as("where it changes nothing it is not counted")
                .hasSize(1);
    }

    @Test
    void aPictureThatWasRefusedUnderThreePurposesIsNotTriedUnderAFourth() {
        var picture = new Picture(new byte[] {9}, Picture.Format.PNG, 1, 1);
        var gate = gate((caller, call, now) -> {
            var doubt = call.preconditionFailure();
            return "d".equals(caller.purpose()) && doubt == null ? permit() : refusal();
        });
        for (var purpose : List.of("a", "b", "c", "d")) {
            caller = TestCaller.of(HOPE).purpose(purpose).by("sigv4", "FGAK1").build();
            assertThat(pass(gate, call(new NormalizedRequest.Detect(picture)))).isInstanceOf(Outcome.Refused.class);
        }
        assertThat(vendor.saw).isEmpty();
        assertThat(records().getLast()).contains("\"doubt\":\"tried_elsewhere\"");
        var other = new Picture(new byte[] {8}, Picture.Format.PNG, 1, 1);
        assertThat(pass(gate, call(new NormalizedRequest.Detect(other)))).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void whatNobodyAskedForIsLeftOutWhereEitherOfTwoVendorsRulesRefuseIt() {

        var facts = Facts.of(Set.of(VERIFY, ANALYZE_EMOTION)).withUnrequested(Set.of(ANALYZE_EMOTION));
        var via = new CrossVendorRoute("azure_vision", "Analyze", null, "google_vision");
        var call = new FaceCall(
                "google_vision",
                "BatchAnnotateImages",
                facts,
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null,
                via,
                null);
        var outcome = pass(
                (caller, asked, now) -> asked.provider().equals("azure_vision")
                                && asked.facts().capabilities().contains(ANALYZE_EMOTION)
                        ? refusal()
                        : permit(),
                call);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(records().getFirst()).contains("\"capabilities\":[\"verify\"]");
    }

    private static FaceCall compare(Picture probe, int other) {
        var target = new Picture(new byte[] {(byte) (other + 10)}, Picture.Format.PNG, 1, 1);
        return call(new NormalizedRequest.Compare(probe, target, 0.8));
    }

    @Test
    void aPictureThatCannotBeCountedIsACrowdAndOnRecordAsNotCounted() {
        faces = -1;
        assertThat(pass(refusingIdentification(), crowd())).isInstanceOf(Outcome.Refused.class);
        assertThat(vendor.saw).isEmpty();
        assertThat(records().getLast())
                .as("nobody asked for an identification")
                .contains("\"capabilities\":[\"verify\"]", "\"doubt\":\"faces_not_counted\"")
                .contains("\"faces\":\"not_counted\"");
    }

    @Test
    void whatCannotBeCountedNowIsAFaultOnRecordAndNoRefusal() {
        busy = true;
        var outcome = pass(refusingIdentification(), crowd());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        told -> assertThat(told.fault()).isInstanceOf(Fault.Overloaded.class));
        assertThat(vendor.saw).isEmpty();
        assertThat(records())
                .anySatisfy(record -> assertThat(record)
                        .contains("\"kind\":\"DECISION\"", "\"faces\":\"not_counted\"", outcome.decision()))
                .anySatisfy(record -> assertThat(record)
                        .contains("\"kind\":\"OUTCOME\"", "\"status\":\"fault\"", "\"code\":\"overloaded\""))
                .noneSatisfy(record -> assertThat(record).contains("\"verdict\":\"refuse\""));
    }

    @Test
    void whatBreaksWhileACallIsJudgedIsARefusalOnRecord() {
        faces = -2;
        assertThat(pass(refusingIdentification(), crowd()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("policy_error"));
        assertThat(vendor.saw).isEmpty();
        assertThat(records())
                .anySatisfy(
                        record -> assertThat(record).contains("\"verdict\":\"refuse\"", "error: StackOverflowError"));
    }

    @Test
    void whatBreaksAtAVendorIsOnRecordAsAFault() {
        vendor.meanwhile = () -> count(-2);
        assertThatThrownBy(() -> pass(permitting(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(StackOverflowError.class);
        assertThat(records())
                .anySatisfy(record -> assertThat(record).contains("\"kind\":\"OUTCOME\"", "\"status\":\"fault\""));
    }

    private static int count(int from) {
        return 1 + count(from - 1);
    }

    @Test
    void whoProvesNothingIsNotJudged() {
        var gate = new Gateway(
                (credential, now) -> {
                    throw new Fault.Unauthenticated(Fault.Why.UNKNOWN_KEY, "nobody");
                },
                () -> policies(permitting()),
                ledger,
                vendor,
                this::count);
        assertThatThrownBy(() -> gate.process(credential(), this::unread, new NoTerms(), NOW))
                .isInstanceOf(Fault.Unauthenticated.class);
        assertThat(vendor.saw).isEmpty();
        ledger.close();
        assertThat(records()).singleElement().asString().contains("\"kind\":\"AUTH\"", "unknown_key");
    }

    @Test
    void theNextIsJudgedAnewWhereTheFirstCannotAnswer() {
        vendor.choices = List.of(call(new NormalizedRequest.VendorSpecific("")), elsewhere());
        vendor.broken = "rekognition";
        var outcome = pass(permitting(), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(vendor.saw).extracting(FaceCall::provider).containsExactly("rekognition", "azure_face");
        assertThat(records())
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).contains("\"provider\":\"rekognition\"", "\"verdict\":\"permit\""),
                        ending -> assertThat(ending).contains("\"status\":\"fault\""),
                        second -> assertThat(second)
                                .contains("\"provider\":\"azure_face\"", "\"verdict\":\"permit\"", outcome.decision()),
                        ending -> assertThat(ending).contains("\"status\":\"ok\"", outcome.decision()));
    }

    /** A slow vendor leaves to the next what is left of the time of one call; the embedded engine takes none. */
    @Test
    void vendorsShareTheTimeOfOneCall() {
        var own = call(new NormalizedRequest.VendorSpecific(""));
        vendor.choices = List.of(
                own,
                elsewhere(),
                own.routedTo("rekognition", "Any", new CrossVendorRoute("rekognition", "Any", null, "local")));
        vendor.failure = new Fault.ProviderDown("slow");
        var left = new ArrayList<Duration>();
        long total = Duration.ofSeconds(2).toNanos();
        vendor.meanwhile = () -> {
            long now = System.nanoTime();
            left.add(Duration.ofNanos(Deadlines.next(total) - now));
            long end = now + left.getLast().toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        };
        pass(permitting(), own);
        assertThat(left.get(0)).isCloseTo(Duration.ofSeconds(1), Duration.ofMillis(400));
        assertThat(left.get(1)).isBetween(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(left).hasSize(3);
        left.clear();
        vendor.choices = List.of(own);
        pass(permitting(), own);
        assertThat(left)
                .singleElement()
                .satisfies(all -> assertThat(all)
                        .as("a vendor alone has all")
                        .isCloseTo(Duration.ofSeconds(2), Duration.ofMillis(400)));
    }

    @Test
    void whoIsRefusedAtTheFirstDoorTriesNoOther() {
        vendor.choices = List.of(call(new NormalizedRequest.VendorSpecific("")), elsewhere());
        assertThat(pass(refusing("rekognition"), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(vendor.saw).isEmpty();
        assertThat(records()).hasSize(1);
    }

    @Test
    void aRefusedFallbackIsOnRecordAndTheCallerIsToldOfTheFailure() {
        vendor.choices = List.of(call(new NormalizedRequest.VendorSpecific("")), elsewhere());
        vendor.broken = "rekognition";
        var outcome = pass(refusing("azure_face"), call(new NormalizedRequest.VendorSpecific("")));
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(vendor.saw).extracting(FaceCall::provider).containsExactly("rekognition");
        assertThat(records())
                .anySatisfy(
                        record -> assertThat(record).contains("\"provider\":\"azure_face\"", "\"verdict\":\"refuse\""));
    }

    @Test
    void aCallOnOneVendorsWireToAnotherIsBoundByBoth() {
        var rerouted = call(new NormalizedRequest.VendorSpecific(""))
                .routedTo(
                        "azure_face",
                        "Detect",
                        new CrossVendorRoute("rekognition", "CompareFaces", null, "azure_face"));
        vendor.choices = List.of(rerouted);
        assertThat(pass(refusing("azure_face"), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(pass(refusing("rekognition"), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(records().getLast()).contains("\"provider\":\"rekognition\"", "\"operation\":\"CompareFaces\"");
        assertThat(vendor.saw).isEmpty();
        assertThat(pass(obliging(), call(new NormalizedRequest.VendorSpecific(""))))
                .isInstanceOf(Outcome.Answered.class);
        assertThat(records())
                .anySatisfy(record ->
                        assertThat(record).contains("\"matched\":[\"azure_face/rule\",\"rekognition/rule\"]"));
    }

    private static FaceCall elsewhere() {
        return new FaceCall(
                "azure_face",
                "Detect",
                Facts.of(Set.of(VERIFY)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
    }

    private static Judge refusing(String provider) {
        return (caller, call, now) -> call.provider().equals(provider) ? refusal() : permit();
    }

    private static Judge obliging() {
        return (caller, call, now) -> {
            var rule = call.provider() + "/rule";
            return new Decision.Permit(rule, List.of(rule), "00");
        };
    }

    private Outcome pass(Judge judge, FaceCall call) {
        return pass(gate(judge), call);
    }

    private Gateway gate(Judge judge) {
        return TestGateway.of(() -> policies(judge), ledger, vendor)
                .counting(this::count)
                .calledBy(() -> caller);
    }

    private static Outcome pass(Gateway gate, FaceCall call) {
        return gate.process(credential(), () -> call, new NoTerms(), NOW).outcome();
    }

    private FaceCall unread() {
        throw new AssertionError("a stranger's call was read");
    }

    private int count(Caller by, Picture picture) {
        counted.add(picture);
        if (faces < -1) {
            return count(by, picture);
        }
        if (busy) {
            throw new Fault.Overloaded("too much");
        }
        if (faces < 0) {
            throw new Fault.ProviderDown("cannot tell");
        }
        return faces;
    }

    /** All records, the oldest first. Outcomes are durable soon after the answer, not before it: a further record stands behind them in the queue. */
    private List<String> records() {
        try {
            ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        } catch (Fault.LedgerDown closed) {
            // Then nothing waits.
        }
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(100)).reversed().stream()
                    .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                    .filter(record -> !record.contains("\"act\":\"settle\""))
                    .toList();
        }
    }

    private static Credential credential() {
        return new Credential.Missing(new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true));
    }

    private static FaceCall call(NormalizedRequest ask) {
        return new FaceCall("rekognition", "CompareFaces", Facts.of(Set.of(VERIFY)), ask, Map.of(), null);
    }

    private static FaceCall crowd() {
        var picture = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
        var facts = Facts.of(Set.of(VERIFY))
                .withCrowd(Set.of(IDENTIFY_RETRO), picture)
                .withThreshold(0.8);
        return new FaceCall(
                "rekognition",
                "CompareFaces",
                facts,
                new NormalizedRequest.Compare(picture, picture, 0.8),
                Map.of(),
                null);
    }

    private static Judge permitting() {
        return (caller, call, now) -> permit();
    }

    private static Judge refusing() {
        return (caller, call, now) -> refusal();
    }

    private static Judge refusingIdentification() {
        return (caller, call, now) -> call.preconditionFailure() != null
                        || call.facts().capabilities().contains(IDENTIFY_RETRO)
                ? refusal()
                : permit();
    }

    private static Decision permit() {
        return new Decision.Permit("base/all", List.of("base/all"), "00");
    }

    private static Decision refusal() {
        var refusal = new Refusal("moratorium", "ban/police", "No.", "An instrument", "2026-11-24", "Ask.");
        return new Decision.Refuse(refusal, "capability: identify", List.of("ban/police"), "00");
    }

    private static PolicyEngine policies(Judge judge) {
        return new PolicyEngine() {
            @Override
            public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
                return judge.decide(caller, call, now);
            }

            @Override
            public String digest() {
                return "00";
            }
        };
    }

    private interface Judge {
        Decision decide(Caller caller, FaceCall call, Instant now);
    }

    /** A vendor that answers, or fails as told, and remembers what it saw. */
    private static final class Vendor implements Provider {
        private final List<FaceCall> saw = new ArrayList<>();
        private List<FaceCall> choices = List.of();
        private PreconditionFailure doubt;
        private RuntimeException failure;
        private Reply answer = new Reply.Verbatim(200, new byte[0], null);
        private String broken = "";

        private Runnable meanwhile = () -> {};

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return () -> (choices.isEmpty() ? List.of(asked) : choices)
                    .stream()
                            .map(choice -> new PlannedCall(
                                    choice, call -> doubt == null ? call : call.withPreconditionFailure(doubt), false))
                            .toList();
        }

        @Override
        public Reply send(Cleared cleared) {
            saw.add(cleared.consume());
            if (saw.getLast().provider().equals(broken)) {
                throw new Fault.ProviderDown("down");
            }
            meanwhile.run();
            if (failure != null) {
                throw failure;
            }
            return answer;
        }
    }
}
