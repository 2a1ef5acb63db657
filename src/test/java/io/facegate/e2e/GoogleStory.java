package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeGoogleVision;
import io.facegate.GoogleAccount;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The story that Google's own client for JavaScript tells, over either of what it speaks, with the codes that it then has. */
enum GoogleStory {
    REST(403, 401, 501),
    GRPC(7, 16, 12);

    private final int denied;
    private final int unauthenticated;
    private final int unimplemented;

    GoogleStory(int denied, int unauthenticated, int unimplemented) {
        this.denied = denied;
        this.unauthenticated = unauthenticated;
        this.unimplemented = unimplemented;
    }

    JsonNode tell(String script, URI gateway, Cast cast, Map<String, String> more) throws Exception {
        var environment = new HashMap<>(more);
        environment.put("TRANSPORT", name().toLowerCase(java.util.Locale.ROOT));
        environment.put("GATEWAY", gateway.toString());
        environment.put("PHOTOS", Photos.FOLDER.toAbsolutePath().toString());
        environment.put("HOPE", cast.hope().apiKey());
        environment.put("SHOP", cast.shop().apiKey());
        environment.put("NOBODY", "fgk_nobody");
        return Node.tell(script, environment);
    }

    /** Answered by the embedded engine. */
    void assertEngines(JsonNode story) {
        assertThat(story.path("faces").asInt()).isEqualTo(1);
        assertThat(story.path("vertices")).hasSize(4);
        assertThat(story.path("landmark").asText()).isEqualTo("LEFT_EYE");
        assertThat(story.path("joy").asText()).isEqualTo("UNKNOWN");
        assertThat(story.path("group").asInt()).isGreaterThan(1);
        assertThat(story.path("broken").asInt()).isEqualTo(3);
        assertThat(story.path("web").path("code").asInt()).isEqualTo(unimplemented);
        assertRefused(story.path("refused"), "us-or-portland");
        assertRefused(story.path("elsewhere"), "facegate/url_not_registered");
        assertThat(story.path("stranger").path("code").asInt()).isEqualTo(unauthenticated);
    }

    /** The options of a gateway whose account's tokens come from there, and what one organisation may have written. */
    static String[] forwarding(Path data, FakeGoogleVision google, Path folder, URI tokens) throws Exception {
        Gateway.run("org", "change", "hope", "--resource", "output:gs://results", "--data", data.toString())
                .expect(0);
        var account = GoogleAccount.write(folder, tokens).toString();
        var endpoint = google.url().toString();
        return new String[] {"--provider", "google", "--google-credentials", account, "--google-endpoint", endpoint};
    }

    /** Two organisations share one project; what one starts, the other cannot fetch. */
    void assertForwarded(JsonNode story, FakeGoogleVision google, Gateway gateway) {
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
        assertThat(gateway.records() + gateway.log()).doesNotContain("the-gateways-own-token", "PRIVATE KEY");
    }

    /** Over REST the client's error has the status of HTTP for its code, and all of Google's error in its message. */
    private void assertRefused(JsonNode error, String rule) {
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(denied);
        assertThat(error.path("message").asText()).contains(rule, "PERMISSION_DENIED", "Appeal: ");
        if (this == GRPC) {
            assertThat(error.path("decision").asText()).isNotEmpty();
        }
    }
}
