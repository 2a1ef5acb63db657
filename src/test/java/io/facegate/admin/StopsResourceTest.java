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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops in the admin API: set by one person, lifted by two. */
class StopsResourceTest {
    private final StopsResource endpoints = new StopsResource();

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

    private Response set(String body) {
        return endpoints.set(stage.request("m.roe"), AdminStage.body(body));
    }

    @Test
    void oneSetsAndTwoLift() throws IOException {
        var stop = entry(set("{\"kind\":\"capability\",\"word\":\"identify\"}"), 201);
        var id = stop.path("id").asText();
        assertThat(stop.path("status").asText()).isEqualTo("holds");
        assertThat(stop.path("by").asText()).isEqualTo("m.roe");
        assertThat(AdminStage.text(endpoints.list(stage.request("b.doe")))).contains(id);
        assertThat(endpoints.confirmLift(id, stage.request("b.doe")).getStatus())
                .isEqualTo(422);
        assertThat(entry(endpoints.requestLift(id, stage.request("m.roe")), 200)
                        .path("status")
                        .asText())
                .isEqualTo("lift_requested");
        assertThat(endpoints.confirmLift(id, stage.request("m.roe")).getStatus())
                .isEqualTo(422);
        assertThat(entry(endpoints.confirmLift(id, stage.request("b.doe")), 200)
                        .path("status")
                        .asText())
                .isEqualTo("lifted");
        assertThat(entry(endpoints.get(id, stage.request("c.poe")), 200)
                        .path("liftedBy")
                        .asText())
                .isEqualTo("b.doe");
        assertThat(stage.changes())
                .startsWith(
                        "stop_confirm_lift " + id + "/capability/identify",
                        "stop_request_lift " + id + "/capability/identify",
                        "stop_set " + id + "/capability/identify");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\":\"capability\"}",
                "{\"kind\":\"capability\",\"word\":\"unheard_of\"}",
                "{\"kind\":\"vendor\",\"word\":\"unheard_of\"}",
                "{\"kind\":\"vendor\",\"word\":\"local\"}",
                "{\"kind\":\"all\",\"word\":\"identify\"}",
                "{\"kind\":\"organisation\",\"word\":\"hope\"}"
            })
    void whatCannotBeStoppedIsRefused(String body) {
        assertThat(set(body).getStatus()).isBetween(400, 422);
        assertThat(stage.changes()).noneMatch(change -> change.startsWith("stop_set"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(endpoints.get("s-none", stage.request("m.roe")).getStatus()).isEqualTo(404);
        assertThat(endpoints.requestLift("s-none", stage.request("m.roe")).getStatus())
                .isEqualTo(404);
        assertThat(endpoints
                        .set(
                                stage.request("m.roe", Map.of("Facegate-Reason", " ")),
                                AdminStage.body("{\"kind\":\"all\"}"))
                        .getStatus())
                .isEqualTo(400);
    }
}
