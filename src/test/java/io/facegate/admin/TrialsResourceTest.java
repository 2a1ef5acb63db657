package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.VendorAccount;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import io.facegate.json.JsonMappers;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.policy.CallTrials;
import io.facegate.usecase.policy.PolicyLibrary;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Made-up calls through the admin API. */
class TrialsResourceTest {
    private static final Map<String, byte[]> RULES = Map.of("house.yaml", """
            pack: house
            title: A test
            binds: Everybody.
            rules:
              - {id: faces, effect: permit, match: {capability: detect}, until: 2098-02-01, zone: UTC}
              - {id: searches, effect: permit, match: {capability: identify.retro, evidence: warrant}}
              - id: schools
                effect: refuse
                match: {capability: detect, place_type: education}
                reason: {code: schools, text: Not in schools.}
                citation: {ref: A law, checked: 2026-11-24, evidence: primary}
                appeal: write.
            """.getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private AdminStage stage;
    private TrialsResource endpoints;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        var rules = PolicyReader.read(RULES);
        var engine = PolicyEngine.of(rules);
        PolicyArchive.ofFolder(folder).store(rules, RULES);
        var library = new PolicyLibrary(() -> engine, folder, Path.of("policies"), false);
        endpoints = new TrialsResource(new CallTrials(
                library,
                new OneOrganisation(),
                List::of,
                (_, call) -> call.provider().equals("google_vision") ? new VendorAccount("eu", List.of("IE")) : null));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** A registry with one school. */
    private static final class OneOrganisation implements IdentityDirectory {
        @Override
        public Optional<CallerKey> key(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Organisation> organisation(String id) {
            return id.equals("oak")
                    ? Optional.of(TestOrganisation.of("oak", "school.public")
                            .in("US-OR")
                            .purposes("missing_child")
                            .facts(Map.of("place_type", List.of("education")))
                            .build())
                    : Optional.empty();
        }

        @Override
        public Optional<Evidence> evidence(String id) {
            return Optional.empty();
        }

        @Override
        public List<Evidence> evidence(String organisation, String matter) {
            return List.of();
        }

        @Override
        public List<ExemptionGrant> exemptions(String organisation) {
            return List.of();
        }
    }

    private Response attempt(String body) {
        return endpoints.attempt(stage.request("b.doe"), AdminStage.body(body));
    }

    private JsonNode answer(String body) throws IOException {
        var response = attempt(body);
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(200);
        return JsonMappers.PLAIN.readTree(AdminStage.text(response));
    }

    @Test
    void aPermittedCallSaysUntilWhenAndNothingIsOnRecord() throws IOException {
        var before = stage.changes();
        var said = answer("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],"
                + "\"facts\":{\"place_type\":[\"workplace\"]},\"places\":[\"US-OR\"],\"at\":\"2097-01-01T00:00:00Z\"}");
        assertThat(said.path("verdict").asText()).isEqualTo("permit");
        assertThat(said.path("rule").asText()).isEqualTo("house/faces");
        assertThat(said.path("until").asText()).isEqualTo("2098-02-01T00:00:00Z");
        assertThat(said.path("at").asText()).isEqualTo("2097-01-01T00:00:00Z");
        assertThat(said.path("policies").asText()).hasSize(64);
        assertThat(said.path("note").isNull()).as(said.toString()).isTrue();
        assertThat(stage.changes()).isEqualTo(before);
    }

    /** The set of that day is not asked, and the answer says so. */
    @Test
    void aPastMomentIsAnsweredByThePoliciesOfNowAndSaysSo() throws IOException {
        var call = "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"at\":\"";
        var today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        var past = answer(call + today.minusSeconds(1) + "\"}");
        assertThat(past.path("note").asText()).startsWith("The policies in force now answered");
        var now = answer(call + today.plusSeconds(86_400) + "\"}");
        assertThat(now.path("note").isNull()).as(now.toString()).isTrue();
        assertThat(past.path("policies")).isEqualTo(now.path("policies"));
    }

    @Test
    void aRefusedCallSaysWhyAndWhatWouldChangeIt() throws IOException {
        var said =
                answer("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"identify.retro\"]}");
        assertThat(said.path("verdict").asText()).isEqualTo("refuse");
        assertThat(said.path("code").asText()).isEqualTo("no_rule_permits");
        assertThat(said.path("nearestChange").path("kind").asText()).isEqualTo("register_evidence");
        assertThat(said.path("changes").findValuesAsText("to")).contains("warrant");
        assertThat(answer("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"identify.retro\"],"
                                + "\"evidence\":[\"warrant\"]}")
                        .path("verdict")
                        .asText())
                .as("the change that it names")
                .isEqualTo("permit");
        assertThat(answer("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}")
                        .path("unknown")
                        .toString())
                .as("what is not said counts against the call")
                .contains("place_type");
        var school = answer("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],"
                + "\"facts\":{\"place_type\":[\"education\"]}}");
        assertThat(school.path("reason").asText()).isEqualTo("Not in schools.");
        assertThat(school.path("citation").asText()).isEqualTo("A law");
        assertThat(school.path("explanation")).hasSize(3);
    }

    /** What the registry says of the organisation counts, and not what the question leaves out. */
    @Test
    void aRegisteredOrganisationIsAsTheRegistryHasIt() throws IOException {
        var said = answer("{\"organisation\":\"oak\",\"purpose\":\"missing_child\","
                + "\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}");
        assertThat(said.path("verdict").asText()).isEqualTo("refuse");
        assertThat(said.path("code").asText()).isEqualTo("schools");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"none\":1}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\"}",
                "{\"type\":\"nonprofit\",\"capabilities\":[\"detect\"]}",
                "{\"type\":\"no\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}",
                "{\"type\":\"nonprofit\",\"organisation\":\"oak\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}",
                "{\"organisation\":\"none\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}",
                "{\"organisation\":\"oak\",\"onBehalfOf\":[\"nonprofit\"],\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}",
                "{\"type\":\"nonprofit\",\"provider\":\"nobody\",\"capabilities\":[\"detect\"]}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"operation\":\"Unheard\"}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"operation\":\"DetectFaces\",\"threshold\":2}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"see\"]}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"places\":[\"here\"]}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"evidence\":[\"word\"]}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"facts\":{\"hat\":[\"red\"]}}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"facts\":{\"use_age\":[\"long\"]}}",
                "{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"],\"at\":\"soon\"}"
            })
    void aQuestionThatCannotBeMeantIsTold(String body) {
        var response = attempt(body);
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(400);
        assertThat(AdminStage.text(response)).containsAnyOf("\"pointer\"", "unknown_parameter");
    }

    @Test
    void theArchiveMustHoldThePoliciesInForce(@TempDir Path other) {
        var engine = PolicyEngine.of(PolicyReader.read(RULES));
        var library = new PolicyLibrary(() -> engine, other, Path.of("policies"), false);
        endpoints = new TrialsResource(new CallTrials(library, new OneOrganisation(), List::of, (_, _) -> null));
        var response = attempt("{\"type\":\"nonprofit\",\"provider\":\"rekognition\",\"capabilities\":[\"detect\"]}");
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(response)).contains("policies_altered");
    }
}
