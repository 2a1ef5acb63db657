package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeGoogleVision;
import io.facegate.FakeVendor;
import io.facegate.GoogleAccount;
import io.facegate.GoogleSchema;
import java.nio.file.Files;
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
            assertRefused(story.path("elsewhere"), "facegate/url_not_registered");
            assertThat(story.path("stranger").path("code").asInt()).isEqualTo(401);
            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("provider").asText().equals("google_vision"))
                            .map(record -> record.path("verdict").asText()))
                    .contains("permit", "refuse");
        }
    }

    /** Two organisations share one project; what one starts, the other cannot fetch. */
    @Test
    void theClientTellsTheStoryOfAGatewayThatForwards() throws Exception {
        var cast = Cast.register(data.resolve("data"));
        Gateway.run(
                        "org",
                        "change",
                        "hope",
                        "--resource",
                        "output:gs://results",
                        "--data",
                        data.resolve("data").toString())
                .expect(0);
        try (var tokens = FakeVendor.start().answers(GoogleAccount.token("the-gateways-own-token", 3600));
                var google = FakeGoogleVision.start("the-gateways-own-token");
                var gateway = Gateway.start(
                        data.resolve("data"),
                        "--provider",
                        "google",
                        "--google-endpoint",
                        google.url().toString(),
                        "--google-credentials",
                        GoogleAccount.write(data, tokens.url()).toString())) {
            var story = Node.tell(
                    "google-forwarded.mjs",
                    Map.of(
                            "GATEWAY", gateway.calls().toString(),
                            "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                            "HOPE", cast.hope().apiKey(),
                            "SHOP", cast.shop().apiKey()));

            assertThat(story.path("faces").asInt()).isEqualTo(1);
            assertThat(story.path("landmark").asText()).isEqualTo("UPPER_LIP");
            assertThat(story.path("pages").asInt()).isEqualTo(1);
            assertThat(story.path("results").asText()).isEqualTo("gs://results/");
            assertThat(story.path("listed").asInt()).isEqualTo(1);
            assertRefused(story.path("unregistered"), "facegate/reference_not_owned");
            assertRefused(story.path("stolen"), "facegate/unknown_handle");
            assertRefused(story.path("products"), "facegate/gallery_not_owned");
            assertThat(google.seen())
                    .allSatisfy(seen -> assertThat(seen.problems()).isEmpty())
                    .extracting(FakeGoogleVision.Seen::operation)
                    .contains("BatchAnnotateImages", "BatchAnnotateFiles", "AsyncBatchAnnotateImages", "GetOperation")
                    .doesNotContain("ListProductSets");
            assertThat(google.seen()
                            .getFirst()
                            .body()
                            .at("/requests/0/image/content")
                            .asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
            assertThat(gateway.settledRecords())
                    .anySatisfy(
                            record -> assertThat(record.path("results").asInt()).isEqualTo(1));
            assertThat(gateway.records() + gateway.log()).doesNotContain("the-gateways-own-token", "PRIVATE KEY");
        }
    }

    @Test
    void theTestsKnowWhatGooglePublishesWithItsClient() throws Exception {
        Node.install("google-schema.mjs");
        var printed = Gateway.Result.of(new ProcessBuilder("/usr/bin/node", "target/js/google-schema.mjs"));
        assertThat(printed.out()).isEqualTo(Files.readString(GoogleSchema.TABLE));
    }

    @Test
    void theGatewayDoesNotStartWithCredentialsThatAreNone() throws Exception {
        var file = Files.writeString(data.resolve("google.json"), "{\"private_key\":\"a-secret\"}");
        assertThatThrownBy(() -> Gateway.start(
                        data.resolve("data"), "--provider", "google", "--google-credentials", file.toString()))
                .hasMessageContaining("--google-credentials is of no use: ")
                .hasMessageNotContaining("a-secret");
    }

    /** Over REST the client's error has the status of HTTP for its code, and the whole of Google's error in its message. */
    private static void assertRefused(JsonNode error, String rule) {
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(403);
        assertThat(error.path("message").asText()).contains(rule, "PERMISSION_DENIED", "Appeal: ");
    }
}
