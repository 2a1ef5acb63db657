package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.clock.FixedClocks;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock is behind and nobody knows who owns what a call names, at once. Each of them alone sends nothing. */
class ClockAndOwnershipTest {
    private static final Instant NOW = Instant.now();
    private static final PolicyEngine POLICIES = PolicyEngine.load(Path.of("policies"));
    private static final Caller CALLER = TestCaller.of(TestOrganisation.of("rescue", "nonprofit")
                    .purposes("search")
                    .build())
            .purpose("search")
            .by("sigv4", "FGKEY")
            .build();
    private static final FaceCall CALL = new FaceCall(
            "rekognition",
            "SearchFaces",
            Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
            new NormalizedRequest.VendorSpecific("as it is"),
            Map.of(),
            null);

    @TempDir
    private Path data;

    private Ledger ledger;
    private boolean isReadable;
    private Caller caller = CALLER;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(data, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** The clock's refusal is on record: it does not depend on who owns what. */
    @Test
    void aClockThatIsBehindIsRefusedOnRecordWhereOwnershipCannotBeRead() throws Exception {
        var outcome = gateway(NOW.plus(Duration.ofDays(1)))
                .process(credential(), () -> CALL, new NoTerms(), NOW)
                .outcome();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("clock_behind"));
        assertThat(records())
                .singleElement()
                .asString()
                .contains("\"verdict\":\"refuse\"", "clock_behind", "SearchFaces")
                .doesNotContain("\"verdict\":\"permit\"");
    }

    /** The control: where the clock is right, the call fails as ownership is unknown; no decision is claimed. */
    @Test
    void ownershipThatCannotBeReadAloneIsAFaultWithoutDecision() throws Exception {
        var gateway = gateway(NOW);
        assertThatThrownBy(() -> gateway.process(credential(), () -> CALL, new NoTerms(), NOW))
                .isInstanceOf(Fault.RegistryDown.class);
        assertThat(records()).isEmpty();
    }

    /** A mistake is refused whoever owns what; whether a correction would help cannot be told, so the refusal is. */
    @Test
    void aMistakeIsOnRecordWhereOwnershipCannotBeRead() throws Exception {
        var mistaken = new FaceCall(
                        CALL.provider(), CALL.operation(), CALL.facts(), CALL.request(), Map.of("x", "y"), null)
                .withMistake(PreconditionFailure.UNKNOWN_PARAMETER, "The parameter 'x' is not known.");
        var outcome = gateway(NOW)
                .process(credential(), () -> mistaken, new NoTerms(), NOW)
                .outcome();
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(records()).singleElement().asString().contains("\"verdict\":\"refuse\"", "unknown_parameter");
    }

    /** Nothing that such a caller corrects would help, though its call says nothing of what it does. */
    @Test
    void aSuspendedOrganisationIsToldSoBeforeItsMistake() throws Exception {
        isReadable = true;
        caller = TestCaller.of(TestOrganisation.of("rescue", "nonprofit")
                        .purposes("search")
                        .build())
                .purpose("search")
                .by("sigv4", "FGKEY")
                .failing(PreconditionFailure.ORGANISATION_SUSPENDED)
                .build();
        var flawed = new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, "The list is empty.");
        var mistaken =
                new FaceCall(CALL.provider(), CALL.operation(), Facts.of(Set.of()), flawed, Map.of("x", "y"), null);
        var outcome = gateway(NOW)
                .process(credential(), () -> mistaken, new NoTerms(), NOW)
                .outcome();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("organisation_suspended"));
        assertThat(records()).singleElement().asString().contains("\"verdict\":\"refuse\"");
    }

    @Test
    void aClockThatIsBehindAloneIsTheSameRefusal() throws Exception {
        isReadable = true;
        gateway(NOW.plus(Duration.ofDays(1))).process(credential(), () -> CALL, new NoTerms(), NOW);
        assertThat(records()).singleElement().asString().contains("\"verdict\":\"refuse\"", "clock_behind");
    }

    private Gateway gateway(Instant newest) {
        var clock = FixedClocks.of(NOW, newest);
        return TestGateway.of(POLICIES, ledger, new Vendor())
                .calledBy(() -> caller)
                .withClockCheck(new ClockCheck(clocked(clock), () -> POLICIES, Map::of));
    }

    private static Ledger clocked(LedgerClock clock) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, words) -> {
                    assertThat(method.getName()).isEqualTo("clock");
                    return clock;
                });
    }

    private List<String> records() throws Exception {
        ledger.close();
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(100)).stream()
                    .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private static Credential credential() {
        return new Credential.Missing(new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true));
    }

    /** A vendor that nothing may reach. */
    private final class Vendor implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return new PlannedCall(asked, this::ask, false).alone();
        }

        private FaceCall ask(FaceCall call) {
            if (!isReadable) {
                throw new Fault.RegistryDown("The registry is down.");
            }
            return call;
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("something was sent");
        }
    }
}
