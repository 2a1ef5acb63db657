package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appeals in the admin API. */
class AppealsResourceTest {
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

    private Response answer(String decision, String outcome) {
        return stage.appeals()
                .answer(decision, stage.request("b.doe"), AdminStage.body("{\"outcome\":\"" + outcome + "\"}"));
    }

    @Test
    void anOpenAppealIsListedShownAndAnsweredOnce() throws IOException {
        stage.appeal("d1", "We have a warrant.");
        stage.appeal("d2", "Look again.");
        assertThat(entry(stage.appeals().list(stage.request("b.doe")), 200).path("items"))
                .hasSize(2);
        var shown = entry(stage.appeals().get("d1", stage.request("b.doe")), 200);
        assertThat(shown.path("state").asText()).isEqualTo("open");
        assertThat(shown.path("steps").get(0).path("text").asText()).isEqualTo("We have a warrant.");
        assertThat(answer("d1", "perhaps").getStatus()).isEqualTo(400);
        var answered = entry(answer("d1", "upheld"), 200);
        assertThat(answered.path("state").asText()).isEqualTo("upheld");
        assertThat(answered.path("steps").toString()).contains("Because of 12.", "b.doe");
        assertThat(answer("d1", "rejected").getStatus()).isEqualTo(422);
        assertThat(answer("none", "rejected").getStatus()).isEqualTo(404);
        assertThat(entry(stage.appeals().list(stage.request("b.doe", Map.of(), Map.of("waiting", "true"))), 200)
                        .toString())
                .contains("d2")
                .doesNotContain("\"d1\"");
    }

    @Test
    void anAnswerSaysWhy() {
        stage.appeal("d1", "We have a warrant.");
        assertThat(stage.appeals()
                        .answer(
                                "d1",
                                stage.request("b.doe", Map.of("Facegate-Reason", " ")),
                                AdminStage.body("{\"outcome\":\"upheld\"}"))
                        .getStatus())
                .isEqualTo(400);
    }
}
