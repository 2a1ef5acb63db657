package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeGoogleVision;
import io.facegate.FakeVendor;
import io.facegate.GoogleAccount;
import io.facegate.Stage;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Google projects behind one gateway: each organisation's calls go to one, with that project's credentials. */
class GoogleAccountsIT {
    private static final String RULES = """
          - {id: all, effect: permit, match: {capability: detect}}
          - id: eu-only
            effect: refuse
            match: {organisation_id: hope}
            unless: [{processed_in: EU}]
            reason: {code: outside_the_eu, text: Pictures of hope stay in the European Union.}
            citation: {ref: A house rule, checked: 2026-12-02}
        """;

    @TempDir
    private Path folder;

    @Test
    void eachOrganisationsCallsGoToItsProject() throws Exception {
        var people = Cast.register(folder.resolve("data"));
        var policies = Stage.house(folder.resolve("policies"), RULES);
        // Each project refuses whoever shows another token than its own.
        try (var euTokens = FakeVendor.start().answers(GoogleAccount.token("token-of-eu", 3600));
                var usTokens = FakeVendor.start().answers(GoogleAccount.token("token-of-us", 3600));
                var eu = FakeGoogleVision.start("token-of-eu");
                var us = FakeGoogleVision.start("token-of-us")) {
            var euKey = GoogleAccount.write(Files.createDirectory(folder.resolve("eu")), euTokens.url());
            var usKey = GoogleAccount.write(Files.createDirectory(folder.resolve("us")), usTokens.url());
            var accounts =
                    Files.writeString(folder.resolve("accounts.yaml"), """
                    accounts:
                      - {name: eu, provider: google, processed_in: [DE], endpoint: '%s', credentials: '%s'}
                      - {name: us, provider: google, processed_in: [US-VA], endpoint: '%s', credentials: '%s'}
                    """.formatted(eu.url(), euKey, us.url(), usKey));
            routes("{organisations: [hope], providers: [google_vision/eu]}, {providers: [google_vision/us]}");
            var options = new String[] {
                "--provider", "google",
                "--accounts", accounts.toString(),
                "--routes", folder.resolve("routes.yaml").toString(),
                "--policies", policies.toString()
            };
            try (var gateway = Gateway.start(folder.resolve("data"), options)) {
                assertThat(annotate(gateway, people.hope(), 200).at("/responses/0/faceAnnotations"))
                        .hasSize(1);
                assertThat(eu.seen()).hasSize(1);
                assertThat(us.seen()).isEmpty();
                annotate(gateway, people.beacon(), 200);
                assertThat(eu.seen()).hasSize(1);
                assertThat(us.seen()).hasSize(1);
                assertThat(gateway.settledRecords().stream()
                                .filter(record -> record.path("kind").asText().equals("DECISION"))
                                .map(record -> record.at("/organisation/id").asText()
                                        + ' '
                                        + record.path("account").asText()))
                        .containsExactly("hope eu", "beacon us");
                assertThat(gateway.records() + gateway.log()).doesNotContain("token-of", "PRIVATE KEY");
            }
            routes("{providers: [google_vision/us]}");
            try (var gateway = Gateway.start(folder.resolve("data"), options)) {
                assertThat(annotate(gateway, people.hope(), 403).toString()).contains("outside_the_eu");
                assertThat(us.seen()).as("nothing of hope left the Union").hasSize(1);
            }
        }
    }

    private void routes(String entries) throws IOException {
        Files.writeString(folder.resolve("routes.yaml"), "routes: [" + entries + "]\n");
    }

    private static JsonNode annotate(Gateway gateway, Key key, int status) throws Exception {
        var body = "{\"requests\":[{\"image\":{\"content\":\"%s\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}"
                .formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/v1/images:annotate"))
                .header("Content-Type", "application/json")
                .header("X-Goog-Api-Key", key.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return Gateway.JSON.readTree(answer.body());
        }
    }
}
