package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.JsonMappers;
import io.facegate.registry.Role;
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

/** Quotas through the admin API. */
class QuotasResourceTest {
    private static final String SMALL = "quotas:\n  - {name: a, organisation: hope, per_day: 1}\n";
    private static final String LARGE = "{\"quotas\":[{\"name\":\"a\",\"organisation\":\"hope\",\"per_day\":9}]}";

    private final QuotasResource endpoints = new QuotasResource();

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

    private static String body(String text) {
        return JsonMappers.PLAIN.valueToTree(Map.of("text", text)).toString();
    }

    private Response put(String person, String body, Map<String, String> headers) {
        return endpoints.put(stage.request(person, headers), AdminStage.body(body));
    }

    private static String tag(Response response) {
        return '"' + response.getEntityTag().getValue() + '"';
    }

    @Test
    void theyArePutAndReplacedAndCleared() throws IOException {
        assertThat(endpoints.get(stage.request("m.roe")).getStatus()).isEqualTo(404);
        var made = put("m.roe", body(SMALL), Map.of("If-None-Match", "*"));
        assertThat(made.getStatus()).as(AdminStage.text(made)).isEqualTo(201);
        assertThat(JsonMappers.PLAIN
                        .readTree(AdminStage.text(endpoints.get(stage.request("b.doe"))))
                        .path("text")
                        .asText())
                .isEqualTo(SMALL);
        assertThat(put("b.doe", AdminStage.text(made), Map.of()).getStatus())
                .as("what is there already is not changed again")
                .isEqualTo(200);
        assertThat(put("b.doe", body(LARGE), Map.of()).getStatus()).isEqualTo(428);
        assertThat(put("b.doe", body(LARGE), Map.of("If-None-Match", "*")).getStatus())
                .isEqualTo(412);
        var changed = put("b.doe", body(LARGE), Map.of("If-Match", tag(made)));
        assertThat(changed.getStatus()).as(AdminStage.text(changed)).isEqualTo(200);
        assertThat(put("b.doe", body(SMALL), Map.of("If-Match", tag(made))).getStatus())
                .isEqualTo(412);
        assertThat(endpoints.clear(stage.request("m.roe")).getStatus()).isEqualTo(204);
        assertThat(endpoints.clear(stage.request("m.roe")).getStatus()).isEqualTo(204);
        assertThat(endpoints.get(stage.request("m.roe")).getStatus()).isEqualTo(404);
        assertThat(stage.changes().stream().filter(change -> change.startsWith("quotas_")))
                .extracting(change -> change.split(" ")[0])
                .containsExactly("quotas_clear", "quotas_set", "quotas_set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":\"\"}",
                "{\"text\":7}",
                "{\"text\":\"quotas: [\"}",
                "{\"text\":\"quotas: [{name: a, organisation: hope}]\"}",
                "{\"text\":\"quotas: []\",\"sha256\":\"0a\"}",
                "{\"text\":\"quotas: [] # \\ud800\"}",
                "{\"quotas\":[]}"
            })
    void whatIsNoQuotasIsRefused(String body) {
        assertThat(put("m.roe", body, Map.of()).getStatus()).isBetween(400, 422);
        assertThat(stage.changes()).noneMatch(change -> change.startsWith("quotas_"));
    }

    @Test
    void anOfficerSetsNone() {
        stage.register("o.fice", Role.OFFICER);
        assertThat(put("o.fice", body(SMALL), Map.of()).getStatus()).isEqualTo(422);
    }
}
