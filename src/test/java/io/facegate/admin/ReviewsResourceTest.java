package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Role;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviews and reviewers in the admin API. */
class ReviewsResourceTest {
    private static final String ID = "019a0000-0000-7000-8000-000000000001";

    @TempDir
    private Path folder;

    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static JsonNode entry(Response response, int status) throws IOException {
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(status);
        return JsonMappers.PLAIN.readTree(AdminStage.text(response));
    }

    private Response put(String person, String reviewer, String body) {
        return stage.reviewers().put("pd", reviewer, stage.request(person, Map.of()), AdminStage.body(body));
    }

    @Test
    void twoReviewersApproveEachByTheOwnLogin() throws IOException {
        stage.hold(ID);
        stage.register("r.doe", Role.REVIEWER);
        stage.register("r.roe", Role.REVIEWER);
        assertThat(entry(put("m.roe", "r.doe", "{}"), 201).path("org").asText()).isEqualTo("pd");
        assertThat(entry(stage.reviews().list(stage.request("r.roe")), 200).path("items"))
                .as("who reviews nothing sees nothing")
                .isEmpty();
        assertThat(stage.reviews().approve(ID, stage.request("r.roe")).getStatus())
                .isEqualTo(404);
        entry(put("m.roe", "r.roe", "{\"id\":\"r.roe\"}"), 201);
        assertThat(entry(stage.reviews().list(stage.request("r.roe", Map.of(), Map.of("waiting", "true"))), 200)
                        .toString())
                .contains(ID, "\"state\":\"pending\"")
                .doesNotContain("0.995");
        assertThat(entry(stage.reviews().get(ID, stage.request("r.doe")), 200)
                        .path("similarities")
                        .toString())
                .isEqualTo("[0.995,0.99]");
        assertThat(entry(stage.reviews().approve(ID, stage.request("r.doe")), 200)
                        .path("state")
                        .asText())
                .isEqualTo("pending");
        assertThat(stage.reviews().approve(ID, stage.request("r.doe")).getStatus())
                .as("one person approves once")
                .isEqualTo(422);
        var approved = entry(stage.reviews().approve(ID, stage.request("r.roe")), 200);
        assertThat(approved.path("state").asText()).isEqualTo("approved");
        assertThat(approved.path("approved").toString()).isEqualTo("[\"r.doe\",\"r.roe\"]");
    }

    @Test
    void whoHasNotTheRightDecidesNothing() {
        stage.hold(ID);
        put("m.roe", "m.roe", "{}");
        // An operator and officer who is entered as a reviewer has no right to review.
        assertThat(stage.reviews().approve(ID, stage.request("m.roe")).getStatus())
                .isEqualTo(422);
        assertThat(stage.reviews()
                        .reject(ID, stage.request("m.roe", Map.of("Facegate-Reason", "")))
                        .getStatus())
                .isEqualTo(400);
        assertThat(put("c.poe", "R Doe", "{}").getStatus()).isEqualTo(422);
    }

    @Test
    void aRejectionWipesTheAnswer() throws IOException {
        stage.hold(ID);
        stage.register("r.doe", Role.REVIEWER);
        put("m.roe", "r.doe", "{}");
        var rejected = entry(stage.reviews().reject(ID, stage.request("r.doe")), 200);
        assertThat(rejected.path("state").asText()).isEqualTo("rejected");
        assertThat(rejected.path("reason").asText()).isEqualTo("Because of 12.");
        assertThat(entry(stage.reviews().get(ID, stage.request("m.roe")), 200).path("similarities"))
                .isEmpty();
    }

    @Test
    void aReviewerIsPutRemovedAndPutAgain() throws IOException {
        stage.registerPolice();
        var made = put("m.roe", "r.doe", "{}");
        var added = entry(made, 201);
        assertThat(entry(put("m.roe", "r.doe", added.toString()), 200)).isEqualTo(added);
        assertThat(put("m.roe", "r.doe", "{\"added\":\"2001-01-01T00:00:00Z\"}").getStatus())
                .isEqualTo(400);
        assertThat(stage.reviewers()
                        .remove("pd", "r.doe", stage.request("m.roe"))
                        .getStatus())
                .isEqualTo(204);
        assertThat(stage.reviewers()
                        .remove("pd", "r.doe", stage.request("m.roe"))
                        .getStatus())
                .isEqualTo(204);
        var removed = entry(stage.reviewers().get("pd", "r.doe", stage.request("m.roe")), 200);
        assertThat(removed.path("removed").isTextual()).isTrue();
        assertThat(put("m.roe", "r.doe", "{}").getStatus()).isEqualTo(428);
        var seen = stage.request("m.roe", Map.of("If-Match", "*"));
        assertThat(entry(stage.reviewers().put("pd", "r.doe", seen, AdminStage.body("{}")), 201)
                        .path("removed")
                        .isNull())
                .isTrue();
        assertThat(entry(stage.reviewers().list("pd", stage.request("b.doe")), 200)
                        .path("items"))
                .hasSize(1);
        assertThat(stage.reviewers().list("none", stage.request("b.doe")).getStatus())
                .isEqualTo(404);
    }

