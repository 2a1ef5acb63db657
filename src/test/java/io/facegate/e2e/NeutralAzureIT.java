package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeAzureResource;
import io.facegate.e2e.Gateway.Key;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The neutral API answered by Azure: a second gateway with the embedded engine plays it as far as it looks at pictures, and a
 * fake of Microsoft's own model where it keeps something. Every answer is held against the OpenAPI document.
 */
class NeutralAzureIT {
    private static final String GROUP = "azure_face/recognition_04/verify";

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway engine;
    private static FakeAzureResource resource;
    private static Gateway inFrontOfEngine;
    private static Gateway inFrontOfResource;
    private static Key hope;
    private static Key police;
    private static Neutral seeing;
    private static Neutral keeping;

    @BeforeAll
    static void start() throws Exception {
        var account = Cast.add(folder.resolve("there"), "account", "nonprofit.child_protection", "missing_child");
        var policies = Files.createDirectories(folder.resolve("policies"));
        Files.copy(Path.of("policies/microsoft-police-2020.yaml"), policies.resolve("microsoft-police-2020.yaml"));
        Files.writeString(policies.resolve("house.yaml"), """
                pack: house
                title: A house's own rules
                binds: Whoever calls here.
                rules:
                  - {id: all, effect: permit, match: {provider: azure_face}}
                """);
        engine = Gateway.start(folder.resolve("there"), "--policies", policies.toString());
        resource = FakeAzureResource.start();
        cast = Cast.register(folder.resolve("data"));
        inFrontOfResource = inFrontOf(resource.url(), "data", "key", policies);
        keeping = Neutral.of(inFrontOfResource);
        var own = Cast.register(folder.resolve("own"));
        inFrontOfEngine = inFrontOf(engine.calls(), "own", account.apiKey(), policies);
        seeing = Neutral.of(inFrontOfEngine);
        hope = own.hope();
        police = own.pd();
    }

    private static Gateway inFrontOf(URI azure, String data, String key, Path policies) throws Exception {
        var file = Files.writeString(folder.resolve(data + ".key"), key);
        return Gateway.start(
                folder.resolve(data),
                "--provider",
                "azure",
                "--azure-endpoint",
                azure.toString(),
                "--azure-key",
                file.toString(),
                "--policies",
                policies.toString());
    }

    @AfterAll
    static void stop() {
        inFrontOfEngine.close();
        inFrontOfResource.close();
        resource.close();
        engine.close();
    }

    @Test
    void twoPhotographsOfOneAreOnAzuresScale() {
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.SAME);
        var said = seeing.send(hope, "POST", "verify", two + "}").as("verify", 200);
        var score = said.json().at("/matches/0/score");
        assertThat(score.path("raw").asDouble()).isBetween(0.5, 1.0);
        assertThat(score.path("comparable_group").asText()).isEqualTo(GROUP);
        assertThat(score.path("threshold")).isEqualTo(Gateway.parsed("""
                {"applied":0.5,"source":"provider_default"}"""));
        var strict = ",\"threshold\":{\"value\":1,\"comparable_group\":\"" + GROUP + "\"}}";
        assertThat(seeing.send(hope, "POST", "verify", two + strict)
                        .as("verify", 200)
                        .json()
                        .path("matches"))
                .isEmpty();
        var record = inFrontOfEngine.settledRecords().stream()
                .filter(one -> said.response()
                        .headers()
                        .firstValue("facegate-decision")
                        .orElseThrow()
                        .equals(one.path("id").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(record.path("operation").asText()).isEqualTo("Verify");
        assertThat(record.path("wire").asText()).isEqualTo("facegate");
        assertThat(record.path("capabilities").toString()).contains("detect", "enroll", "verify");
    }

    @Test
    void theBanBindsWhatAzureAnswers() {
        var refused = seeing.send(police, "POST", "detect", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .problem(403, "refused");
        assertThat(refused.json().path("rule").asText()).isEqualTo("microsoft-police-2020/us-police");
    }

    @Test
    void aGalleryAtAzureIsItsOrganisationsOwn() {
        var own = cast.hope();
        send(own, "POST", "galleries", "{\"gallery\":\"children\"}").as("createGallery", 201);
        send(own, "POST", "galleries", "{\"gallery\":\"children\"}").problem(409, "already_exists");
        var kept = send(
                        own,
                        "POST",
                        "galleries/children/faces",
                        "{\"image\":" + Neutral.image(Photos.ONE) + ",\"external_id\":\"case-7\",\"max_faces\":1}")
                .as("enroll", 201)
                .json();
        var face = kept.at("/faces/0/face_id").asText();
        var found = send(own, "POST", "galleries/children/identify", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .as("identify", 200)
                .json();
        assertThat(found.at("/candidates/0/face_id").asText()).isEqualTo(face);
        assertThat(found.at("/candidates/0/external_id").asText()).isEqualTo("case-7");
        send(own, "POST", "galleries/children/identify", "{\"face_id\":\"" + face + "\"}")
                .problem(501, "unsupported");
        assertThat(send(own, "GET", "galleries").as("listGalleries", 200).json().findValuesAsText("gallery"))
                .containsExactly("children");
        send(own, "GET", "galleries/children").as("describeGallery", 200);
        assertThat(send(own, "GET", "galleries/children/faces")
                        .as("listFaces", 200)
                        .json()
                        .path("faces"))
                .hasSize(1);
        send(cast.beacon(), "GET", "galleries/children").problem(403, "refused");
        send(own, "DELETE", "galleries/children/faces/" + face).as("eraseFace", 200);
        send(own, "DELETE", "galleries/children").as("eraseGallery", 200);
    }

    @Test
    void whatAzureInfersAndWhoWasThereAreInTheDocumentsShape() {
        var asked = "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"sunglasses\",\"occlusion\"]}";
        assertThat(send(cast.hope(), "POST", "analyze", asked)
                        .as("analyze", 200)
                        .json()
                        .at("/faces/0/attributes"))
                .hasSize(2);
        var session = send(cast.hope(), "POST", "liveness", "{}")
                .as("createLivenessSession", 201)
                .json();
        assertThat(session.path("token").asText()).isNotEmpty();
        var path = "liveness/" + session.path("session").asText();
        assertThat(send(cast.hope(), "GET", path)
                        .as("readLivenessSession", 200)
                        .json()
                        .path("verdict")
                        .asText())
                .isEqualTo("live");
        send(cast.beacon(), "GET", path).problem(403, "refused");
        assertThat(resource.seen())
                .allSatisfy(seen -> assertThat(seen.problems()).isEmpty());
    }

    private static Neutral.Said send(Key key, String method, String path, String... body) {
        return keeping.send(key, method, path, body);
    }
}
