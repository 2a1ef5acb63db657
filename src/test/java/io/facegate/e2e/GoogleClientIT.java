package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.GoogleAccount;
import java.nio.file.Path;
import java.util.Base64;
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

    @Test
    void aPermittedCallIsForwardedWithTheGatewaysOwnToken() throws Exception {
        var cast = Cast.register(data.resolve("data"));
        var answer = """
                {"responses":[{"faceAnnotations":[{"boundingPoly":{"vertices":[{"x":1,"y":2}]},"joyLikelihood":5,\
                "detectionConfidence":0.5}]},{"error":{"code":3,"message":"Bad image data."}}]}""";
        try (var tokens = FakeVendor.start().answers(GoogleAccount.token("the-gateways-own-token", 3600));
                var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, answer));
                var gateway = Gateway.start(
                        data.resolve("data"),
                        "--provider",
                        "google",
                        "--google-endpoint",
                        vendor.url().toString(),
                        "--google-credentials",
                        GoogleAccount.write(data, tokens.url()).toString())) {
            var story = Node.tell(
                    "google-forwarded.mjs",
                    Map.of(
                            "GATEWAY", gateway.calls().toString(),
                            "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                            "HOPE", cast.hope().apiKey()));

            assertThat(story.path("faces").asInt()).isEqualTo(1);
            assertThat(story.path("broken").asInt()).isEqualTo(3);
            var seen = vendor.only();
            assertThat(seen.uri()).startsWith("/v1/images:annotate");
            assertThat(seen.header("authorization")).isEqualTo("Bearer the-gateways-own-token");
            assertThat(seen.text()).contains(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
            assertThat(gateway.settledRecords()).anySatisfy(record -> {
                assertThat(record.path("kind").asText()).isEqualTo("OUTCOME");
                assertThat(record.path("results").asInt()).isEqualTo(1);
                assertThat(record.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
            });
            assertThat(gateway.records() + gateway.log()).doesNotContain("the-gateways-own-token", "PRIVATE KEY");
        }
    }

    /** Over REST the client's error has the status of HTTP for its code, and the whole of Google's error in its message. */
    private static void assertRefused(JsonNode error, String rule) {
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(403);
        assertThat(error.path("message").asText()).contains(rule, "PERMISSION_DENIED", "Appeal: ");
    }
}
