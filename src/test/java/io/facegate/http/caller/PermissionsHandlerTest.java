package io.facegate.http.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.RequestPayload;
import io.facegate.call.SoleAccount;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.gateway.permissions.ConfiguredProviders;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.gateway.permissions.PermissionService.RegisteredFacts;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.Quota;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.wire.HttpCall;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the answer about permissions tells a caller of its quotas, and what it does not tell of its principals. */
class PermissionsHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:10:00Z");
    private static final String RULES = """
        pack: house
        title: A test
        binds: Everybody.
        rules:
          - {id: faces, effect: permit, match: {capability: detect}}
        """;

    private final CallLimiter limiter = CallLimiter.unlimited();
    private Caller caller = TestCaller.of(TestOrganisation.of("acme", "retailer")
                    .in("US-OR")
                    .purposes("loyalty")
                    .build())
            .purpose("loyalty")
            .in("US-OR")
            .build();

    private JsonNode me() throws Exception {
        var policies = PolicyEngine.of(PolicyReader.read(Map.of("house.yaml", RULES.getBytes(StandardCharsets.UTF_8))));
        var ledger = (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> LedgerClock.uncompared());
        var service = new PermissionService(
                (credential, now) -> caller,
                () -> policies,
                new ClockCheck(ledger, () -> policies, Map::of),
                new NothingRegistered(),
                new ConfiguredProviders(
                        List.of("local"), false, false, (_, _) -> new SoleAccount.Undetermined(false), Map.of()));
        var head = new Credential.Request("GET", PermissionsHandler.PATH, "", List.of(), "", true);
        var answer = new PermissionsHandler(service, limiter, false)
                .handle(new HttpCall(head, new RequestPayload(new byte[0]), NOW));
        assertThat(answer.status()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private record NothingRegistered() implements RegisteredFacts {
        @Override
        public Instant keyExpires(Caller of) {
            return null;
        }

        @Override
        public List<Evidence> evidence(String organisation) {
            return List.of();
        }

        @Override
        public List<ExemptionGrant> exemptions(String organisation) {
            return List.of();
        }
    }

    @Test
    void whatIsLeftOfEachQuotaIsTold() throws Exception {
        assertThat(me().path("quota")).as("control: no quota").isEmpty();
        var everyCall = new Quota.Scope("acme", null, null, null);
        var others = new Quota.Scope("city", null, null, null);
        limiter.use(new QuotaSet(List.of(
                new Quota("pace", everyCall, new Quota.Rate(0.5, 4), OptionalLong.of(10), OptionalLong.empty()),
                new Quota("city", others, null, OptionalLong.of(7), OptionalLong.empty()))));
        limiter.admit(caller, NOW);
        assertThat(me().path("quota")).isEqualTo(new ObjectMapper().readTree("""
            [{"name": "pace", "period": "second", "limit": 4, "per_second": 0.5, "left": 3},
             {"name": "pace", "period": "day", "limit": 10, "left": 10, "resets_at": "2026-11-25T00:00:00Z"}]
            """));
        assertThat(me().at("/quota/0/left").asLong())
                .as("asking counts nothing")
                .isEqualTo(3);
    }

    /** Where somebody else may act is that organisation's own business. */
    @Test
    void thePlacesOfPrincipalsAreNotTold() throws Exception {
        var principal = TestOrganisation.of("city", "government")
                .in("FR")
                .purposes("loyalty")
                .build();
        caller = TestCaller.of(caller.organisation())
                .actingFor(principal)
                .purpose("loyalty")
                .in("US-OR", "FR")
                .build();
        var me = me();
        assertThat(me.path("places").toString()).isEqualTo("[\"US-OR\"]");
        assertThat(me.path("on_behalf_of").toString()).isEqualTo("[\"city\"]");
        assertThat(me.toString()).doesNotContain("FR");
    }
}
