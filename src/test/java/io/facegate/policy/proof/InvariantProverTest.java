package io.facegate.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.proof.model.PolicyModel;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InvariantProverTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String POLICE_REFUSED = """
        - id: i
          says: Police never identify.
          given: {organisation: law_enforcement.police, capability: identify}
          expect: refuse
        """;
    private static final String ALL_IDENTIFY = """
        - {id: all, effect: permit, match: {capability: [identify, verify]}}
        """;

    private static PolicySet policySet(String invariants, String rules) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("a.yaml", bytes("pack: a\ntitle: A test\nbinds: Everybody.\nrules:\n" + rules.indent(2)));
        files.put("invariants.yaml", bytes("invariants:\n" + invariants.indent(2)));
        return PolicyReader.read(files);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InvariantProof proof(String invariants, String rules) {
        return new InvariantProver(policySet(invariants, rules), AnalysisLimits.defaults(NOW))
                .proofs()
                .getFirst();
    }

    private static String refusal(String id, String rest) {
        return """
            - id: %s
              effect: refuse
              %s
              reason: {code: banned, text: No.}
              citation: {ref: A law, checked: 2026-11-24}
            """.formatted(id, rest);
    }

    @Test
    void aBanWithoutAHoleIsProved() {
        var proof = proof(
                POLICE_REFUSED,
                ALL_IDENTIFY + refusal("ban", "match: {organisation: law_enforcement, capability: identify}"));
        assertThat(proof.isProved()).isTrue();
        assertThat(proof.explanation()).isEmpty();
    }

    @Test
    void aHoleInABanIsShownByACallThatPasses() {
        var proof = proof(
                POLICE_REFUSED,
                ALL_IDENTIFY
                        + refusal(
                                "ban",
                                "match: {organisation: law_enforcement.police, capability: [identify.retro,"
                                        + " identify.live]}"));
        assertThat(proof.outcome()).isInstanceOfSatisfying(InvariantOutcome.Refuted.class, refuted -> {
            var heard = refuted.calls().getFirst();
            assertThat(heard.isPermitted()).isTrue();
            assertThat(heard.rule()).isEqualTo("a/all");
            assertThat(heard.call().question().now()).isEqualTo(NOW);
        });
        assertThat(proof.explanation()).singleElement().asString().endsWith("permitted by a/all");
    }

    @Test
    void aHoleInTimeIsShownAtItsTime() {
        var proof = proof(
                POLICE_REFUSED,
                ALL_IDENTIFY
                        + refusal(
                                "before",
                                "match: {organisation: law_enforcement, capability: identify}\n"
                                        + "  until: 2027-01-01\n"
                                        + "  zone: UTC")
                        + refusal(
                                "after",
                                "match: {organisation: law_enforcement, capability: identify}\n"
                                        + "  from: 2027-01-02\n"
                                        + "  zone: UTC"));
        assertThat(proof.explanation())
                .singleElement()
                .asString()
                .contains("at 2027-01-01T00:00:00Z: permitted by a/all");
    }

    @Test
    void anInvariantOfAnotherTimeIsProved() {
        var timed = POLICE_REFUSED.replace("identify}", "identify, from: 2020-06-10, until: 2027-01-01, zone: UTC}");
        assertThat(proof(
                                timed,
                                ALL_IDENTIFY
                                        + refusal(
                                                "ban",
                                                "match: {organisation: law_enforcement, capability: identify}\n"
                                                        + "  from: 2020-06-10\n"
                                                        + "  until: 2027-01-01\n"
                                                        + "  zone: UTC"))
                        .isProved())
                .isTrue();
    }

    @Test
    void anExceptionOfTheInvariantIsNotLookedAt() {
        var ban = refusal(
                "ban",
                "match: {organisation: law_enforcement, capability: identify}\n  unless: {organisation_id: thorn}");
        assertThat(proof(POLICE_REFUSED, ALL_IDENTIFY + ban).word()).isEqualTo("refuted");
        assertThat(proof(POLICE_REFUSED + "  except: {organisation_id: thorn}\n", ALL_IDENTIFY + ban)
                        .word())
                .isEqualTo("proved");
    }

    @Test
    void whoMayBePoliceIsPolice() {
        var ban = refusal("ban", "match: {organisation: law_enforcement.police.local, capability: identify}");
        var local = POLICE_REFUSED.replace("law_enforcement.police", "law_enforcement.police.local");
        assertThat(proof(local, ALL_IDENTIFY + ban).isProved()).isTrue();
        assertThat(proof(local, """
            - {id: police, effect: permit, match: {organisation: law_enforcement, capability: identify}}
            """ + refusal("ban", "match: {organisation_id: city-police, capability: identify}"))
                        .word())
                .isEqualTo("refuted");
    }

    @Test
    void aContractorCountsOnlyWithSomebodyItMayActFor() {
        var contractors = """
            - id: i
              says: Contractors never identify.
              given: {organisation: contractor, capability: identify}
              expect: refuse
            """;
        var contractor =
                "- {id: contractor, effect: permit, match: {organisation: contractor, capability: identify}}\n";
        assertThat(proof(contractors, contractor).isProved()).isTrue();
        var bank = "- {id: bank, effect: permit, match: {organisation: bank, capability: identify}}\n";
        assertThat(proof(contractors, contractor + bank).explanation())
                .singleElement()
                .asString()
                .contains("contractor asks identify", "on behalf of bank", "permitted by a/bank");
    }

    @Test
    void actingForPoliceIsBrokenOnlyByACallThatPolicePassToo() {
        var forPolice = """
            - id: i
              says: Nobody identifies for police.
              given: {on_behalf_of: law_enforcement.police, capability: identify}
              expect: refuse
            """;
        var bank = "- {id: bank, effect: permit, match: {organisation: bank, capability: identify}}\n";
        var police =
                "- {id: police, effect: permit, match: {organisation: law_enforcement.police, capability: identify}}\n";
        assertThat(proof(forPolice, bank).isProved()).isTrue();
        assertThat(proof(forPolice, bank + police).explanation())
                .singleElement()
                .asString()
                .contains("on behalf of law_enforcement.police");
    }

    @Test
    void whatAConditionSaysIsDecidedWhereItCanBeRead() {
        var permit = "- {id: few, effect: permit, match: {capability: identify}, when: \"%s\"}\n";
        assertThat(proof(POLICE_REFUSED, permit.formatted("picture_count > 5 && picture_count <= 5"))
                        .isProved())
                .isTrue();
        assertThat(proof(POLICE_REFUSED, permit.formatted("picture_count == 2 && largest_picture_bytes >= 5000000"))
                        .explanation())
                .singleElement()
                .asString()
                .contains("pictures 2 of 5000000 bytes");
        assertThat(proof(POLICE_REFUSED, permit.formatted("credential in ['jwt', 'api_key'] && !(threshold < 0.9)"))
                        .explanation())
                .singleElement()
                .asString()
                .contains("credential jwt", "threshold 0.9");
    }

    @Test
    void whatCannotBeReadIsNamed() {
        var proof = proof(
                POLICE_REFUSED,
                "- {id: odd, effect: permit, match: {capability: identify}, when: \"operation.endsWith('zzz')\"}\n");
        assertThat(proof.word()).isEqualTo("possible");
        assertThat(proof.explanation()).containsExactly("depends on operation.endsWith(\"zzz\")");
    }

    @Test
    void whatCannotBeReadMattersNotWhereARefusalStands() {
        var proof = proof(
                POLICE_REFUSED,
                "- {id: odd, effect: permit, match: {capability: identify}, when: \"operation.endsWith('zzz')\"}\n"
                        + refusal("ban", "match: {organisation: law_enforcement.police, capability: identify}"));
        assertThat(proof.isProved()).isTrue();
    }

    @Test
    void aPermitIsBrokenByARefusalAndBySilence() {
        var erases = """
            - id: i
              says: Everybody erases.
              given: {capability: gallery_erase}
              expect: permit
            """;
        var all = "- {id: all, effect: permit, match: {capability: gallery_erase}}\n";
        assertThat(proof(erases, all).isProved()).isTrue();
        assertThat(proof(erases, all + refusal("ban", "match: {organisation: bank}"))
                        .explanation())
                .singleElement()
                .asString()
                .contains("refused by a/ban");
        assertThat(proof(
                                erases,
                                "- {id: bank, effect: permit, match: {organisation: bank, capability:"
                                        + " gallery_erase}}\n")
                        .explanation())
                .singleElement()
                .asString()
                .contains("refused by facegate/no_rule_permits");
    }

    @Test
    void aPermitThatOnlyCallsOfSeveralPlacesBreakIsNotProved() {
        var erases = """
            - id: i
              says: Everybody erases.
              given: {capability: gallery_erase}
              expect: permit
            """;
        var rules = "- {id: all, effect: permit, match: {capability: gallery_erase}}\n"
                + refusal(
                        "both",
                        "match: {all: [{output_in: US}, {output_in: GB}], organisation_id: acme}\n"
                                + "  unless: {evidence: warrant}");
        var proof = proof(
                erases.replace("{capability: gallery_erase}", "{capability: gallery_erase, output_in: [US, GB]}"),
                rules);
        assertThat(proof.explanation()).singleElement().asString().contains("output_in", " and ", "refused by a/both");
    }

    @Test
    void leavingOutEvidenceThatCountsAgainstOneHelps() {
        var omission = "- {id: i, says: Leaving out never helps., kind: omission}\n";
        var against = "- {id: all, effect: permit, match: {capability: identify}}\n"
                + refusal("rejected", "match: {capability: identify, evidence: authorisation.rejected}");
        var proof = proof(omission, against);
        assertThat(proof.outcome()).isInstanceOfSatisfying(InvariantOutcome.Refuted.class, refuted -> {
            assertThat(refuted.calls()).hasSize(2);
            assertThat(refuted.calls().getFirst().isPermitted()).isTrue();
            assertThat(refuted.calls().getLast().rule()).isEqualTo("a/rejected");
        });
        var excepted = omission.replace("kind: omission", "kind: omission, except: {evidence: authorisation.rejected}");
        assertThat(proof(excepted, against).isProved()).isTrue();
    }

    @Test
    void anInvariantAboutNothingSaysSo() {
        var proof = proof("""
            - id: i
              says: Nobody is both.
              given: {all: [{capability: detect}, {capability: verify}]}
              expect: refuse
            """, ALL_IDENTIFY);
        assertThat(proof.isProved()).isTrue();
        assertThat(proof.explanation()).containsExactly("but no call meets what it is about");
    }

    @Test
    void tooFewNodesLeaveItOpen() {
        var policySet = policySet(
                POLICE_REFUSED, ALL_IDENTIFY + refusal("ban", "match: {organisation: bank, jurisdiction: [EU, US]}"));
        var proof = new InvariantProver(policySet, new AnalysisLimits(50, NOW))
                .proofs()
                .getFirst();
        assertThat(proof.word()).isEqualTo("inconclusive");
        assertThat(proof.explanation()).hasSize(1);
        assertThat(proof.explanation().getFirst())
                .startsWith("it would take more than 50 nodes: the policies are too large to be proved together")
                .contains("Merge rules");
        assertThat(PolicyAnalysis.analyze(policySet, new AnalysisLimits(50, NOW))
                        .unfinished())
                .isEqualTo(proof.explanation().getFirst());
    }

    @Test
    void whatIsNotProvedIsAMistakeWhereItIsWritten() {
        var policySet = policySet(POLICE_REFUSED, ALL_IDENTIFY);
        assertThat(PolicyActivationCheck.check(policySet)).singleElement().satisfies(mistake -> {
            assertThat(mistake.file()).isEqualTo("invariants.yaml");
            assertThat(mistake.line()).isEqualTo(2);
            assertThat(mistake.message())
                    .startsWith("the invariant 'i' is refuted: Police never identify. law_enforcement.police")
                    .endsWith("permitted by a/all");
        });
        assertThat(PolicyActivationCheck.check(
                        policySet(POLICE_REFUSED, "- {id: r, effect: permit, match: {capability: detect}}\n")))
                .isEmpty();
    }

    @Test
    void rulesThatNeverMatterAreFound() {
        var policySet = policySet(
                POLICE_REFUSED,
                """
                        - {id: all, effect: permit, match: {capability: verify}}
                        - {id: bank, effect: permit, match: {capability: verify, organisation: bank}}
                        - {id: never, effect: permit, match: {all: [{capability: detect}, {capability: verify}]}}
                        - {id: shop, effect: permit, match: {capability: track, organisation: retailer}}
                        """
                        + refusal("shops", "match: {organisation: retailer}")
                        + refusal("shops-track", "match: {organisation: retailer, capability: track, purpose: loyalty}")
                        + """
                        - id: few
                          effect: oblige
                          match: {capability: verify}
                          obligations: {max_results: 3, lead_only: true}
                          citation: {ref: A house rule, checked: 2026-11-24}
                        - id: many
                          effect: oblige
                          match: {capability: verify, organisation: venue_operator}
                          obligations: {max_results: 5}
                          citation: {ref: A house rule, checked: 2026-11-24}
                        """
                        + refusal("idle", "match: {capability: enroll}")
                        + refusal("opposed", "match: {capability: verify, organisation: bank}"));
        assertThat(PolicyAnalysis.analyze(policySet, AnalysisLimits.defaults(NOW)).findings().stream()
                        .map(LintFinding::toString))
                .containsExactlyInAnyOrder(
                        "a/bank has the same condition as a rule of the opposite effect, by a/opposed",
                        "a/bank permits nothing that is not refused, by a/opposed",
                        "a/never never fires: no request meets its condition",
                        "a/shop permits nothing that is not refused, by a/shops",
                        "a/shops-track refuses nothing that is not refused anyway, by a/shops",
                        "a/many asks nothing that is not asked or refused anyway, by a/few",
                        "a/idle concerns nothing that any rule permits");
    }

    @Test
    void whatNobodyPermitsIsTold() {
        var policySet = policySet(POLICE_REFUSED, """
            - {id: all, effect: permit, match: {capability: verify}}
            - {id: bank, effect: permit, match: {capability: detect, organisation: bank}}
            """);
        var silences =
                PolicyAnalysis.analyze(policySet, AnalysisLimits.defaults(NOW)).uncovered();
        assertThat(silences).anySatisfy(silence -> {
            assertThat(silence.capabilities()).containsExactly("detect");
            assertThat(silence.organisations()).contains("retailer").doesNotContain("bank");
        });
        assertThat(silences).noneMatch(silence -> silence.capabilities().contains("verify"));
    }

    @Test
    void mistakesNameTheirPlace() {
        var right =
                Map.of("a.yaml", bytes("pack: a\ntitle: A test\nbinds: Everybody.\nrules:\n" + ALL_IDENTIFY.indent(2)));
        var files = new LinkedHashMap<>(right);
        files.put("invariants.yaml", bytes("""
            invariants:
              - {id: One, says: A., given: {capability: identfy}, expect: refuse}
              - {id: two, says: A., kind: omission, given: {capability: identify}, attributes: [purpose, capability]}
              - {id: three, says: A., given: {capability: identify, until: 2026-01-01, before: 2026-01-01, zone: UTC}, expect: perhaps}
              - {id: three, says: A., given: {from: 2026-01-01, zone: place_of_use}, expect: refuse, kindly: no}
              - {id: four, says: A., kind: chain, except: {capability: identify}}
              - {id: four, says: A., given: {capability: identify}, expect: refuse}
            """));
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                io.facegate.policy.language.PolicyErrors.class, () -> PolicyReader.read(files))
                        .mistakes()
                        .stream()
                        .map(Object::toString))
                .anyMatch(text -> text.contains("invariants.yaml:2:5: 'One' is not an id"))
                .anyMatch(text -> text.contains("invariants.yaml:2:45: unknown capability 'identfy'"))
                .anyMatch(text -> text.contains("invariants.yaml:3:48: an invariant of this kind is about every call"))
                .anyMatch(text -> text.contains("unknown attribute that can be left out 'capability'"))
                .anyMatch(text -> text.contains("unknown key of given 'before'"))
                .anyMatch(text -> text.contains("unknown expect 'perhaps'"))
                .anyMatch(text -> text.contains("unknown key of an invariant 'kindly'"))
                .anyMatch(text -> text.contains("unknown zone 'place_of_use'"))
                .anyMatch(text -> text.contains("adding a link never gains access, without exception"))
                .anyMatch(text -> text.contains("the invariant id 'four' is used twice"));
    }

    private static final String NOT_BOSTON =
            refusal("boston", "match: {organisation: law_enforcement.police, jurisdiction: US-MA/boston}");
    private static final String CHAIN = "- {id: i, says: Acting for more never helps., kind: chain}\n";

    @Test
    void sendingAContractorFromElsewhereHelpsNoPrincipalWhosePlaceIsNotKnown() {
        assertThat(proof(CHAIN, ALL_IDENTIFY + NOT_BOSTON).isProved()).isTrue();
    }

    @Test
    void aPlaceThatIsForgottenBesideTheCallersIsRefutedByACall() {
        var stage = forgetful(policySet(CHAIN, ALL_IDENTIFY + NOT_BOSTON));
        var outcome =
                new MonotonicityCheck(stage, (here, home) -> home.isEmpty() ? here : both(here, home)).checkChain();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        InvariantOutcome.Refuted.class,
                        refuted -> assertThat(refuted.calls())
                                .satisfiesExactly(
                                        through -> assertThat(through.toString())
                                                .contains(
                                                        "on behalf of law_enforcement",
                                                        "whose place is not known",
                                                        "permitted by a/all"),
                                        alone -> assertThat(alone.toString())
                                                .contains("in no known place", "refused by a/boston")));
    }

    private static List<String> both(List<String> here, List<String> home) {
        return Stream.concat(here.stream(), home.stream()).toList();
    }

    /** Policies that take a principal whose place is not known to be where the call is made. */
    private static AnalysisContext forgetful(PolicySet policySet) {
        var limits = AnalysisLimits.defaults(NOW);
        var space = new RequestSpace(
                new RequestSpace.ProofInput(List.of(policySet), policySet.invariants()),
                RequestSpace.Values.ONE,
                limits.nodes());
        var real = PolicyEngine.of(policySet);
        return new AnalysisContext(
                space, new PolicyModel(space, policySet, PolicyModel.Reading.STRICT), NOW, new PolicyEngine() {
                    @Override
                    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
                        return real.decide(placed(caller), call, now, known);
                    }

                    @Override
                    public Decision decideFavourably(Caller caller, FaceCall call, Instant now) {
                        return real.decideFavourably(placed(caller), call, now);
                    }

                    @Override
                    public String digest() {
                        return real.digest();
                    }
                });
    }

    private static Caller placed(Caller caller) {
        var principals = caller.principals().stream()
                .map(one -> TestOrganisation.of(one.id(), one.type())
                        .named(one.name())
                        .in(one.jurisdictions().isEmpty() ? caller.places() : one.jurisdictions())
                        .purposes(one.purposes())
                        .facts(one.facts())
                        .suspended(one.suspended())
                        .role(one.upstreamRole())
                        .build())
                .toList();
        return TestCaller.of(caller.organisation())
                .actingFor(principals)
                .purpose(caller.purpose())
                .in(caller.places())
                .attested(caller.context())
                .by(caller.method(), caller.key())
                .failing(caller.preconditionFailure())
                .build();
    }

    @Test
    void aPrincipalHasFactsOfItsOwn() {
        var atHome = """
            - id: home
              effect: permit
              match: {organisation: [bank, contractor], capability: identify, place_type: workplace}
            - {id: anywhere, effect: permit, match: {organisation: retailer, capability: identify}}
            """;
        var contractors = """
            - id: i
              says: Contractors never identify for shops.
              given: {organisation: contractor, on_behalf_of: retailer, capability: identify}
              expect: refuse
            """;
        assertThat(proof(
                                contractors,
                                atHome
                                        + refusal(
                                                "no-shop-at-work",
                                                "match: {organisation: retailer, place_type: workplace}"))
                        .explanation())
                .singleElement()
                .asString()
                .contains("on behalf of retailer (with place_type", "place_type workplace");
    }

    private static final String ERASES = """
        - id: i
          says: Deleting is refused to nobody.
          given: {capability: gallery_erase}
          expect: permit
        """;
    private static final String ALL = "- {id: all, effect: permit, match: {capability: gallery_erase}}\n";

    @Test
    void aCallThatNoWireMakesRefutesNothing() {
        assertThat(proof(ERASES, ALL + refusal("pictures", "match: {operation: [DetectFaces, IndexFaces]}"))
                        .isProved())
                .isTrue();
        assertThat(proof(ERASES, ALL + refusal("buckets", "match: {reference: s3_object}"))
                        .isProved())
                .isTrue();
        assertThat(proof(ERASES, ALL + refusal("many", "when: picture_count > 2\n  match: {provider: local}"))
                        .isProved())
                .isTrue();
        assertThat(proof(ERASES, ALL + refusal("some", "match: {operation: [DetectFaces, DeleteFaces]}"))
                        .explanation())
                .singleElement()
                .asString()
                .contains("DeleteFaces");
        assertThat(proof(ERASES, ALL + refusal("unheard-of", "match: {operation: EraseEverything}"))
                        .word())
                .isEqualTo("refuted");
        assertThat(proof(ERASES, ALL + refusal("vendor", "match: {provider: local}"))
                        .word())
                .isEqualTo("refuted");
    }
}
