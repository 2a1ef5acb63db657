package io.facegate.gateway.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.SoleAccount;
import io.facegate.call.VendorAccount;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.gateway.permissions.PermissionService.RegisteredFacts;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PermissionServiceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:10:00Z");
    private static final String RULES = """
        pack: house
        title: A test
        binds: Everybody.
        rules:
          - {id: faces, effect: permit, match: {capability: detect}, until: 2027-02-01, zone: UTC}
          - {id: searches, effect: permit, match: {capability: identify.retro, evidence: warrant}}
          - {id: compare, effect: permit, match: {capability: verify}, obligations: {min_similarity: 0.5}}
          - id: schools
            effect: refuse
            match: {capability: verify, place_type: education}
            reason: {code: schools, text: Not in schools.}
            citation: {ref: A law, checked: 2026-11-24, evidence: primary}
            appeal: write.
        """;

    private Caller caller = TestCaller.of(TestOrganisation.of("acme", "retailer")
                    .in("US-OR")
                    .purposes("loyalty")
                    .build())
            .purpose("loyalty")
            .in("US-OR")
            .build();
    private PolicyEngine policies = policies(RULES);
    private LedgerClock clock = LedgerClock.uncompared();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<ExemptionGrant> exemptions = new ArrayList<>();
    private final List<StopEntry> stops = new ArrayList<>();
    private final Map<String, SoleAccount> accounts = new HashMap<>();
    private Instant expires;

    private final PermissionService service = new PermissionService(
            (credential, now) -> caller,
            () -> policies,
            new ClockCheck(ledger(), () -> policies, Map::of),
            new RegisteredFacts() {
                @Override
                public Instant keyExpires(Caller of) {
                    return expires;
                }

                @Override
                public List<StopEntry> stops() {
                    return List.copyOf(stops);
                }

                @Override
                public List<Evidence> evidence(String organisation) {
                    return organisation.equals("acme") ? List.copyOf(evidence) : List.of();
                }

                @Override
                public List<ExemptionGrant> exemptions(String organisation) {
                    return organisation.equals("acme") ? List.copyOf(exemptions) : List.of();
                }
            },
            new ConfiguredProviders(
                    List.of("local"),
                    false,
                    true,
                    (_, wire) -> accounts.getOrDefault(wire, new SoleAccount.Undetermined(false)),
                    bindings()));

    private static Map<String, ObligationBinding> bindings() {
        return Map.of(
                "facegate", new NeutralWire().terms(),
                "rekognition", new RekognitionWire().terms());
    }

    private Ledger ledger() {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> clock);
    }

    private static PolicyEngine policies(String rules) {
        return PolicyEngine.of(PolicyReader.read(Map.of("house.yaml", rules.getBytes(StandardCharsets.UTF_8))));
    }

    private CallerPermissions read(Instant now) {
        var request = new Credential.Request("GET", "/facegate/v1/me", "", List.of(), "", true);
        return service.read(new Credential.ApiKey(request, "key"), now);
    }

    private Verdict verdict(String wire, String operation) {
        return read(NOW).operations().stream()
                .filter(one -> one.wire().equals(wire) && one.operations().contains(operation))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private void stop(StopTarget target) {
        stops.add(new StopEntry("s-1", target, new StopEntry.Step("m.roe", NOW, "Because of 14."), null, null));
    }

    /** At once, though answers are kept for an hour; and as before once it is lifted. */
    @Test
    void whatIsStoppedIsToldAsRefused() {
        var before = read(NOW).operations();
        stop(StopTarget.ALL);
        assertThat(read(NOW).operations())
                .allSatisfy(one -> assertThat(one.verdict()).isInstanceOf(Refused.class))
                .anySatisfy(one ->
                        assertThat(((Refused) one.verdict()).refusal().rule()).isEqualTo("facegate/stopped"));
        stops.clear();
        stop(new StopTarget(StopTarget.Kind.CAPABILITY, "custom_model"));
        assertThat(read(NOW).operations())
                .filteredOn(one -> one.capabilities().stream().noneMatch(each -> each == Capability.CUSTOM_MODEL))
                .isNotEmpty()
                .noneMatch(one -> one.verdict() instanceof Refused(var refusal)
                        && refusal.rule().equals("facegate/stopped"));
        stops.clear();
        assertThat(read(NOW).operations()).isEqualTo(before);
    }

    @Test
    void aKeyThatIsForOneApiMayDoNothingOnOthers() {
        var limits = new KeyLimits(List.of("rekognition"), List.of(), null, null);
        caller = new Caller(
                caller.organisation(),
                List.of(),
                caller.purpose(),
                caller.places(),
                caller.context(),
                new CallerCredential("api_key", "key", false, List.of(), limits),
                null);
        assertThat(verdict("rekognition", "DetectFaces")).isInstanceOf(Depends.class);
        assertThat(verdict("facegate", "detect"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().rule()).isEqualTo("facegate/key_wire_not_allowed"));
    }

    @Test
    void whatEveryCallIsPermittedIsSaidToBe() {
        assertThat(verdict("facegate", "detect")).isInstanceOf(Permitted.class);
        assertThat(verdict("facegate", "enroll"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("no_rule_permits"));
    }

    @Test
    void evidenceOnFileMakesADecisionDependOnIt() {
        assertThat(verdict("rekognition", "SearchFaces"))
                .as("control: none on file")
                .isInstanceOf(Refused.class);
        evidence.add(new Evidence("w-1", "acme", "warrant", null, null, null, Map.of()));
        assertThat(verdict("rekognition", "SearchFaces")).isInstanceOfSatisfying(Depends.class, depends -> {
            assertThat(depends.facts()).contains("evidence");
            assertThat(depends.plain()).isInstanceOf(Refused.class);
        });
    }

    @Test
    void anUnknownFactCountsAgainstTheCallerAndAKnownOneDoesNot() {
        assertThat(verdict("facegate", "verify"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("schools"));
        caller = TestCaller.of(TestOrganisation.of("acme", "retailer")
                        .facts(Map.of("place_type", List.of("workplace")))
                        .build())
                .purpose("loyalty")
                .build();
        assertThat(verdict("facegate", "verify"))
                .isInstanceOfSatisfying(
                        Depends.class,
                        depends -> assertThat(depends.plain())
                                .isInstanceOfSatisfying(
                                        Permitted.class,
                                        permitted -> assertThat(
                                                        permitted.obligations().minSimilarity())
                                                .isEqualTo(0.5)));
    }

    /** At once, though answers are kept for an hour; and only on the API whose account is known. */
    @Test
    void whereTheAccountIsKnownItsPlaceDecides() {
        policies = policies(RULES.replace(
                "{id: faces, effect: permit, match: {capability: detect}",
                "{id: faces, effect: permit, match: {capability: gallery_read, processed_in: EU}"));
        assertThat(verdict("rekognition", "ListFaces"))
                .isInstanceOfSatisfying(
                        Depends.class, depends -> assertThat(depends.facts()).contains("processed_in"));
        accounts.put("rekognition", new SoleAccount.Found(new VendorAccount("eu", List.of("IE"))));
        assertThat(verdict("rekognition", "ListFaces")).isInstanceOf(Permitted.class);
        assertThat(verdict("facegate", "listFaces")).as("another API").isInstanceOf(Depends.class);
        accounts.put("rekognition", new SoleAccount.Found(new VendorAccount("us", List.of("US-VA"))));
        assertThat(verdict("rekognition", "ListFaces")).isInstanceOf(Refused.class);
        evidence.add(new Evidence("e-1", "acme", "audit", null, null, null, Map.of("processed_in", List.of("IE"))));
        assertThat(verdict("rekognition", "ListFaces"))
                .as("evidence that a call may name attests a place too")
                .isInstanceOf(Depends.class);
    }

    /** Each such call is refused, so the answer may not say that it is permitted. */
    @Test
    void whatNobodyAnswersIsRefused() {
        var permitted = verdict("rekognition", "DetectFaces");
        assertThat(permitted).as("control").isNotInstanceOf(Refused.class);
        accounts.put("rekognition", new SoleAccount.Nobody());
        assertThat(read(NOW).operations().stream().filter(one -> one.wire().equals("rekognition")))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.verdict()).isInstanceOf(Refused.class));
        assertThat(((Refused) verdict("rekognition", "DetectFaces")).refusal().code())
                .isEqualTo("no_provider");
        assertThat(verdict("facegate", "detect")).as("another API").isNotInstanceOf(Refused.class);
        accounts.put("rekognition", new SoleAccount.Undetermined(true));
        assertThat(verdict("rekognition", "DetectFaces"))
                .isInstanceOfSatisfying(
                        Depends.class, depends -> assertThat(depends.facts()).contains("route"));
    }

    private static String obliged(String obligations) {
        return RULES.replace(
                "capability: detect}",
                "capability: [detect, liveness, enroll, gallery_read]}, obligations: {" + obligations + "}");
    }

    /** The call is refused, so the answer may not say that it is permitted. */
    @Test
    void whatCannotMeetItsObligationsIsNotPermitted() {
        policies = policies(obliged("notices: [sign_at_entrance]"));
        assertThat(verdict("facegate", "detect")).as("control").isInstanceOf(Permitted.class);
        policies = policies(obliged("authorisation: PT24H"));
        assertUnenforceable(verdict("facegate", "detect"), "authorisation");
        evidence.add(new Evidence("w-1", "acme", "warrant", "case-1", null, null, Map.of()));
        assertThat(verdict("facegate", "detect")).isInstanceOfSatisfying(Depends.class, depends -> {
            assertThat(depends.facts()).contains("case");
            assertUnenforceable(depends.plain(), "authorisation");
        });
        policies = policies(obliged("authorisation_grant: PT72H"));
        assertUnenforceable(verdict("facegate", "detect"), "authorisation_grant");
        assertUnenforceable(verdict("rekognition", "ListFaces"), "authorisation_grant");
        policies = policies(obliged("authorisation: PT24H, authorisation_grant: PT72H"));
        assertThat(verdict("facegate", "detect")).as("control").isInstanceOf(Depends.class);
        policies = policies(obliged("reviewers: 1"));
        assertThat(verdict("facegate", "detect")).as("control").isInstanceOf(Permitted.class);
        assertUnenforceable(verdict("facegate", "createLivenessSession"), "reviewers");
        caller = TestCaller.of(caller.organisation())
                .purpose("loyalty")
                .in("US-OR")
                .ofSandbox()
                .build();
        assertUnenforceable(verdict("facegate", "detect"), "reviewers");
    }

    @Test
    void anObligationThatAVendorsOperationCannotMeetRefusesIt() {
        policies = policies(obliged("max_results: 3"));
        assertThat(verdict("rekognition", "ListFaces")).as("control").isInstanceOf(Permitted.class);
        policies = policies(obliged("retention: {pictures: P0D}"));
        assertThat(verdict("rekognition", "ListFaces")).as("control").isInstanceOf(Permitted.class);
        assertUnenforceable(verdict("rekognition", "CreateFaceLivenessSession"), "retention.pictures");
    }

    /** An exemption counts for one purpose, so it is not known before the purpose is. */
    @Test
    void anExemptionCountsForThePurposeItWasGrantedFor() {
        var organisation = TestOrganisation.of("acme", "retailer")
                .in("US-OR")
                .purposes("loyalty", "customer_analytics")
                .build();
        caller = TestCaller.of(organisation)
                .in("US-OR")
                .failing(PreconditionFailure.PURPOSE_MISSING)
                .build();
        policies = policies(RULES.replace("capability: detect}", "capability: detect, exemption: detect}"));
        assertThat(verdicts("facegate", "detect").values())
                .as("control: none granted")
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Refused.class));
        exemptions.add(new ExemptionGrant(
                "x-1",
                "acme",
                "detect",
                "loyalty",
                List.of("US"),
                NOW.minusSeconds(60),
                NOW.plusSeconds(60),
                "letter",
                "roe"));
        var verdicts = verdicts("facegate", "detect");
        assertThat(verdicts.get("loyalty")).isInstanceOf(Permitted.class);
        assertThat(verdicts.get("customer_analytics")).isInstanceOf(Refused.class);
        assertThat(read(NOW).until()).isEqualTo(NOW.plusSeconds(60));
        caller = TestCaller.of(organisation)
                .in("US-OR", "FR")
                .failing(PreconditionFailure.PURPOSE_MISSING)
                .build();
        assertThat(verdicts("facegate", "detect").get("loyalty"))
                .as("a call may name the one place where it counts")
                .isInstanceOf(Depends.class);
    }

    @Test
    void aPurposeThatHasEndedIsRefusedAndOneThatWillEndIsAnnounced() {
        var terms = new PurposeTerms("letter", "consent", null, NOW.plusSeconds(60));
        var organisation = Organisation.builder("acme", "retailer")
                .jurisdictions(List.of("US-OR"))
                .purposeTerms(Map.of("loyalty", terms, "customer_analytics", PurposeTerms.NONE))
                .build();
        caller = TestCaller.of(organisation)
                .in("US-OR")
                .failing(PreconditionFailure.PURPOSE_MISSING)
                .build();
        assertThat(verdicts("facegate", "detect").get("loyalty")).isInstanceOf(Permitted.class);
        assertThat(read(NOW).until()).isEqualTo(NOW.plusSeconds(60));
        var later = read(NOW.plusSeconds(60)).operations().stream()
                .filter(one -> "loyalty".equals(one.purpose()))
                .toList();
        assertThat(later)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.verdict())
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.refusal().code()).isEqualTo("purpose_expired")));
    }

    /** A principal's dates are its own business. */
    @Test
    void theDatesOfAPrincipalAreNotTold() {
        var terms = new PurposeTerms("letter", "consent", null, NOW.plus(Duration.ofDays(3)));
        var principal = Organisation.builder("city", "retailer")
                .jurisdictions(List.of("US-OR"))
                .purposeTerms(Map.of("loyalty", terms))
                .build();
        caller = TestCaller.of(caller.organisation())
                .actingFor(principal)
                .purpose("loyalty")
                .in("US-OR")
                .build();
        assertThat(read(NOW).until()).isEqualTo(Instant.parse("2026-11-24T13:00:00Z"));
    }

    private Map<String, Verdict> verdicts(String wire, String operation) {
        return read(NOW).operations().stream()
                .filter(one -> one.wire().equals(wire) && one.operations().contains(operation))
                .collect(Collectors.toMap(OperationPermission::purpose, OperationPermission::verdict));
    }

    private static void assertUnenforceable(Verdict verdict, String obligation) {
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo("obligation_unenforceable");
            assertThat(refused.refusal().reason()).contains(obligation, "house/faces");
        });
    }

    /** Its client may ask for more than the neutral call does. */
    @Test
    void aNeutralCallToAVendorDependsOnItsContent() {
        var neutral = HypotheticalCall.all(List.of("local", "faceplusplus")).stream()
                .filter(call -> call.isNeutral() && call.operation().equals("detect"))
                .toList();
        assertThat(neutral).hasSize(2);
        assertThat(neutral.getFirst().dependsOn()).as("control").isEmpty();
        assertThat(neutral.getLast().dependsOn()).containsExactly("content");
    }

    @Test
    void theAnswerSaysUntilWhen() {
        assertThat(read(NOW).until()).isEqualTo(Instant.parse("2027-02-01T00:00:00Z"));
        expires = NOW.plus(Duration.ofDays(3));
        assertThat(read(NOW).until()).isEqualTo(expires);
        evidence.add(new Evidence("w-2", "acme", "warrant", null, null, NOW.plusSeconds(60), Map.of()));
        assertThat(read(NOW).until()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void anAnswerIsKeptForAnHourAndNotOverAChange() {
        var first = read(NOW);
        assertThat(read(NOW.plusSeconds(60))).isSameAs(first);
        assertThat(read(NOW.plusSeconds(3600))).isNotSameAs(first);
        policies = policies(RULES.replace("capability: detect}", "capability: enroll}"));
        assertThat(read(NOW)).isNotSameAs(first);
        assertThat(verdict("facegate", "detect")).isInstanceOf(Refused.class);
        policies = policies(RULES);
        assertThat(read(NOW)).as("control").isSameAs(first);
        evidence.add(new Evidence("w-3", "acme", "warrant", null, null, NOW.plusSeconds(10), Map.of()));
        var valid = read(NOW);
        assertThat(read(NOW.plusSeconds(11))).isNotSameAs(valid);
    }

    @Test
    void aClockThatIsBehindRefusesEverythingHereToo() {
        clock = LedgerClock.comparedWith(new NewestTimes(
                Instant.now().plus(Duration.ofDays(2)), Instant.now().plus(Duration.ofDays(2))));
        assertThat(read(NOW).operations())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.verdict())
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.refusal().code())
                                        .isEqualTo(PreconditionFailure.CLOCK_BEHIND.code())));
    }

    @Test
    void whoAsksTooOftenIsThrottled() {
        for (int times = 0; times < 60; times++) {
            read(NOW);
        }
        assertThatThrownBy(() -> read(NOW)).isInstanceOf(Fault.Overloaded.class);
    }

    @Test
    void whoAsksForAnotherAnswerEachTimeIsThrottledSooner() {
        for (int hour = 0; hour < 12; hour++) {
            read(NOW.plus(Duration.ofHours(hour)));
        }
        assertThatThrownBy(() -> read(NOW.plus(Duration.ofHours(12)))).isInstanceOf(Fault.Overloaded.class);
        assertThat(read(NOW)).as("control: what is kept").isNotNull();
    }
}
