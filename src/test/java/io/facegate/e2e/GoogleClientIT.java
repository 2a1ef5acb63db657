package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            GoogleStory.REST.assertEngines(GoogleStory.REST.tell("google.mjs", gateway.calls(), cast, Map.of()));
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
        try (var tokens = FakeVendor.start().answers(GoogleAccount.token("the-gateways-own-token", 3600));
                var google = FakeGoogleVision.start("the-gateways-own-token");
                var gateway = Gateway.start(
                        data.resolve("data"),
                        GoogleStory.forwarding(data.resolve("data"), google, data, tokens.url()))) {
            var story = GoogleStory.REST.tell("google-forwarded.mjs", gateway.calls(), cast, Map.of());

            GoogleStory.REST.assertForwarded(story, google, gateway);
            assertThat(google.seen()
                            .getFirst()
                            .body()
                            .at("/requests/0/image/content")
                            .asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
            assertThat(gateway.settledRecords())
                    .anySatisfy(
                            record -> assertThat(record.path("results").asInt()).isEqualTo(1));
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
                .hasMessageContaining("--google-credentials cannot be used: ")
                .hasMessageNotContaining("a-secret");
    }
}
