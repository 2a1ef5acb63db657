package io.facegate.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeCompreFace;
import io.facegate.Stage;
import io.facegate.e2e.Gateway.Key;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google Vision's wire answered by others, by route: a second gateway with the embedded engine plays Azure and Amazon. */
class GoogleRoutedIT {
    @TempDir
    private Path folder;

    @Test
    void oneImagesFacesAreFoundByWhomARouteNames() throws Exception {
        var account = Cast.add(folder.resolve("cloud"), "account", "nonprofit.child_protection", "missing_child");
        var people = Cast.register(folder.resolve("data"));
        var policies = policies("{id: all, effect: permit, match: {capability: detect}}");
        var azure = Files.writeString(folder.resolve("azure.key"), account.apiKey());
        var compreFace = Files.writeString(folder.resolve("compreface.keys"), FakeCompreFace.KEYS);
        var routes = Files.writeString(folder.resolve("routes.yaml"), """
                routes:
                  - {organisations: [hope], capabilities: [detect], providers: [azure_face]}
                  - {organisations: [beacon], wires: [google_vision], providers: [rekognition]}
                  - {organisations: [shop], providers: [compreface, local]}
                """);
        try (var cloud = Gateway.start(folder.resolve("cloud"), "--policies", policies);
                var server = FakeCompreFace.start();
                var gateway = Gateways.inFrontOf(
                        cloud.calls(),
                        folder.resolve("data"),
                        account,
                        "--policies",
                        policies,
                        "--routes",
                        routes.toString(),
                        "--provider",
                        "azure,rekognition,compreface,local",
                        "--azure-endpoint",
                        cloud.calls().toString(),
                        "--azure-key",
                        azure.toString(),
                        "--compreface-endpoint",
                        server.url().toString(),
                        "--compreface-keys",
                        compreFace.toString())) {
            var photo = Files.readAllBytes(Photos.GROUP);
            var engines = lefts(annotate(cloud, account, 200, "FACE_DETECTION", photo));
            assertThat(engines).hasSizeGreaterThan(2);
            var azures = annotate(gateway, people.hope(), 200, "FACE_DETECTION", photo);
            assertThat(lefts(azures)).isEqualTo(engines);
            assertThat(azures.toString()).doesNotContain("Likelihood");
            assertThat(lefts(annotate(gateway, people.beacon(), 200, "FACE_DETECTION", photo)))
                    .isEqualTo(engines);
            assertThat(lefts(annotate(gateway, people.shop(), 200, "FACE_DETECTION", photo)))
                    .isNotEmpty();

            var broken =
                    annotate(gateway, people.beacon(), 200, "FACE_DETECTION", Arrays.copyOf(photo, photo.length / 50));
            assertThat(broken.at("/responses/0/error/code").asInt()).isEqualTo(3);
            assertThat(annotate(gateway, people.beacon(), 403, "FACE_DETECTION", photo, photo)
                            .toString())
                    .contains("facegate/no_provider");
            assertThat(annotate(gateway, people.beacon(), 403, "TEXT_DETECTION", photo)
                            .toString())
                    .contains("facegate/no_provider");
            assertThat(lefts(annotate(gateway, people.shop(), 200, "FACE_DETECTION", photo, photo)))
                    .as("the engine takes several")
                    .isEqualTo(engines);
            assertThat(decisions(gateway))
                    .containsExactly(
                            "permit azure_face Detect azure_face google_vision [\"detect\"]",
                            "permit rekognition DetectFaces rekognition google_vision [\"detect\"]",
                            "permit compreface Detect compreface google_vision [\"detect\"]",
                            "permit rekognition DetectFaces rekognition google_vision [\"detect\"]",
                            "refuse google_vision BatchAnnotateImages   [\"detect\"]",
                            "refuse google_vision BatchAnnotateImages   [\"not_face\"]",
                            "permit google_vision BatchAnnotateImages local google_vision [\"detect\"]");
        }
    }

    /** The caller agreed to Google's terms, and its picture goes to Amazon. */
    @Test
    void theRulesForBothVendorsBind() throws Exception {
        var people = Cast.register(folder.resolve("data"));
        var routes = Files.writeString(folder.resolve("routes.yaml"), """
                routes:
                  - {providers: [rekognition]}
                """);
        var policies = policies(
                "{id: all, effect: permit, match: {capability: detect}}",
                "{id: amazon, effect: refuse, match: {provider: rekognition, organisation: nonprofit}, reason: {code: a, text: A.}, citation: {ref: A, checked: 2026-11-24}}",
                "{id: google, effect: refuse, match: {provider: google_vision, organisation: retailer}, reason: {code: b, text: B.}, citation: {ref: B, checked: 2026-11-24}}");
        try (var nobody = FakeCompreFace.start();
                var gateway = Gateways.inFrontOf(
                        nobody.url(), folder.resolve("data"), "--policies", policies, "--routes", routes.toString())) {
            var photo = Files.readAllBytes(Photos.ONE);
            assertThat(annotate(gateway, people.hope(), 403, "FACE_DETECTION", photo)
                            .toString())
                    .contains("house/amazon");
            assertThat(annotate(gateway, people.shop(), 403, "FACE_DETECTION", photo)
                            .toString())
                    .contains("house/google");
            assertThat(nobody.seen()).isEmpty();
        }
    }

    private String policies(String... rules) throws IOException {
        var lines = new StringBuilder();
        for (var rule : rules) {
            lines.append("  - ").append(rule).append('\n');
        }
        return Stage.house(folder.resolve("policies"), lines.toString()).toString();
    }

    private static JsonNode annotate(Gateway gateway, Key key, int status, String feature, byte[]... images)
            throws IOException, InterruptedException {
        var items = new ArrayList<String>();
        for (var image : images) {
            items.add("""
                    {"image":{"content":"%s"},"features":[{"type":"%s"}]}""".formatted(Base64.getEncoder().encodeToString(image), feature));
        }
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/v1/images:annotate"))
                .header("Content-Type", "application/json")
                .header("X-Goog-Api-Key", key.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString("{\"requests\":[" + String.join(",", items) + "]}", UTF_8));
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return Gateway.JSON.readTree(answer.body());
        }
    }

    /** To ten pixels, from left to right. */
    private static List<Long> lefts(JsonNode answer) {
        var lefts = new ArrayList<Long>();
        answer.at("/responses/0/faceAnnotations")
                .forEach(face -> lefts.add(
                        Math.round(face.at("/boundingPoly/vertices/0/x").asDouble() / 10)));
        lefts.sort(null);
        return lefts;
    }

    private static List<String> decisions(Gateway gateway) {
        return gateway.settledRecords().stream()
                .filter(record -> record.path("kind").asText().equals("DECISION"))
                .map(record -> String.join(
                        " ",
                        record.path("verdict").asText(),
                        record.path("provider").asText(),
                        record.path("operation").asText(),
                        record.path("engine").asText(),
                        record.path("wire").asText(),
                        record.path("capabilities").toString()))
                .toList();
    }
}
