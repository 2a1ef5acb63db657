package io.facegate.gateway;

import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.call.Capability.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Picture;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.gateway.EvaluationService.Inquiry;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision point that may object, and questions that are judged without sending; over a real ledger. */
class DecisionPointTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String DIGEST = "5f".repeat(32);

    @TempDir
    private Path data;

    private Ledger ledger;
    private final Vendor vendor = new Vendor();
    private final List<FaceCall> askedAbout = new ArrayList<>();
    private boolean objects;
    private Caller caller = caller(List.of(), "missing_child");

    @BeforeEach
    void open() {
        ledger = Ledger.open(data, Sample.SETTINGS);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void onlyWhatIsPermittedIsAskedAbout() {
        assertThat(pass(call(IDENTIFY_RETRO))).isInstanceOf(Outcome.Refused.class);
        assertThat(askedAbout).isEmpty();
        assertThat(pass(call(VERIFY))).isInstanceOf(Outcome.Answered.class);
        assertThat(askedAbout).hasSize(1);
        assertThat(vendor.saw).hasSize(1);
    }

    @Test
    void anObjectionIsOnRecordLikeAnyRefusalAndTheVendorSeesNothing() {
        objects = true;
        assertThat(pass(call(VERIFY)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("pdp_refused"));
        assertThat(vendor.saw).isEmpty();
        ledger.close();
        assertThat(Records.of(data))
                .singleElement()
                .asString()
                .contains(
                        "\"verdict\":\"refuse\"",
                        "\"rule\":\"facegate/pdp_refused\"",
                        "\"clause\":\"decision point: refused\"",
                        "\"matched\":[\"base/all\"]",
                        "\"policies\":\"" + DIGEST + "\"");
    }

    @Test
    void aCrowdIsCountedBeforeAnybodyElseIsAsked() {
        var picture = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
        var facts = Facts.of(Set.of(VERIFY))
                .withCrowd(Set.of(IDENTIFY_RETRO), picture)
                .withThreshold(0.8);
        pass(new FaceCall(
                "rekognition", "CompareFaces", facts, new NormalizedRequest.VendorSpecific(""), Map.of(), null));
        assertThat(askedAbout)
                .singleElement()
                .satisfies(call -> assertThat(call.facts().crowd()).isNull());
    }

    @Test
    void aQuestionIsJudgedAndRecordedAndNothingIsSent() {
        var hearing = gate().evaluate(credential(), NOW);
        var permitted = (EvaluationService.Permitted) hearing.evaluate(new Inquiry("hope", null, call(VERIFY)));
        var refused = (EvaluationService.Refused)
                hearing.evaluate(new Inquiry("hope", "missing_child", call(IDENTIFY_RETRO)));
        assertThat(refused.refusal().rule()).isEqualTo("ban/identify");
        assertThat(vendor.saw).isEmpty();
        assertThat(vendor.doubted).isZero();
        assertThat(askedAbout).hasSize(1);
        ledger.close();
        assertThat(Records.of(data))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .contains(
                                        "\"kind\":\"EVALUATION\"",
                                        "\"verdict\":\"permit\"",
                                        "\"id\":\"" + permitted.decision() + "\""),
                        other -> assertThat(other)
                                .contains(
                                        "\"kind\":\"EVALUATION\"",
                                        "\"verdict\":\"refuse\"",
                                        "\"id\":\"" + refused.decision() + "\""));
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        ledger = Ledger.open(data, Sample.SETTINGS);
        ledger.close();
        assertThat(Records.of(data)).as("a restart has nothing to close").hasSize(2);
    }

    @Test
    void anObjectionHoldsForAQuestionToo() {
        objects = true;
        assertThat(gate().evaluate(credential(), NOW).evaluate(new Inquiry("hope", null, call(VERIFY))))
                .isInstanceOfSatisfying(
                        EvaluationService.Refused.class,
                        refused -> assertThat(refused.refusal().rule()).isEqualTo("facegate/pdp_refused"));
    }

    @Test
    void nobodyAsksAboutAnybodyElse() {
        caller = caller(List.of("lab"), "missing_child");
        var hearing = gate().evaluate(credential(), NOW);
        assertThat(hearing.evaluate(new Inquiry("pd", null, call(VERIFY))))
                .isEqualTo(new EvaluationService.SubjectNotAllowed());
        assertThat(hearing.evaluate(new Inquiry("HOPE", null, call(VERIFY))))
                .isEqualTo(new EvaluationService.SubjectNotAllowed());
        assertThat(hearing.evaluate(new Inquiry("hope", null, call(VERIFY))))
                .isInstanceOf(EvaluationService.Permitted.class);
        assertThat(hearing.evaluate(new Inquiry("lab", null, call(VERIFY))))
                .isInstanceOf(EvaluationService.Permitted.class);
        ledger.close();
        assertThat(Records.of(data)).hasSize(2);
    }

    @Test
    void aQuestionForAnotherPurposeThanTheDeclaredOneIsRefused() {
        gate().evaluate(credential(), NOW).evaluate(new Inquiry("hope", "tracking", call(VERIFY)));
        caller = caller(List.of(), null);
        gate().evaluate(credential(), NOW).evaluate(new Inquiry("hope", "missing_child", call(VERIFY)));
        ledger.close();
        assertThat(Records.of(data))
                .hasSize(2)
                .allSatisfy(record ->
                        assertThat(record).contains("\"doubt\":\"purpose_conflict\"", "\"verdict\":\"refuse\""));
        assertThat(Records.of(data).getFirst()).contains("\"purposes\":[\"missing_child\",\"tracking\"]");
        assertThat(Records.of(data).getLast()).contains("\"purposes\":[\"missing_child\"]");
    }

    @Test
    void aStrangerAsksNothing() {
        var gate = new Gateway(
                (credential, now) -> {
                    throw new Fault.Unauthenticated(Fault.Why.UNKNOWN_KEY, "nobody");
                },
                DecisionPointTest::policies,
                ledger,
                vendor,
                (by, picture) -> 1);
        assertThatThrownBy(() -> gate.evaluate(credential(), NOW)).isInstanceOf(Fault.Unauthenticated.class);
        ledger.close();
        assertThat(Records.of(data)).singleElement().asString().contains("\"kind\":\"AUTH\"");
    }

    @Test
    void noAnswerIsGivenThatIsNotOnDisk() {
        var hearing = gate().evaluate(credential(), NOW);
        ledger.close();
        assertThatThrownBy(() -> hearing.evaluate(new Inquiry("hope", null, call(VERIFY))))
                .isInstanceOf(Fault.LedgerDown.class);
    }

    private Outcome pass(FaceCall call) {
        return gate().process(credential(), () -> call, new NoTerms(), NOW).outcome();
    }

    private Gateway gate() {
        return TestGateway.of(DecisionPointTest::policies, ledger, vendor)
                .calledBy(() -> caller)
                .withDecisionPoint(point());
    }

    private DecisionPoint point() {
        return (who, call, now, permit) -> {
            askedAbout.add(call);
            return objects
                    ? Optional.of(new Decision.Refuse(
                            refusal("pdp_refused", "facegate/pdp_refused"),
                            "decision point: refused",
                            permit.matched(),
                            permit.policies()))
                    : Optional.empty();
        };
    }

    private static PolicyEngine policies() {
        return new PolicyEngine() {
            @Override
            public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
                var doubted = call.preconditionFailure() != null;
                return doubted || call.facts().capabilities().contains(IDENTIFY_RETRO)
                        ? new Decision.Refuse(
                                refusal("ban", "ban/identify"), "capability: identify", List.of("ban/identify"), DIGEST)
                        : new Decision.Permit("base/all", List.of("base/all"), DIGEST);
            }

            @Override
            public String digest() {
                return DIGEST;
            }
        };
    }

    private static Refusal refusal(String code, String rule) {
        return new Refusal(code, rule, "No.", null, null, "Ask.");
    }

    private static Caller caller(List<String> principals, String purpose) {
        return TestCaller.of(organisation("hope"))
                .actingFor(
                        principals.stream().map(DecisionPointTest::organisation).toList())
                .purpose(purpose)
                .by("api_key", "FGAK1")
                .build();
    }

    private static Organisation organisation(String id) {
        return TestOrganisation.of(id, "nonprofit.child_protection")
                .purposes("missing_child")
                .build();
    }

    private static Credential credential() {
        return new Credential.Missing(new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true));
    }

    private static FaceCall call(io.facegate.call.Capability capability) {
        return new FaceCall(
                "rekognition",
                "CompareFaces",
                Facts.of(Set.of(capability)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
    }

    /** A vendor that remembers what it saw. */
    private static final class Vendor implements Provider {
        private final List<FaceCall> saw = new ArrayList<>();
        private int doubted;

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return new PlannedCall(asked, this::ask, false).alone();
        }

        private FaceCall ask(FaceCall call) {
            doubted++;
            return call;
        }

        @Override
        public Reply send(Cleared cleared) {
            saw.add(cleared.consume());
            return new Reply.Verbatim(200, new byte[0], null);
        }
    }
}
