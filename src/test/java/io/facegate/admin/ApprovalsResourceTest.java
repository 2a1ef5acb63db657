package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals through the admin API. */
class ApprovalsResourceTest {
    private final ApprovalsResource endpoints = new ApprovalsResource();

    @TempDir
    private Path folder;

    private Response put(AdminStage stage, String number, String version) {
        return endpoints.put(
                stage.request("m.roe", version.isEmpty() ? Map.of() : Map.of("If-Match", version)),
                AdminStage.body("{\"approvals\":\"" + number + "\"}"));
    }

    @Test
    void itTakesOnePersonToAskForTwoAndTwoToGoBackToOne() {
        try (var stage = AdminStage.open(folder)) {
            var seen = endpoints.get(stage.request("b.doe"));
            assertThat(AdminStage.text(seen)).isEqualTo("{\"approvals\":\"one\"}");
            assertThat(put(stage, "one", "").getStatus()).as("it is so already").isEqualTo(200);
            assertThat(put(stage, "two", "").getStatus()).isEqualTo(428);
            assertThat(put(stage, "two", "\"0a\"").getStatus()).isEqualTo(412);
            assertThat(put(stage, "two", '"' + seen.getEntityTag().getValue() + '"')
                            .getStatus())
                    .isEqualTo(200);
            assertThat(AdminStage.text(endpoints.get(stage.request("b.doe")))).contains("two");
            var waiting = put(stage, "one", "*");
            assertThat(waiting.getStatus()).isEqualTo(202);
            assertThat(waiting.getLocation().toString()).contains("/proposals/");
            assertThat(AdminStage.text(endpoints.get(stage.request("b.doe")))).contains("two");
            assertThat(put(stage, "three", "*").getStatus()).isEqualTo(422);
            assertThat(stage.changes().stream().filter(change -> change.startsWith("approvals_")))
                    .as("the first is the stage's own")
                    .containsExactly("approvals_change two", "approvals_change one");
        }
    }
}
