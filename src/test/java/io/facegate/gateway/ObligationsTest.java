package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Outcome;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.identity.AttestedContext;
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
import io.facegate.registry.HeldResponses;
import io.facegate.registry.ReviewQueue;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies ask of a permitted call, between the decision and the answer, over a real ledger and real reviews. */
class ObligationsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Organisation PD = TestOrganisation.of("pd", "law_enforcement.police")
            .named("PD")
            .purposes("lead")
            .build();
    private static final byte[] ANSWER = "answer".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path data;

    private Ledger ledger;
    private HeldResponses reviews;
    private final Vendor vendor = new Vendor();
    private final Wire terms = new Wire();
    private Obligations asked = Obligations.NONE;
    private List<String> warned = List.of();
    private AttestedContext context = new AttestedContext(Set.of(), Map.of(), "26-1");
    private Instant now = NOW;
    private boolean refusing;

    @BeforeEach
    void open() {
        ledger = Ledger.open(data, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
        reviews = HeldResponses.open(
                data,
                (act, subject, person) -> ledger.recordAct(new Ledger.Administrative(act, subject, person, now)),
                Duration.ofDays(7));
        reviews.reviewService().add("pd", "doe", NOW);
        reviews.reviewService().add("pd", "roe", NOW);
    }

    @AfterEach
    void close() {
        reviews.close();
        ledger.close();
    }

    @Test
    void whatIsNotObligedIsNotTouched() {
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        assertThat(terms.asked).isEmpty();
        assertThat(record()).doesNotContain("obligations");
    }

    @Test
    void whatTheWireCannotMeetIsRefusedOnRecordAndNamed() {
        asked = with(0.99, 0, null, Retention.NONE);
        terms.beyond = new ObligationBinding.Beyond(Kind.MIN_SIMILARITY, "its results carry no similarity");
        var outcome = (Outcome.Refused) pass();
        assertThat(vendor.saw).isEmpty();
        assertThat(outcome.refusal().rule()).isEqualTo("facegate/obligation_unenforceable");
        assertThat(outcome.refusal().reason())
                .isEqualTo(
                        "The obligation min_similarity of law/asks cannot be met on SearchFaces: its results carry no"
                                + " similarity.");
        assertThat(record())
                .contains(
                        "\"verdict\":\"refuse\"",
                        "\"code\":\"obligation_unenforceable\"",
                        "\"clause\":\"obligation: min_similarity of law/asks\"",
                        "\"matched\":[\"base/all\",\"law/asks\"]");
    }

    @Test
    void whatIsSentIsWhatTheWireBound() {
        asked = with(0.99, 0, null, Retention.NONE);
        terms.bound = call(Set.of(Capability.VERIFY), Map.of("Raised", 99L));
        var outcome = (Outcome.Answered) pass();
        assertThat(vendor.saw).containsExactly(terms.bound);
        assertThat(outcome.reply()).isSameAs(terms.filtered);
        assertThat(record()).contains("\"obligations\":{\"min_similarity\":990}");
    }

    @Test
    void aCallIsRefusedWhereItsWireDoesNotKnowAnObligation() {
        asked = Obligations.NONE.with(Kind.MAX_RESULTS, 3);
        var outcome = (Outcome.Refused) pass();
        assertThat(vendor.saw).isEmpty();
        assertThat(terms.asked).isEmpty();
        assertThat(outcome.refusal().code()).isEqualTo("obligation_unenforceable");
        assertThat(outcome.refusal().reason())
                .contains("max_results of law/asks", "this gateway does not know how to meet it here");
    }

    @Test
    void anAnswerThatCannotBeSiftedIsNotGiven() {
        asked = with(0.99, 0, null, Retention.NONE);
        terms.unreadable = true;
        assertThat(pass()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(last()).contains("\"status\":\"fault\"", "provider_down");
    }

    @Test
    void anAuthorisationNeedsACase() {
        asked = with(null, 0, Duration.ofHours(24), Retention.NONE);
        context = AttestedContext.NONE;
        var outcome = (Outcome.Refused) pass();
        assertThat(outcome.refusal().code()).isEqualTo("obligation_unenforceable");
        assertThat(outcome.refusal().reason()).contains("authorisation of law/asks", "names no case");
    }

    @Test
    void anAuthorisationIsDueSoLongAfterTheFirstCallOfTheCase() {
        asked = with(null, 0, Duration.ofHours(24), Retention.NONE);
        var due = Instant.parse("2026-11-25T12:00:00Z");
        assertThat(pass().advice().authorisationDue()).isEqualTo(due);
        now = NOW.plus(Duration.ofHours(30));
        assertThat(pass().advice().authorisationDue()).isEqualTo(due);
        assertThat(record()).contains("\"authorisation_due\":\"2026-11-25T12:00:00.000Z\"");
    }

    /** The time of the grant runs from the filing, so nothing about the call itself has to be met. */
    @Test
    void howLongAGrantMayTakeIsOnRecordWhateverTheWire() {
        asked = with(null, 0, Duration.ofHours(24), Retention.NONE)
                .with(Kind.AUTHORISATION_GRANT, Duration.ofHours(72));
        assertThat(terms.supportedKinds()).doesNotContain(Kind.AUTHORISATION_GRANT);
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        assertThat(vendor.saw).hasSize(1);
        assertThat(record())
                .contains("\"authorisation_due\":\"2026-11-25T12:00:00.000Z\"", "\"authorisation_grant\":\"PT72H\"");
    }

    /** Nobody has to file what no rule asks for, so nothing would ever meet it. */
    @Test
    void aTimeForTheGrantOfAnAuthorisationThatNoRuleAsksForIsRefused() {
        asked = Obligations.NONE.with(Kind.AUTHORISATION_GRANT, Duration.ofHours(72));
        var outcome = (Outcome.Refused) pass();
        assertThat(vendor.saw).isEmpty();
        assertThat(outcome.refusal().code()).isEqualTo("obligation_unenforceable");
        assertThat(outcome.refusal().reason())
                .contains("authorisation_grant of law/asks", "no rule asks for the authorisation");
        asked = asked.with(Kind.AUTHORISATION, Duration.ofHours(24));
        assertThat(pass()).as("control").isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void whereItIsAttestedTheUseBeganThen() {
        asked = with(null, 0, Duration.ofHours(24), Retention.NONE);
        context = new AttestedContext(
                Set.of(), Map.of("started", List.of("2026-11-24T09:00:00Z", "2026-11-24T08:30:00Z", "soon")), "26-1");
        assertThat(pass().advice().authorisationDue()).isEqualTo(Instant.parse("2026-11-25T08:30:00Z"));
    }

    @Test
    void templatesAreEnrolledOnlyWhereTheyAreErasedWhenDue() {
        asked = with(null, 0, null, new Retention(null, Period.ofDays(30), null));
        terms.enrols = true;
        assertThat(((Outcome.Refused) pass()).refusal().reason()).contains("retention.templates of law/asks");
        assertThat(vendor.saw).isEmpty();
        vendor.erases = true;
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        vendor.erases = false;
        terms.enrols = false;
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void theCallerIsToldItsLabelNoticesDutiesAndWarnings() {
        asked = GivenObligations.of(
                null, Set.of(), null, true, 0, null, Set.of("sign"), Set.of("human_review"), Retention.NONE);
        warned = List.of("law/soon");
        var advice = pass().advice();
        assertThat(advice)
                .isEqualTo(new Outcome.Advice(true, Set.of("sign"), Set.of("human_review"), null, List.of("law/soon")));
        refusing = true;
        assertThat(pass().advice().warnings()).containsExactly("law/soon");
    }

    @Test
    void anAnswerIsHeldThenReleasedAndForwardedOnce() {
        asked = with(null, 2, null, Retention.NONE);
        var first = (Outcome.Refused) pass();
        assertThat(first.refusal().code()).isEqualTo("needs_review");
        assertThat(first.refusal().message()).contains(first.decision(), "2026-12-01T12:00:00Z", "0 have so far");
        assertThat(last()).contains("\"status\":\"held\"", "\"results\":1", first.decision());
        approve(first.decision(), "doe");
        var second = (Outcome.Refused) pass();
        assertThat(second.refusal().message()).contains(first.decision(), "1 has so far");
        assertThat(record()).contains("\"verdict\":\"refuse\"", "\"rule\":\"facegate/needs_review\"");
        approve(first.decision(), "roe");
        var third = (Outcome.Answered) pass();
        assertThat(((Reply.Verbatim) terms.given).body()).isEqualTo(ANSWER);
        assertThat(third.reply()).isSameAs(terms.filtered);
        assertThat(record()).contains("\"verdict\":\"permit\"", "\"review\":\"" + first.decision() + '"');
        assertThat(last()).contains("\"status\":\"released\"", third.decision());
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        assertThat(vendor.saw).hasSize(1);
    }

    /** Approved before the stop, and asked for after it; or between the decision and the handing over. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anAnswerIsNotHandedOverWhileItsCallIsStopped(int heardLate) {
        asked = with(null, 1, null, Retention.NONE);
        approve(pass().decision(), "doe");
        var set = new StopEntry.Step("m.roe", NOW, "Wrong matches.");
        var stop = new StopEntry("s-1", new StopTarget(StopTarget.Kind.CAPABILITY, "verify"), set, null, null);
        var calls = new int[1];
        var stopping = gate().withReviewQueue(reviews)
                .withStops(new StopCheck(() -> calls[0]++ < heardLate ? List.of() : List.of(stop)));
        var outcome = pass(stopping, call(Set.of(Capability.VERIFY), Map.of()));
        assertThat(((Outcome.Refused) outcome).refusal().rule()).isEqualTo("facegate/stopped");
        assertThat(vendor.saw).hasSize(1);
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        assertThat(last()).contains("\"status\":\"released\"");
    }

    @Test
    void aRepeatedCallIsJudgedAnew() {
        asked = with(null, 1, null, Retention.NONE);
        var held = pass().decision();
        approve(held, "doe");
        refusing = true;
        assertThat(((Outcome.Refused) pass()).refusal().code()).isEqualTo("moratorium");
        refusing = false;
        asked = with(null, 2, null, Retention.NONE);
        assertThat(((Outcome.Refused) pass()).refusal().code()).isEqualTo("needs_review");
        assertThat(vendor.saw).hasSize(1);
    }

    @Test
    void aRejectedAnswerIsGivenToNobody() {
        asked = with(null, 2, null, Retention.NONE);
        var held = pass().decision();
        reviews.reviewService().reject(held, "roe", "Another person.", now);
        var outcome = (Outcome.Refused) pass();
        assertThat(outcome.refusal().code()).isEqualTo("review_rejected");
        assertThat(outcome.refusal().message()).contains("Another person.");
        assertThat(record()).doesNotContain("Another person");
        assertThat(vendor.saw).hasSize(1);
    }

    @Test
    void errorsAreNotHeld() {
        asked = with(null, 2, null, Retention.NONE);
        vendor.reply = new Reply.Failed(Reply.Failure.INVALID_IMAGE, "broken");
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        vendor.reply = new Reply.Verbatim(400, ANSWER, "InvalidParameterException");
        assertThat(pass()).isInstanceOf(Outcome.Answered.class);
        vendor.failure = new Fault.ProviderDown("down");
        assertThat(pass()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(reviews.reviewService().all(now)).isEmpty();
    }

    @Test
    void aFlawedCallIsToldSoAndNothingIsHeld() {
        asked = with(null, 2, null, Retention.NONE);
        var flaw = new NormalizedRequest.Flawed(Reply.Failure.INVALID_IMAGE, "broken");
        var call = new FaceCall(
                "rekognition", "SearchFaces", Facts.of(Set.of(Capability.VERIFY)), flaw, Map.of("Image", this), null);
        assertThat(pass(gate().withReviewQueue(reviews), call)).isInstanceOf(Outcome.Answered.class);
        assertThat(vendor.saw).isEmpty();
        assertThat(terms.asked).as("what is wrong in it is not bound either").isEmpty();
    }

    @Test
    void whereNothingCanBeHeldNothingIsForwarded() {
        asked = with(null, 2, null, Retention.NONE);
        var outcome = (Outcome.Refused) pass(gate(), call(Set.of(Capability.VERIFY), Map.of()));
        assertThat(outcome.refusal().reason()).contains("reviewers of law/asks");
        for (int number = 0; number < HeldResponses.MOST_OF_ONE; number++) {
            pass(gate().withReviewQueue(reviews), call(Set.of(Capability.VERIFY), Map.of("Number", (long) number)));
        }
        vendor.saw.clear();
        var full = (Outcome.Refused) pass();
        assertThat(full.refusal().reason()).contains("too many answers already wait");
        assertThat(vendor.saw).isEmpty();
    }

    /** Only calls that need the authorisation are stopped, and what is not known is refused. */
    @Test
    void aUseIsStoppedWhereItsAuthorisationFailed() {
        for (var state : ReviewQueue.UseState.values()) {
            asked = Obligations.NONE.with(Kind.AUTHORISATION, Duration.ofHours(24));
            vendor.saw.clear();
            var outcome = pass(gate().withReviewQueue(knowing(state)), call(Set.of(Capability.VERIFY), Map.of()));
            if (state == ReviewQueue.UseState.OPEN) {
                assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            } else {
                assertThat(((Outcome.Refused) outcome).refusal().rule())
                        .isEqualTo(
                                state == ReviewQueue.UseState.STOPPED
                                        ? "facegate/authorisation_missing"
                                        : "facegate/obligation_unenforceable");
                assertThat(vendor.saw).isEmpty();
                assertThat(record()).contains("obligation: authorisation of law/asks");
            }
            asked = Obligations.NONE;
            assertThat(pass(gate().withReviewQueue(knowing(state)), call(Set.of(Capability.VERIFY), Map.of())))
                    .isInstanceOf(Outcome.Answered.class);
        }
    }

    private ReviewQueue knowing(ReviewQueue.UseState state) {
        return (ReviewQueue) java.lang.reflect.Proxy.newProxyInstance(
                ReviewQueue.class.getClassLoader(),
                new Class<?>[] {ReviewQueue.class},
                (_, method, arguments) ->
                        method.getName().equals("useState") ? state : method.invoke(reviews, arguments));
    }

    @Test
    void whenReviewsCannotBeReadNothingIsForwarded() {
        asked = with(null, 2, null, Retention.NONE);
        reviews.close();
        org.assertj.core.api.Assertions.assertThatThrownBy(this::pass).isInstanceOf(Fault.RegistryDown.class);
        assertThat(vendor.saw).isEmpty();
    }

    @Test
    void facesAreCountedWhereTheCountDecidesWhatIsAsked() {
        asked = with(0.99, 0, null, Retention.NONE);
        var picture = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
        var facts = Facts.of(Set.of(Capability.VERIFY))
                .withCrowd(Set.of(Capability.IDENTIFY_RETRO), picture)
                .withThreshold(0.8);
        var crowd = new FaceCall(
                "rekognition",
                "CompareFaces",
                facts,
                new NormalizedRequest.Compare(picture, picture, 0.8),
                Map.of(),
                null);
        Judge crowds = call -> call.facts().capabilities().contains(Capability.IDENTIFY_RETRO)
                ? permit()
                : new Decision.Permit("base/all", List.of("base/all"), "00");
        pass(gate(crowds, 2), crowd);
        assertThat(record()).contains("min_similarity", "identify.retro");
        pass(gate(crowds, 1), crowd);
        assertThat(record()).doesNotContain("min_similarity", "identify.retro");
    }

    private void approve(String id, String by) {
        reviews.reviewService().approve(id, by, now);
    }

    private Outcome pass() {
        var capabilities = terms.enrols ? Set.of(Capability.ENROLL, Capability.VERIFY) : Set.of(Capability.VERIFY);
        return pass(gate().withReviewQueue(reviews), call(capabilities, Map.of("Asked", 1L)));
    }

    private Outcome pass(Gateway gate, FaceCall call) {
        var head = new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true);
        return gate.process(new Credential.Missing(head), () -> call, terms, now)
                .outcome();
    }

    private Gateway gate() {
        return gate(call -> refusing ? refusal() : permit(), 1);
    }

    private Gateway gate(Judge judge, int faces) {
        var caller = TestCaller.of(PD)
                .purpose("lead")
                .attested(context)
                .by("sigv4", "FGAK1")
                .build();
        var policies = new PolicyEngine() {
            @Override
            public Decision decide(Caller who, FaceCall call, Instant at, Instant known) {
                return judge.decide(call);
            }

            @Override
            public String digest() {
                return "00";
            }
        };
        return TestGateway.of(policies, ledger, vendor)
                .counting((by, picture) -> faces)
                .calledBy(() -> caller);
    }

    private Decision permit() {
        return new Decision.Permit(
                "base/all",
                Decision.Reason.RenderedReason.EVERY_CALL,
                asked.isEmpty() ? List.of() : List.of(new Decision.Demand("law/asks", asked)),
                List.of("base/all", "law/asks"),
                new Decision.NonDecidingRules(List.of(), warned, List.of(), List.of()),
                "00");
    }

    private Decision refusal() {
        return ((Decision.Permit) permit())
                .toRefusal(
                        new io.facegate.call.Refusal("moratorium", "ban/police", "No.", null, null, "Ask."), "police");
    }

    private static Obligations with(Double least, int reviewers, Duration authorisation, Retention retention) {
        return GivenObligations.of(
                least, Set.of(), null, false, reviewers, authorisation, Set.of(), Set.of(), retention);
    }

    private static FaceCall call(Set<Capability> capabilities, Map<String, Object> params) {
        return new FaceCall(
                "rekognition",
                "SearchFaces",
                Facts.of(capabilities),
                new NormalizedRequest.VendorSpecific(""),
                params,
                null);
    }

    /** The last decision. */
    private String record() {
        return records().stream()
                .filter(line -> line.contains("\"kind\":\"DECISION\""))
                .toList()
                .getLast();
    }

    /** The last outcome; a further record makes sure that it is on disk. */
    private String last() {
        ledger.recordAct(new Ledger.Administrative("settle", "test", now));
        return records().stream()
                .filter(line -> line.contains("\"kind\":\"OUTCOME\""))
                .toList()
                .getLast();
    }

    private List<String> records() {
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(1000)).reversed().stream()
                    .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private interface Judge {
        Decision decide(FaceCall call);
    }

    /** A wire that binds and sifts as it is told. */
    private static final class Wire implements ObligationBinding {
        private final List<FaceCall> asked = new ArrayList<>();
        private ObligationBinding.Beyond beyond;
        private FaceCall bound;
        private boolean enrols;
        private boolean unreadable;
        private Reply given;
        private Reply filtered;

        @Override
        public Set<Kind> supportedKinds() {
            return Set.of(Kind.MIN_SIMILARITY, Kind.REVIEWERS);
        }

        @Override
        public Bound rewrite(FaceCall call, Obligations obligations) {
            asked.add(call);
            return beyond != null ? beyond : new Within(bound == null ? call : bound);
        }

        @Override
        public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
            if (unreadable) {
                throw new Fault.ProviderDown("unreadable");
            }
            given = reply;
            filtered = reply instanceof Reply.Verbatim(var status, var body, var error, var _)
                    ? new Reply.Verbatim(status, body, error)
                    : reply;
            return filtered;
        }

        @Override
        public ReviewCopy renderForReview(FaceCall call, Reply reply) {
            return new ReviewCopy(((Reply.Verbatim) reply).body(), 1, List.of(0.99));
        }
    }

    private static final class Vendor implements Provider {
        private final List<FaceCall> saw = new ArrayList<>();
        private Reply reply = new Reply.Verbatim(200, ANSWER, null);
        private RuntimeException failure;
        private boolean erases;

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return new PlannedCall(asked, UnaryOperator.identity(), erases).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            saw.add(cleared.consume());
            if (failure != null) {
                throw failure;
            }
            return reply;
        }
    }
}