    private void sql(String change) throws SQLException {
        try (var beside = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("held/held.db"));
                var statement = beside.createStatement()) {
            statement.execute(change);
        }
    }

    private Response remove(String reviewer) {
        return stage.reviewers().remove("pd", reviewer, stage.request("m.roe"));
    }

    /** Somebody lets a reviewer look removed, waits until the removal was asked for, and puts the row back. */
    @Test
    void aForgedRemovalDoesNotStandForOne() throws Exception {
        stage.hold(ID);
        stage.register("r.doe", Role.REVIEWER);
        entry(put("m.roe", "r.doe", "{}"), 201);
        sql("UPDATE reviewer SET removed = 1");
        assertThat(entry(stage.reviewers().get("pd", "r.doe", stage.request("m.roe")), 200)
                        .path("altered")
                        .asBoolean())
                .isTrue();
        var refused = put("m.roe", "r.doe", "{}");
        assertThat(refused.getStatus()).isEqualTo(409);
        assertThat(AdminStage.text(refused)).contains("DELETE this reviewer");
        assertThat(remove("r.doe").getStatus()).isEqualTo(204);
        var removed = entry(stage.reviewers().get("pd", "r.doe", stage.request("m.roe")), 200);
        assertThat(removed.has("altered")).as("sealed again: " + removed).isFalse();
        assertThat(removed.path("removed").asText()).isGreaterThan("2026");
        sql("UPDATE reviewer SET removed = NULL");
        assertThat(put("m.roe", "r.doe", "{}").getStatus())
                .as("a row that looks valid")
                .isEqualTo(409);
        assertThat(stage.reviews().approve(ID, stage.request("r.doe")).getStatus())
                .isEqualTo(404);
        assertThat(remove("r.doe").getStatus()).isEqualTo(204);
        var seen = stage.request("m.roe", Map.of("If-Match", "*"));
        entry(stage.reviewers().put("pd", "r.doe", seen, AdminStage.body("{}")), 201);
        assertThat(stage.reviews().approve(ID, stage.request("r.doe")).getStatus())
                .isEqualTo(200);
    }

    @Test
    void aReviewerThatNobodyAddedSeesNothing() throws Exception {
        stage.hold(ID);
        stage.register("r.doe", Role.REVIEWER);
        stage.register("r.roe", Role.REVIEWER);
        entry(put("m.roe", "r.roe", "{}"), 201);
        sql("INSERT INTO reviewer (organisation, id, added) VALUES ('pd', 'r.doe', 1)");
        assertThat(entry(stage.reviews().list(stage.request("r.doe")), 200).path("items"))
                .isEmpty();
        assertThat(stage.reviews().get(ID, stage.request("r.doe")).getStatus()).isEqualTo(404);
        assertThat(entry(stage.reviews().list(stage.request("r.roe")), 200).path("items"))
                .as("the control")
                .hasSize(1);
    }

    /** An older copy of the file is put back, whose rows verify. */
    @Test
    void aListThatTheLedgerDoesNotKnowLetsNobodySee() throws Exception {
        stage.hold(ID);
        stage.register("r.roe", Role.REVIEWER);
        entry(put("m.roe", "r.roe", "{}"), 201);
        var file = folder.resolve("held/held.db");
        var older = Files.readAllBytes(file);
        assertThat(remove("r.roe").getStatus()).isEqualTo(204);
        entry(put("m.roe", "r.doe", "{}"), 201);
        Files.write(file, older);
        var list = stage.reviews().list(stage.request("r.roe"));
        assertThat(list.getStatus() == 503 || entry(list, 200).path("items").isEmpty())
                .as(AdminStage.text(list))
                .isTrue();
        assertThat(remove("r.roe").getStatus()).isEqualTo(503);
        assertThat(put("m.roe", "r.roe", "{}").getStatus()).isIn(409, 503);
    }
}
