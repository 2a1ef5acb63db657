package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.e2e.Gateway.Key;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;
import software.amazon.awssdk.services.rekognition.model.Attribute;

/** A developer tries one photo on every wire and is not locked out; who looks for a purpose that permits is. */
class EvaluationIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] PHOTO = Photos.bytes(Photos.ONE);
    private static final String BASE64 = Base64.getEncoder().encodeToString(PHOTO);

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static Key developer;
    private static Key shopper;

    @BeforeAll
    static void start() throws Exception {
        var data = folder.resolve("data");
        developer = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        shopper = Cast.add(
                data, "shopper", "retailer", "customer_analytics", "loyalty", "loss_prevention", "access_control");
        var policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(policies.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: faces, effect: permit, match: {capability: [detect, verify, gallery_admin]}}
              - {id: ages, effect: permit, match: {purpose: access_control, capability: analyze}}
            """);
        gateway = Gateway.start(data, "--policies", policies.toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aStockEvaluationIsNotLockedOut() throws Exception {
        try (var rekognition = new Sdk(gateway.calls()).client(developer)) {
            for (var attribute : List.of(Attribute.GENDER, Attribute.EMOTIONS, Attribute.AGE_RANGE, Attribute.SMILE)) {
                assertThatThrownBy(() -> rekognition.detectFaces(
                                call -> call.image(image(Photos.ONE)).attributes(attribute)))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("(no_rule_permits)");
            }
            assertThat(rekognition
                            .compareFaces(
                                    call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.ONE)))
                            .faceMatches())
                    .hasSize(1);
            assertRefused(azure("returnFaceId=false&returnFaceAttributes=glasses"), "no_rule_permits");
            assertRefused(compreface("/recognition/recognize"), "no_rule_permits");

            assertThat(google("FACE_DETECTION").statusCode()).isEqualTo(200);
            assertThat(azure("returnFaceId=false").statusCode()).isEqualTo(200);
            assertThat(rekognition
                            .detectFaces(call -> call.image(image(Photos.ONE)))
                            .faceDetails())
                    .hasSize(1);
        }
        assertThat(gateway.settledRecords().toString()).doesNotContain("\"hope\",\"doubt\":\"tried_elsewhere\"");
    }

    @Test
    void whoLooksForAPurposeThatPermitsIsStillRefused() throws Exception {
        for (var tried : List.of("customer_analytics age", "loyalty emotion", "loss_prevention gender")) {
            var words = tried.split(" ");
            assertRefused(analyze(words[0], words[1]), "no_rule_permits");
        }
        var last = analyze("access_control", "age");
        assertRefused(last, "tried_elsewhere");
        assertThat(last.body())
                .contains(
                        "customer_analytics with local, loyalty with local, loss_prevention with local",
                        "Every other pair of purpose and vendor is refused until 20");
        assertThat(analyze("loyalty", "smile").body()).as("judged again").contains("no_rule_permits");
        assertThat(send("/facegate/v1/detect", shopper, "loyalty", "{\"image\":{\"bytes\":\"" + BASE64 + "\"}}")
                        .statusCode())
                .as("what was never refused")
                .isEqualTo(200);
    }

    private static void assertRefused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains(code);
    }

    private static HttpResponse<String> analyze(String purpose, String attribute) throws Exception {
        var body = "{\"image\":{\"bytes\":\"" + BASE64 + "\"},\"attributes\":[\"" + attribute + "\"]}";
        return send("/facegate/v1/analyze", shopper, purpose, body);
    }

    private static HttpResponse<String> send(String path, Key key, String purpose, String body) throws Exception {
        return CLIENT.send(
                to(path).header("X-Api-Key", key.apiKey())
                        .header("Facegate-Purpose", purpose)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> azure(String query) throws Exception {
        return CLIENT.send(
                to("/face/v1.0/detect?" + query)
                        .header("Ocp-Apim-Subscription-Key", developer.apiKey())
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(PHOTO))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> compreface(String path) throws Exception {
        return CLIENT.send(
                to("/api/v1" + path)
                        .header("x-api-key", developer.apiKey())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"file\":\"" + BASE64 + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> google(String feature) throws Exception {
        return CLIENT.send(
                to("/v1/images:annotate")
                        .header("X-Goog-Api-Key", developer.apiKey())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"requests\":[{\"image\":{\"content\":\"" + BASE64
                                + "\"},\"features\":[{\"type\":\"" + feature + "\"}]}]}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.calls().toString().replaceAll("/$", "") + path))
                .version(HttpClient.Version.HTTP_1_1);
    }
}
