package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.JsonMappers;
import jakarta.ws.rs.container.ContainerRequestContext;
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

    private ContainerRequestContext sameUse(String person, String value) {
        return stage.request(person, Map.of(), Map.of("same_use", value));
    }

    @Test
    void aStepForAUseIsOnRecordForEachDecisionOfIt() throws IOException {
        var due = Instant.now().plusSeconds(3_600);
        var first = stage.authorise(due, "stop_on_rejection");
        var second = stage.authorise(due, "stop_on_rejection");
        var other = stage.authorise(due.plusSeconds(60), "stop_on_rejection");
        assertThat(endpoints
                        .file(first, sameUse("m.roe", "yes"), AdminStage.body(FILING))
                        .getStatus())
                .isEqualTo(400);
        var filed = endpoints.file(first, sameUse("m.roe", "true"), AdminStage.body(FILING));
        assertThat(state(filed)).isEqualTo("filed");
        assertThat(AdminStage.text(filed)).contains("\"decisions\":2");
        var shown = endpoints.get(first, stage.request("m.roe"));
        assertThat(filed.getEntityTag()).isEqualTo(shown.getEntityTag());
        assertThat(AdminStage.text(shown)).doesNotContain("decisions");
        assertThat(state(endpoints.get(second, stage.request("m.roe")))).isEqualTo("filed");
        assertThat(state(endpoints.get(other, stage.request("m.roe")))).isEqualTo("due");
        // The control: without it, a step is about one decision.
        var granted = endpoints.grant(first, stage.request("b.doe"));
        assertThat(AdminStage.text(granted)).contains("\"decisions\":1");
        assertThat(state(endpoints.get(second, stage.request("m.roe")))).isEqualTo("filed");
    }

    /** Who filed one of them cannot grant that one. */
    @Test
    void aStepThatIsOnRecordForAPartOfAUseSaysSo() throws IOException {
        var due = Instant.now().plusSeconds(3_600);
        var first = stage.authorise(due, "stop_on_rejection");
        var second = stage.authorise(due, "stop_on_rejection");
        endpoints.file(first, stage.request("b.doe"), AdminStage.body(FILING));
        endpoints.file(second, stage.request("m.roe"), AdminStage.body(FILING));
        var part = endpoints.grant(first, sameUse("m.roe", "true"));
        assertThat(part.getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(part)).contains("change_incomplete", "on record for 1", second, "second person");
        assertThat(state(endpoints.get(first, stage.request("m.roe")))).isEqualTo("granted");
        assertThat(state(endpoints.get(second, stage.request("m.roe")))).isEqualTo("filed");
    }
}
