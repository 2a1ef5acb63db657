package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google Vision's wire by Google's own client for JavaScript, unmodified, over REST. */
class GoogleClientIT {
    @TempDir
    private Path data;

    @Test
    void theClientTellsTheStory() throws Exception {
        var cast = Cast.register(data);
        try (var gateway = Gateway.start(data)) {
            var story = Node.tell(
                    "google.mjs",
                    Map.of(
                            "GATEWAY", gateway.calls().toString(),
                            "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                            "HOPE", cast.hope().apiKey(),
                            "SHOP", cast.shop().apiKey(),
                            "NOBODY", "fgk_nobody"));
            assertThat(story.path("faces").asInt()).isEqualTo(1);
            assertThat(story.path("vertices")).hasSize(4);
            assertThat(story.path("landmark").asText()).isEqualTo("LEFT_EYE");
            assertThat(story.path("joy").asText()).isEqualTo("UNKNOWN");
            assertThat(story.path("group").asInt()).isGreaterThan(1);
            assertThat(story.path("broken").asInt()).isEqualTo(3);
            assertThat(story.path("web").path("code").asInt()).isEqualTo(501);
            assertRefused(story.path("refused"), "us-or-portland");
            assertRefused(story.path("elsewhere"), "facegate/reference_not_owned");
            assertThat(story.path("stranger").path("code").asInt()).isEqualTo(401);
            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("provider").asText().equals("google_vision"))
                            .map(record -> record.path("verdict").asText()))
                    .contains("permit", "refuse");
        }
    }

    /** Over REST the client's error has the status of HTTP for its code, and the whole of Google's error in its message. */
    private static void assertRefused(JsonNode error, String rule) {
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(403);
        assertThat(error.path("message").asText()).contains(rule, "PERMISSION_DENIED", "Appeal: ");
    }
}
