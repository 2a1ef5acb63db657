package io.facegate.policy;

import static io.facegate.policy.Calls.NOW;
import static io.facegate.policy.Calls.call;
import static io.facegate.policy.Calls.caller;
import static io.facegate.policy.Calls.organisation;
import static io.facegate.policy.Calls.policies;
import static io.facegate.policy.Calls.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyEngineTest {
    private static final String REFUSAL = """
          reason: {code: no, text: No.}
          citation: {ref: A law, url: "https://example.org", checked: 2026-11-24}
        """;
    private static final String PERMIT_ALL = """
        - id: all
          effect: permit
          match: {provider: rekognition}
        """;

    @TempDir
    private Path folder;

    @Test
    void refusesWhatNoRulePermits() {
        var decision = policies("- {id: p, effect: permit, match: {capability: verify}}\n")
                .decide(caller("bank", "onboarding_kyc"), call(Capability.DETECT), NOW);
        var refuse = (Decision.Refuse) decision;
        assertThat(refuse.refusal().rule()).isEqualTo("facegate/no_rule_permits");
        assertThat(refuse.refusal().code()).isEqualTo("no_rule_permits");
        assertThat(refuse.clause()).isEqualTo("organisation: bank, purpose: onboarding_kyc, capability: detect");
    }

    @Test
    void ofSeveralCapabilitiesThatNoRulePermitsTheFirstOfTheTreeIsNamed() {
        var asked = Arrays.stream(Capability.values())
                .filter(each -> each != Capability.DETECT)
                .toArray(Capability[]::new);
        var refuse = (Decision.Refuse) policies("- {id: p, effect: permit, match: {capability: detect}}\n")
                .decide(caller("bank", "onboarding_kyc"), call(asked), NOW);
        assertThat(refuse.clause()).endsWith("capability: " + asked[0].code());
        assertThat(refuse.refusal().reason()).isEqualTo("No rule permits this (" + refuse.clause() + ").");
    }

    @Test
    void everyCapabilityNeedsAPermit() {
        var policies = policies("""
            - {id: detect, effect: permit, match: {capability: detect}}
            - {id: verify, effect: permit, match: {capability: verify}}
            """);
        var bank = caller("bank", "onboarding_kyc");
        var both = policies.decide(bank, call(Capability.DETECT, Capability.VERIFY), NOW);
        assertThat(rule(both)).isEqualTo("permit a/detect");
        assertThat(both.clause()).isEqualTo("capability: detect");
        assertThat(both.fact()).isEqualTo("capability: detect");
        assertThat(both.matched()).containsExactly("a/detect", "a/verify");
        assertThat(rule(policies.decide(bank, call(Capability.DETECT, Capability.ENROLL), NOW)))
                .isEqualTo("refuse facegate/no_rule_permits");
    }

    @Test
    void aCallThatCanDoNothingIsRefused() {
        assertThat(rule(policies(PERMIT_ALL).decide(caller("bank", null), call(), NOW)))
                .isEqualTo("refuse facegate/no_rule_permits");
    }

    @Test
    void aRefusalOfAnyCapabilityOverridesEveryPermit() {
        var policies = policies(PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {capability: identify}\n" + REFUSAL);
        var decision = policies.decide(
                caller("bank", "onboarding_kyc"), call(Capability.VERIFY, Capability.IDENTIFY_LIVE), NOW);
        var refuse = (Decision.Refuse) decision;
        assertThat(refuse.refusal().rule()).isEqualTo("a/no");
        assertThat(refuse.refusal().citation()).isEqualTo("A law");
        assertThat(refuse.refusal().checked()).isEqualTo("2026-11-24");
        assertThat(refuse.refusal().appeal()).contains("decision id");
        assertThat(refuse.clause()).isEqualTo("capability: identify");
        assertThat(refuse.matched()).containsExactly("a/all", "a/no");
    }

    @Test
    void everyLinkOfTheChainIsJudged() {
        var policies = policies(
                PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {organisation: law_enforcement}\n" + REFUSAL);
        var police = organisation("law_enforcement.police.local");
        assertThat(rule(policies.decide(caller("contractor", null, police), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
        assertThat(rule(policies.decide(
                        caller("contractor", null, organisation("bank"), police), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
        assertThat(rule(policies.decide(
                        caller("contractor", null, organisation("bank")), call(Capability.DETECT), NOW)))
                .isEqualTo("permit a/all");
    }

    @Test
    void everyLinkOfTheChainNeedsAPermit() {
        var policies = policies("- {id: p, effect: permit, match: {organisation: contractor}}\n");
        var decision = policies.decide(caller("contractor", null, organisation("bank")), call(Capability.DETECT), NOW);
        assertThat(((Decision.Refuse) decision).clause()).startsWith("organisation: bank");
    }

    @Test
    void whatIsAbsentLetsARefusalFireAndAPermitNot() {
        var refusing = policies(PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {purpose: tracking}\n" + REFUSAL);
        assertThat(rule(refusing.decide(caller("bank", null), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
        assertThat(rule(refusing.decide(caller("bank", "loyalty"), call(Capability.DETECT), NOW)))
                .isEqualTo("permit a/all");
        var permitting = policies("- {id: p, effect: permit, match: {purpose: loyalty}}\n");
        assertThat(rule(permitting.decide(caller("bank", null), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse facegate/no_rule_permits");
    }

    @Test
    void anUnknownTypeOrProviderIsAsGoodAsAbsent() {
        var policies = policies(PERMIT_ALL.replace("{provider: rekognition}", "{capability: detect}")
                + "- id: no\n  effect: refuse\n  match: {organisation: border, provider: azure_face}\n" + REFUSAL);
        var strange = new FaceCall("brand_new", "X", call(Capability.DETECT).facts(), call().request(), Map.of(), null);
        assertThat(rule(policies.decide(caller("secret_club", null), strange, NOW)))
                .isEqualTo("refuse a/no");
    }

    @Test
    void aCoarserTypeMayBeTheOneThatIsRefused() {
        var policies = policies(
                PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {organisation: law_enforcement.police}\n" + REFUSAL);
        assertThat(rule(policies.decide(caller("law_enforcement", null), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
        assertThat(rule(policies.decide(caller("law_enforcement.federal", null), call(Capability.DETECT), NOW)))
                .isEqualTo("permit a/all");
    }

    @Test
    void aRefusalReachesAllThatLiesInsideAPlace() {
        var policies = policies(
                PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {jurisdiction: US-OR/portland}\n" + REFUSAL);
        assertThat(decideAt(policies, "US-OR/portland")).isEqualTo("refuse a/no");
        assertThat(decideAt(policies, "US-OR/salem")).isEqualTo("permit a/all");
        assertThat(decideAt(policies, "US")).isEqualTo("refuse a/no");
        assertThat(decideAt(policies, "GB")).isEqualTo("permit a/all");
        assertThat(decideAt(policies, "GB", "US-OR/portland")).isEqualTo("refuse a/no");
        assertThat(decideAt(policies)).isEqualTo("refuse a/no");
        assertThat(decideAt(policies, "somewhere")).isEqualTo("refuse a/no");
    }

    /** A row of before the codes were checked, or of a code that ISO withdrew: the place is not known. */
    @Test
    void aSubdivisionThatDoesNotExistMayBeAnywhere() {
        var refusing = policies(PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {jurisdiction: US-IL}\n" + REFUSAL);
        assertThat(decideAt(refusing, "US-LA")).isEqualTo("permit a/all");
        assertThat(decideAt(refusing, "US-LI")).isEqualTo("refuse a/no");
        assertThat(decideAt(refusing, "US-LI/springfield")).isEqualTo("refuse a/no");
        assertThat(decideAt(refusing, "GB-IL")).isEqualTo("refuse a/no");
        var permitting = policies("- {id: p, effect: permit, match: {jurisdiction: US}}\n");
        assertThat(decideAt(permitting, "US-LA")).isEqualTo("permit a/p");
        assertThat(decideAt(permitting, "US-LI")).startsWith("refuse");
    }

    @Test
    void aPermitMustHoldInEveryPlace() {
        var policies = policies("- {id: p, effect: permit, match: {jurisdiction: US}}\n");
        assertThat(decideAt(policies, "US-OR")).isEqualTo("permit a/p");
        assertThat(decideAt(policies, "US-OR", "GB")).startsWith("refuse");
        assertThat(decideAt(policies)).startsWith("refuse");
    }

    @Test
    void aPrincipalIsBoundByItsOwnPlaceToo() {
        var policies = policies(PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {jurisdiction: GB}\n" + REFUSAL);
        var british = TestOrganisation.of("met", "bank").named("Met").in("GB").build();
        assertThat(rule(policies.decide(caller("contractor", null, british), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
    }

    @Test
    void aWindowIsHalfOpen() {
        var policies = policies("""
            - id: p
              effect: permit
              match: {capability: detect}
              from: 2020-06-10
              until: 2020-06-11T12:00:00
              zone: America/Los_Angeles
            """);
        assertThat(decideOn(policies, "2020-06-10T06:59:59.999999999Z")).startsWith("refuse");
        assertThat(decideOn(policies, "2020-06-10T07:00:00Z")).isEqualTo("permit a/p");
        assertThat(decideOn(policies, "2020-06-11T18:59:59.999999999Z")).isEqualTo("permit a/p");
        assertThat(decideOn(policies, "2020-06-11T19:00:00Z")).startsWith("refuse");
    }

    @Test
    void exceptionsHoldOnlyWhereTheySurelyDo() {
        var policies = policies(PERMIT_ALL + """
            - id: no
              effect: refuse
              match: {organisation: law_enforcement}
              unless:
                - {purpose: missing_child, organisation_id: acme}
                - {capability: stateful_control.stop}
            """ + REFUSAL);
        assertThat(rule(policies.decide(caller("law_enforcement", "missing_child"), call(Capability.DETECT), NOW)))
                .isEqualTo("permit a/all");
        assertThat(rule(policies.decide(caller("law_enforcement", null), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse a/no");
        assertThat(rule(policies.decide(caller("law_enforcement", null), call(Capability.STATEFUL_CONTROL_STOP), NOW)))
                .isEqualTo("permit a/all");
        assertThat(rule(policies.decide(
                        caller("law_enforcement", null),
                        call(Capability.STATEFUL_CONTROL_STOP, Capability.DETECT),
                        NOW)))
                .isEqualTo("refuse a/no");
    }

    @Test
    void aConditionThatCannotBeToldFailsClosed() {
        var permitting = policies("- {id: p, effect: permit, match: {capability: verify}, when: threshold >= 0.99}\n");
        assertThat(rule(permitting.decide(caller("bank", null), withThreshold(0.99), NOW)))
                .isEqualTo("permit a/p");
        assertThat(rule(permitting.decide(caller("bank", null), withThreshold(0.98), NOW)))
                .startsWith("refuse");
        assertThat(rule(permitting.decide(caller("bank", null), withThreshold(null), NOW)))
                .startsWith("refuse");
        var refusing = policies(PERMIT_ALL
                + "- id: no\n  effect: refuse\n  match: {capability: verify}\n  when: threshold < 0.99\n" + REFUSAL);
        assertThat(rule(refusing.decide(caller("bank", null), withThreshold(0.99), NOW)))
                .isEqualTo("permit a/all");
        assertThat(rule(refusing.decide(caller("bank", null), withThreshold(0.98), NOW)))
                .isEqualTo("refuse a/no");
        var absent = (Decision.Refuse) refusing.decide(caller("bank", null), withThreshold(null), NOW);
        assertThat(absent.clause()).isEqualTo("capability: verify, when: threshold < 0.99");
    }

    @Test
    void aConditionReadsThePicturesOfTheRequest() {
        var policies = policies("""
            - id: p
              effect: permit
              match: {capability: detect}
              when: picture_count == 2 && largest_picture_bytes <= 10 && largest_picture_pixels == 6
            """);
        var small = new Picture(new byte[3], Picture.Format.PNG, 1, 1);
        var large = new Picture(new byte[10], Picture.Format.PNG, 2, 3);
        var params = Map.<String, Object>of("Source", Map.of("Bytes", small), "Targets", List.of(large));
        var facts = call(Capability.DETECT).facts();
        assertThat(rule(policies.decide(caller("bank", null), call(facts, params, null), NOW)))
                .isEqualTo("permit a/p");
        assertThat(rule(policies.decide(caller("bank", null), call(Capability.DETECT), NOW)))
                .startsWith("refuse");
    }

    @Test
    void doubtsRefuseBeforeAnyRule() {
        var policies = policies(PERMIT_ALL);
        var doubted = call(Capability.GALLERY_ERASE).withPreconditionFailure(PreconditionFailure.DUPLICATE_KEY);
        var refuse = (Decision.Refuse) policies.decide(caller("bank", null), doubted, NOW);
        assertThat(refuse.refusal().rule()).isEqualTo("facegate/duplicate_key");
        assertThat(refuse.refusal().reason()).isEqualTo(PreconditionFailure.DUPLICATE_KEY.sentence());
        assertThat(refuse.matched()).isEmpty();
        var bank = caller("bank", null);
        var unsure = TestCaller.of(bank.organisation())
                .by("jwt", "key")
                .failing(PreconditionFailure.PURPOSE_MISSING)
                .build();
        assertThat(rule(policies.decide(unsure, doubted, NOW))).isEqualTo("refuse facegate/purpose_missing");
    }

    @Test
    void aContractorForNobodyAndASuspendedPrincipalAreRefused() {
        var policies = policies(PERMIT_ALL);
        assertThat(rule(policies.decide(caller("contractor", null), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse facegate/principal_missing");
        var suspended =
                TestOrganisation.of("x", "bank").named("X").suspended(true).build();
        assertThat(rule(policies.decide(caller("contractor", null, suspended), call(Capability.DETECT), NOW)))
                .isEqualTo("refuse facegate/organisation_suspended");
    }

    @Test
    void anUncountedCrowdIsTakenToHoldSeveralFaces() {
        var policies = policies("- {id: p, effect: permit, match: {capability: verify}}\n");
        var crowd = new Picture(new byte[1], Picture.Format.PNG, 1, 1);
        var facts = FaceCall.Facts.of(Set.of(Capability.VERIFY)).withCrowd(Set.of(Capability.IDENTIFY), crowd);
        var uncounted = call(facts, Map.of(), null);
        var bank = caller("bank", null);
        assertThat(rule(policies.decide(bank, uncounted, NOW))).startsWith("refuse");
        assertThat(rule(policies.decide(bank, uncounted.withFaceCount(true), NOW)))
                .startsWith("refuse");
        assertThat(rule(policies.decide(bank, uncounted.withFaceCount(false), NOW)))
                .isEqualTo("permit a/p");
    }

    @Test
    void aRefusalNeedsOneReferenceAndAPermitAll() {
        var facts =
                FaceCall.Facts.of(Set.of(Capability.DETECT)).referringTo(Set.of(Reference.S3_OBJECT, Reference.ROLE));
        var call = call(facts, Map.of(), null);
        var bank = caller("bank", null);
        assertThat(rule(policies("- {id: p, effect: permit, match: {reference: s3_object}}\n")
                        .decide(bank, call, NOW)))
                .startsWith("refuse");
        assertThat(rule(policies("- {id: p, effect: permit, match: {reference: [s3_object, role]}}\n")
                        .decide(bank, call, NOW)))
                .isEqualTo("permit a/p");
        var refusing = policies(PERMIT_ALL + "- id: no\n  effect: refuse\n  match: {reference: role}\n" + REFUSAL);
        assertThat(rule(refusing.decide(bank, call, NOW))).isEqualTo("refuse a/no");
        assertThat(rule(refusing.decide(bank, call(Capability.DETECT), NOW))).isEqualTo("permit a/all");
    }

    @Test
    void anythingUnexpectedRefuses() {
        var policies = policies(PERMIT_ALL);
        assertThat(rule(policies.decide(caller("bank", null), call(Capability.DETECT), Instant.MAX)))
                .isEqualTo("refuse facegate/policy_error");
        assertThat(rule(policies.decide(null, null, null))).isEqualTo("refuse facegate/policy_error");
    }

    @Test
    void theDigestIsOfNamesAndBytesWithoutTests() throws Exception {
        Files.write(folder.resolve("a.yaml"), Calls.pack("a", PERMIT_ALL));
        var digest = PolicyEngine.load(folder).digest();
        assertThat(digest).matches("[0-9a-f]{64}");
        Files.writeString(folder.resolve("a_test.yaml"), "cases: []");
        Files.writeString(folder.resolve("README.md"), "hello");
        assertThat(PolicyEngine.load(folder).digest()).isEqualTo(digest);
        Files.write(folder.resolve("a.yaml"), Calls.pack("a", PERMIT_ALL + "\n# a remark\n"));
        assertThat(PolicyEngine.load(folder).digest()).isNotEqualTo(digest);
    }

    @Test
    void anAbsentOrEmptyFolderSaysWhatToDo() {
        assertThatThrownBy(() -> PolicyEngine.load(folder.resolve("nowhere")))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("--policies");
        assertThatThrownBy(() -> PolicyEngine.load(folder))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("<pack>.yaml");
    }

    private static FaceCall withThreshold(Double threshold) {
        return call(FaceCall.Facts.of(Set.of(Capability.VERIFY)).withThreshold(threshold), Map.of(), null);
    }

    private static String decideAt(PolicyEngine policies, String... places) {
        var caller = TestCaller.of(organisation("bank"))
                .in(places)
                .by("sigv4", "key")
                .build();
        return rule(policies.decide(caller, call(Capability.DETECT), NOW));
    }

    private static String decideOn(PolicyEngine policies, String now) {
        return rule(policies.decide(caller("bank", null), call(Capability.DETECT), Instant.parse(now)));
    }
}
