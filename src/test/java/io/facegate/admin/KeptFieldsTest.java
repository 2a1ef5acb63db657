package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.json.JsonMappers;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.Organisations;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a body says and a request does not change is told to the sender, and never ignored. */
class KeptFieldsTest {
    @TempDir
    private Path folder;

    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        new Organisations(stage.access("m.roe"))
                .add(TestOrganisation.of("hope", "nonprofit.child_protection")
                        .in("US-OR")
                        .purposes("missing_child")
                        .build());
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private Response put(String kind, String id, String body) {
        boolean isThere = get(kind, id).getStatus() == 200;
        var request = isThere ? stage.request("m.roe") : stage.request("m.roe", Map.of());
        return switch (kind) {
            case "people" -> new PeopleResource().put(id, request, AdminStage.body(body));
            case "grants" -> new ExemptionsResource().put(id, request, AdminStage.body(body));
            default -> new EvidenceResource().put("hope", id, request, AdminStage.body(body));
        };
    }

    private Response get(String kind, String id) {
        var request = stage.request("m.roe");
        return switch (kind) {
            case "people" -> new PeopleResource().get(id, request);
            case "grants" -> new ExemptionsResource().get(id, request);
            default -> new EvidenceResource().get("hope", id, request);
        };
    }

    private static String bodyOf(String kind) {
        return switch (kind) {
            case "people" -> "{\"roles\":[\"auditor\"]}";
            case "grants" -> """
                {"org":"hope","capability":"identify","purpose":"missing_child","places":["US-OR"],"evidence":"c-7",
                 "until":"%s"}\
                """.formatted(Instant.now().plusSeconds(86_400 * 30));
            default -> "{\"type\":\"warrant\",\"until\":\"2030-01-01T00:00:00Z\"}";
        };
    }

    private void keeps(String kind, String... kept) throws IOException {
        var body = (ObjectNode) JsonMappers.PLAIN.readTree(bodyOf(kind));
        for (var key : kept) {
            var wrong = put(
                    kind,
                    "x-1",
                    body.deepCopy().put(key, "2026-01-01T00:00:00Z").toString());
            assertThat(wrong.getStatus()).as("a new one with " + key).isEqualTo(400);
            assertThat(AdminStage.text(wrong)).contains("\"/" + key + '"');
        }
        var made = body.deepCopy();
        List.of(kept).forEach(made::putNull);
        assertThat(put(kind, "x-1", made.toString()).getStatus())
                .as(kind + " with nulls")
                .isEqualTo(201);
        var shown = AdminStage.text(get(kind, "x-1"));
        assertThat(put(kind, "x-1", shown).getStatus()).as(shown).isEqualTo(200);
        for (var key : kept) {
            var wrong = (ObjectNode) JsonMappers.PLAIN.readTree(shown);
            wrong.put(key, "2026-01-01T00:00:00Z");
            assertThat(put(kind, "x-1", wrong.toString()).getStatus())
                    .as(kind + " with another " + key)
                    .isEqualTo(400);
        }
        assertThat(AdminStage.text(get(kind, "x-1"))).isEqualTo(shown);
    }

    @Test
    void whatAPutDoesNotChangeIsAsItIsOrMissing() throws IOException {
        keeps("people", "added", "removed");
        keeps("evidence", "created", "revoked", "status", "warning");
        keeps("grants", "by", "created", "revoked", "status");
    }

    @Test
    void evidenceWithTheStartOfAUseIsPutTwice() {
        var body = "{\"type\":\"warrant\",\"started\":\"2026-01-01T00:00:00Z\"}";
        assertThat(put("evidence", "w-1", body).getStatus()).isEqualTo(201);
        var before = stage.changes();
        assertThat(put("evidence", "w-1", body).getStatus()).isEqualTo(200);
        assertThat(stage.changes()).as("nothing was changed").isEqualTo(before);
        assertThat(put("evidence", "w-1", body.replace("2026-01", "2026-02")).getStatus())
                .isEqualTo(200);
        assertThat(stage.changes()).startsWith("evidence_change w-1");
        assertThat(AdminStage.text(get("evidence", "w-1"))).contains("2026-02-01T00:00:00Z");
    }

    private Response verify(String more) {
        return new OrganisationsResource()
                .verify(
                        "hope",
                        stage.request("m.roe"),
                        AdminStage.body("{\"kind\":\"charity_register\",\"reference\":\"12\"" + more + '}'));
    }

    @Test
    void whoVerifiedIsWhoSendsIt() {
        var other = verify(",\"by\":\"b.doe\"");
        assertThat(other.getStatus()).isEqualTo(400);
        assertThat(AdminStage.text(other)).contains("\"/by\"");
        var early = verify(",\"on\":\"" + Instant.now().plusSeconds(3_600) + '"');
        assertThat(AdminStage.text(early)).contains("\"/on\"");
        assertThat(AdminStage.text(verify(""))).contains("\"by\":\"m.roe\"");
        assertThat(verify(",\"by\":\"m.roe\",\"on\":\"2026-01-01T00:00:00Z\"").getStatus())
                .isEqualTo(200);
    }

    /** Lists say which words there are; their order is no difference, and no other version. */
    @Test
    void theOrderOfWordsIsNoDifference() {
        var body = """
            {"name":"Harbor","type":"nonprofit","jurisdictions":["US-OR","US-CA"],"facts":{"processed_in":["US-OR","US-CA"]},
             "purposes":["missing_person","missing_child"]}\
            """;
        var resource = new OrganisationsResource();
        var made = resource.put("harbor", stage.request("m.roe", Map.of()), AdminStage.body(body));
        assertThat(made.getStatus()).as(AdminStage.text(made)).isEqualTo(201);
        var again = resource.put("harbor", stage.request("m.roe", Map.of()), AdminStage.body(body));
        assertThat(again.getStatus()).as(AdminStage.text(again)).isEqualTo(200);
        assertThat(again.getEntityTag()).isEqualTo(made.getEntityTag());
        var grant = bodyOf("grants").replace("[\"US-OR\"]", "[\"US-OR\",\"US-CA\"]");
        assertThat(put("grants", "g-1", grant).getStatus()).isEqualTo(201);
        assertThat(put("grants", "g-1", grant).getStatus()).isEqualTo(200);
    }
}
