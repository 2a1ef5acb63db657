package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.JsonMappers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorisations after the fact in the admin API. */
class AuthorisationsResourceTest {
    private static final String FILING =
            "{\"reference\":\"12 Gs\",\"authority\":\"Amtsgericht\",\"requested\":\"2026-11-25T10:00:00Z\"}";

    @TempDir
    private Path folder;

    private AdminStage stage;
    private AuthorisationsResource endpoints;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        endpoints = stage.authorisations();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static String state(Response response) throws IOException {
        assertThat(response.getStatus()).as(AdminStage.text(response)).isEqualTo(200);
        return JsonMappers.PLAIN
                .readTree(AdminStage.text(response))
                .path("state")
                .asText();
    }

    @Test
    void itIsFiledAndGrantedByTwoPeople() throws IOException {
        var id = stage.authorise(Instant.now().plusSeconds(3_600), "stop_on_rejection");
        assertThat(AdminStage.text(endpoints.list(stage.request("m.roe", Map.of(), Map.of("waiting", "true")))))
                .contains(id, "\"state\":\"due\"", "\"duties\":[\"stop\"]", "\"open\":[]");
        assertThat(endpoints.grant(id, stage.request("b.doe")).getStatus()).isEqualTo(422);
        assertThat(endpoints
                        .file(id, stage.request("m.roe"), AdminStage.body("{}"))
                        .getStatus())
                .isEqualTo(400);
        assertThat(state(endpoints.file(id, stage.request("m.roe"), AdminStage.body(FILING))))
                .isEqualTo("filed");
        var own = endpoints.grant(id, stage.request("m.roe"));
        assertThat(own.getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(own)).contains("second person");
        assertThat(state(endpoints.grant(id, stage.request("b.doe")))).isEqualTo("granted");
        assertThat(state(endpoints.reject(id, stage.request("c.poe")))).isEqualTo("rejected");
        assertThat(AdminStage.text(endpoints.get(id, stage.request("m.roe")))).contains("\"open\":[\"stop\"]");
        assertThat(state(endpoints.requestLift(id, stage.request("m.roe")))).isEqualTo("rejected");
        assertThat(state(endpoints.confirmLift(id, stage.request("b.doe")))).isEqualTo("rejected");
        assertThat(AdminStage.text(endpoints.get(id, stage.request("m.roe")))).contains("\"open\":[]");
        assertThat(endpoints.confirmDeletion(id, stage.request("m.roe")).getStatus())
                .isEqualTo(422);
        assertThat(endpoints.get("none", stage.request("m.roe")).getStatus()).isEqualTo(404);
    }
}
