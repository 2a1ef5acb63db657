package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal says on every wire what an operator could register for a permit; the neutral API and AuthZEN in a field too. */
class NearestChangeWiresTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String ADVICE =
            "The policies permit the same call with this evidence, on file and named by the call: warrant.";
    private static final String NAMING =
            "Each call must name it (Facegate-Evidence: ID, or its case with Facegate-Case).";

    @TempDir
    private Path data;

    private Ledger ledger;
    private PolicyEngine policies;

    @BeforeEach
    void open() throws Exception {
        ledger = Stage.ledger(data.resolve("ledger"));
        policies = Stage.policies(data.resolve("packs"), Map.of(), """
              - {id: all, effect: permit, match: {organisation: nonprofit}}
              - id: ban
                effect: refuse
                match: {capability: detect}
                unless: [{evidence: warrant}]
                reason: {code: no, text: Not here.}
                citation: {ref: A law, checked: 2026-11-24}
            """);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource
    void isInTheMessageOnEveryWireAndOnNoRecord(DetectCall call) throws Exception {
        var answer = call(call, (credential, now) -> caller(false));

        assertThat(Stage.text(answer) + Stage.header(answer, "grpc-message")).contains(ADVICE, NAMING, "Decision: ");
        ledger.close();
        assertThat(Records.of(data.resolve("ledger"))).noneMatch(record -> record.contains("on file"));
    }

    /** A stranger is told nothing, whatever would be decided. */
    @ParameterizedTest
    @EnumSource
    void isNotToldToAStranger(DetectCall call) throws Exception {
        var answer = call(call, (credential, now) -> {
            throw new Fault.Unauthenticated(Fault.Why.UNKNOWN_KEY, "No such key.");
        });

        assertThat(Stage.text(answer) + Stage.header(answer, "grpc-message")).doesNotContain("warrant", "evidence");
    }

    @Test
    void isAFieldOfTheNeutralApisProblem() throws Exception {
        for (var call : DetectCall.values()) {
            var answer = call(call, (credential, now) -> caller(false));
            if (Stage.header(answer, "Content-Type").equals("application/problem+json")) {
                assertAdvice(JSON.readTree(answer.body()).path("nearest_change"));
                return;
            }
        }
        throw new AssertionError("The neutral API was not called.");
    }

    /** Neither is enough: the message has both, and the fields of the neutral API and AuthZEN too. */
    @Test
    void twoChangesAreToldTogether() throws Exception {
        policies = Stage.policies(data.resolve("two"), Map.of(), """
              - {id: all, effect: permit, match: {organisation: nonprofit}}
              - id: ban
                effect: refuse
                match: {capability: detect}
                unless: [{evidence: warrant}]
                reason: {code: no, text: Not here.}
                citation: {ref: A law, checked: 2026-11-24}
              - id: city
                effect: refuse
                match: {jurisdiction: US-OR/portland}
                reason: {code: no, text: Not in the city.}
                citation: {ref: A law, checked: 2026-11-24}
            """);
        var both = "{\"kind\":\"register_evidence\",\"names\":[\"warrant\"],\"by\":\"operator\","
                + "\"and\":{\"kind\":\"register_place\",\"names\":[],\"by\":\"operator\"}}";
        for (var call : DetectCall.values()) {
            var answer = call(call, (credential, now) -> caller(false));
            assertThat(Stage.text(answer) + Stage.header(answer, "grpc-message"))
                    .contains("Two changes together can make the call permitted", "warrant", "The exact place");
            if (Stage.header(answer, "Content-Type").equals("application/problem+json")) {
                assertThat(JSON.readTree(answer.body()).path("nearest_change")).hasToString(both);
            }
        }
        assertThat(ask(false).path("nearest_change")).hasToString(both);
    }

    @Test
    void isAFieldOfTheAnswerOverAuthzenWhichSaysSandboxToo() throws Exception {
        for (boolean sandbox : new boolean[] {false, true}) {
            var answer = evaluation(sandbox);
            assertThat(answer.status()).as(Stage.text(answer)).isEqualTo(200);
            var context = JSON.readTree(answer.body()).path("context");
            assertAdvice(context.path("nearest_change"));
            assertThat(context.at("/reason_user/403").asText()).contains(ADVICE, NAMING);
            assertThat(context.path("sandbox").asBoolean()).isEqualTo(sandbox);
            assertThat(Stage.header(answer, "Facegate-Sandbox")).isEqualTo(sandbox ? "true" : "");
        }
    }

    private JsonNode ask(boolean sandbox) throws Exception {
        return JSON.readTree(evaluation(sandbox).body()).path("context");
    }

    private HttpAnswer evaluation(boolean sandbox) throws Exception {
        return new AuthzenHandler(gate((credential, now) -> caller(sandbox)), Set.of("rekognition"), false)
                .handle(Stage.arrival(
                        "POST /access/v1/evaluation",
                        """
                        {"subject": {"type": "organisation", "id": "rescue"},
                         "action": {"name": "DetectFaces", "properties": {"capabilities": ["detect"]}},
                         "resource": {"type": "face_api", "id": "rekognition"}}
                        """.getBytes(UTF_8),
                        NOW,
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer x"));
    }

    private static void assertAdvice(JsonNode change) {
        assertThat(change.toString())
                .isEqualTo("{\"kind\":\"register_evidence\",\"names\":[\"warrant\"],\"by\":\"operator\"}");
    }

    private HttpAnswer call(DetectCall call, CallerAuthentication callers) throws Exception {
        return new VendorCallHandler(gate(callers), call.wire).handle(call.arrival(NOW));
    }

    private Gateway gate(CallerAuthentication callers) {
        var nobody = new ProviderRouting(
                new LinkedHashMap<>(Map.of("local", new Permissive())), new Permissive(), List.of());
        return new Gateway(callers, () -> policies, ledger, nobody, (by, picture) -> 1);
    }

    /** Answers no call: each is refused before. */
    private static final class Permissive implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            var route = asked.route();
            return PlannedCall.unowned(route == null ? asked : asked.routedTo("local", asked.operation(), route))
                    .alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("sent");
        }
    }

    private static Caller caller(boolean sandbox) {
        var known = TestOrganisation.of("rescue", "nonprofit")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var caller = TestCaller.of(known).purpose("missing_child").in("US-OR");
        return sandbox ? caller.ofSandbox().build() : caller.build();
    }
}
