package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.identity.ExemptionGrant;
import io.facegate.json.JsonMappers;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.Approvals;
import io.facegate.registry.ProposalMade;
import io.facegate.usecase.policy.PolicyInspection;
import io.facegate.usecase.registry.Exemptions;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.ProposalGainFinder;
import io.facegate.usecase.registry.Proposals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admin API tells of a proposal before it is approved. */
class ProposalsResourceTest {
    private static final String RULES = """
        pack: house
        title: A house's own rules
        binds: Whoever calls here.
        rules:
          - {id: reading, effect: permit, match: {capability: detect}}
          - {id: searching, effect: permit, match: {capability: identify, exemption: identify}}
        """;

    @TempDir
    private Path folder;

    private AdminStage stage;
    private ProposalsResource endpoints;

    @BeforeEach
    void open() throws IOException {
        stage = AdminStage.open(folder.resolve("data"));
        var rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("house.yaml"), RULES);
        var engine = PolicyEngine.of(PolicyInspection.load(rules));
        endpoints = new ProposalsResource(new ProposalGainFinder(() -> engine));
        stage.registerPolice();
        new People(stage.access("m.roe")).change(Approvals.TWO);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode show(Runnable change) throws IOException {
        var id = "";
        try {
            change.run();
        } catch (ProposalMade made) {
            id = made.proposal().id();
        }
        var shown = endpoints.get(id, stage.request("b.doe", Map.of()));
        assertThat(shown.getStatus()).as(AdminStage.text(shown)).isEqualTo(200);
        var told = JsonMappers.PLAIN.readTree(AdminStage.text(shown));
        assertThat(told.path("newlyPermitted").isArray()
                        || told.path("newlyPermitted").isNull())
                .as(told.toString())
                .isTrue();
        return told.path("newlyPermitted");
    }

    private void grant(String id, String place) {
        var now = Instant.now();
        new Exemptions(stage.access("m.roe"))
                .add(new ExemptionGrant(
                        id,
                        "pd",
                        "identify",
                        "witness_identification",
                        List.of(place),
                        now,
                        now.plusSeconds(86_400),
                        "c-7",
                        "m.roe"));
    }

    private void approveAll() {
        var proposals = new Proposals(stage.access("b.doe"));
        for (var one : proposals.list()) {
            if (one.isOpen(Instant.now())) {
                proposals.approve(one.id(), one.digest());
            }
        }
    }

    @Test
    void anExemptionTellsWhatItWouldNewlyPermit() throws IOException {
        var gain = show(() -> grant("g-1", "US-OR"));
        assertThat(gain.toString())
                .contains("\"identify for witness_identification\"")
                .doesNotContain("detect for");
        assertThat(show(() -> grant("g-2", "US-TX")))
                .as("the police are not in Texas")
                .isEmpty();
        approveAll();
        assertThat(show(() -> grant("g-3", "US"))).as("it is permitted already").isEmpty();
    }

    /** Two proposals that permit something only together do not both tell of nothing. */
    @Test
    void aPlaceThatAnExemptionWaitsForTellsIt() throws IOException {
        assertThat(show(() -> grant("g-1", "US-TX"))).isEmpty();
        approveAll();
        var organisations = new Organisations(stage.access("m.roe"));
        var gain = show(() -> organisations.change(
                "pd",
                one -> one.toBuilder().jurisdictions(List.of("US-OR", "US-TX")).build()));
        assertThat(gain.toString()).contains("\"identify for witness_identification\"");
    }

    @Test
    void anOrganisationTellsItTooAndAChangeOfPeopleDoesNot() throws IOException {
        var organisations = new Organisations(stage.access("m.roe"));
        var gain = show(() -> organisations.change(
                "pd",
                one -> one.toBuilder()
                        .purposes(Set.of("witness_identification", "missing_child"))
                        .build()));
        assertThat(gain.toString()).contains("detect for missing_child");
        assertThat(show(() -> new People(stage.access("m.roe")).change(Approvals.ONE))
                        .isNull())
                .isTrue();
    }
}
