package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.VerifiedCredential;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryWriter;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.policy.PolicyInspection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** June 2020: police are refused, and a named organisation goes on looking for missing children until the sunset. */
class ExemptionTest {
    private static final Path PACK = Path.of("src/test/resources/june-2020");
    private static final Instant FROM = Instant.parse("2020-06-10T07:00:00Z");
    private static final Instant SUNSET = Instant.parse("2021-06-10T07:00:00Z");
    private static final PolicyEngine POLICIES = PolicyEngine.of(PolicyInspection.load(PACK));

    private static final Credential.Request PLAIN =
            new Credential.Request("POST", "/", "", List.of(), "127.0.0.1", true);

    @TempDir
    private Path folder;

    @BeforeEach
    void register() {
        try (var at = writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit.child_protection")
                    .in("US-OR/portland")
                    .purposes("missing_child", "trafficking_victim")
                    .build());
            at.add(TestOrganisation.of("pd", "law_enforcement.police")
                    .in("US-OR/portland")
                    .purposes("missing_child")
                    .build());
            at.add(TestOrganisation.of("nowhere", "nonprofit.child_protection")
                    .purposes("missing_child")
                    .build());
            for (var id : List.of("hope", "pd", "nowhere")) {
                at.exemptions().add(grant(id, id, "missing_child", "US-OR"), FROM);
            }
        }
    }

    private RegistryWriter writer() {
        return RegistryWriter.open(folder, (act, subject, person) -> {});
    }

    private static ExemptionGrant grant(String id, String organisation, String purpose, String place) {
        return new ExemptionGrant(
                id, organisation, "identify", purpose, List.of(place), FROM, SUNSET, "contract-77", "a.lee");
    }

    private Decision decide(String organisation, String purpose, Instant now) {
        return POLICIES.decide(caller(organisation, List.of(), purpose, now), call(), now, now);
    }

    private Caller caller(String organisation, List<String> principals, String purpose, Instant now) {
        try (var registry = Registry.open(folder)) {
            var proof = new VerifiedCredential(
                    new CallerCredential("sigv4", "FGAK1"), organisation, principals, purpose, List.of(), null, null);
            return new DeclarationReader(registry).caller(proof, PLAIN, now);
        }
    }

    private static FaceCall call() {
        return new FaceCall(
                "rekognition",
                "SearchFaces",
                FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
    }

    private static String rule(Decision decision) {
        return decision instanceof Decision.Permit ? "permit" : decision.rule();
    }

    @Test
    void thePackAndItsTestsHold() {
        assertThat(PolicyInspection.test(PACK, List.of()).failures()).isEmpty();
    }

    @Test
    void anExemptionPermitsUntilTheSunsetAndNotAfter() {
        assertThat(rule(decide("hope", "missing_child", FROM.minusNanos(1)))).isNotEqualTo("permit");
        assertThat(rule(decide("hope", "missing_child", FROM))).isEqualTo("permit");
        assertThat(rule(decide("hope", "missing_child", SUNSET.minusNanos(1)))).isEqualTo("permit");
        assertThat(rule(decide("hope", "missing_child", SUNSET))).isNotEqualTo("permit");
    }

    @Test
    void itCountsForThatPurposeAndPlaceOnlyAndThroughRulesThatAskForIt() {
        assertThat(rule(decide("pd", "missing_child", FROM))).as("no rule asks").isEqualTo("june-2020/police");
        assertThat(rule(decide("hope", "trafficking_victim", FROM))).isNotEqualTo("permit");
        assertThat(rule(decide("nowhere", "missing_child", FROM)))
                .as("where it is, nobody knows")
                .isNotEqualTo("permit");
        try (var at = writer()) {
            at.change(
                    "hope",
                    one -> TestOrganisation.of("hope", "nonprofit.child_protection")
                            .in("US-OR/portland", "US-WA")
                            .purposes("missing_child")
                            .build());
        }
        assertThat(rule(decide("hope", "missing_child", FROM)))
                .as("one of its places is outside")
                .isNotEqualTo("permit");
    }

    @Test
    void itIsTheOrganisationsOwn() {
        var through = caller("nowhere", List.of("hope"), "missing_child", FROM);
        assertThat(rule(POLICIES.decide(through, call(), FROM, FROM))).isNotEqualTo("permit");
        assertThat(through.organisation().facts()).isEmpty();
    }

    @Test
    void whenItIsRevokedItCountsForNothing() {
        try (var at = writer()) {
            at.exemptions().revoke("hope", FROM.plusSeconds(9));
            assertThatThrownBy(() -> at.exemptions().add(grant("hope", "hope", "missing_child", "US"), FROM))
                    .isInstanceOf(Unacceptable.class);
        }
        assertThat(rule(decide("hope", "missing_child", FROM))).isNotEqualTo("permit");
    }

    @Test
    void nobodyRegistersOneAsAFactOrWithoutAnEnd() {
        try (var at = writer()) {
            assertThatThrownBy(() -> at.add(TestOrganisation.of("x", "nonprofit")
                            .facts(Map.of("exemption", List.of("identify")))
                            .build()))
                    .hasMessageContaining("grant add");
            for (var until : List.of(FROM, FROM.plus(Duration.ofDays(367)))) {
                var endless = new ExemptionGrant(
                        "g-2", "hope", "identify", "missing_child", List.of("US"), FROM, until, "c", "a.lee");
                assertThatThrownBy(() -> at.exemptions().add(endless, FROM)).isInstanceOf(Unacceptable.class);
            }
            assertThatThrownBy(() -> at.exemptions().add(grant("g-3", "hope", "missing_adult", "US"), FROM))
                    .as("a purpose that is not registered")
                    .isInstanceOf(Unacceptable.class);
        }
    }
}
