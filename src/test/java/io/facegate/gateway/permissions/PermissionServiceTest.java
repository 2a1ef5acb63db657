package io.facegate.gateway.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.gateway.permissions.PermissionService.ConfiguredProviders;
import io.facegate.gateway.permissions.PermissionService.RegisteredFacts;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Evidence;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.NewestTime.NewestTimes;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                public List<Evidence> evidence(String organisation) {
                    return organisation.equals("acme") ? List.copyOf(evidence) : List.of();
                }
            },
            new ConfiguredProviders(List.of("local"), false));

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
}
