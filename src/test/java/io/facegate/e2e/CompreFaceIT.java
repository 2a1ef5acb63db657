package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeCompreFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CompreFace's wire by plain curl, as CompreFace's own documentation has it. */
class CompreFaceIT {
    private static final String CURL = "/usr/bin/curl";

    @TempDir
    private Path folder;

    private Path data;
    private Cast cast;

    @BeforeEach
    void register() {
        data = folder.resolve("data");
        cast = Cast.register(data);
    }

    @Test
    void formsAndBase64AreAnsweredByTheEmbeddedEngine() throws IOException {
        try (var gateway = Gateway.start(data)) {
            var added = curl(gateway, cast.hope(), "/recognition/faces?subject=Franck", "-F", "file=@" + Photos.ONE);
            assertThat(added.status).isEqualTo(201);
            assertThat(added.body.get("subject").asText()).isEqualTo("Franck");

            var base64 = Base64.getEncoder().encodeToString(Photos.bytes(Photos.SAME));
            var json = Files.writeString(folder.resolve("body.json"), "{\"file\":\"" + base64 + "\"}");
            for (var form : List.of(
                    List.of("-F", "file=@" + Photos.SAME),
                    List.of("-H", "Content-Type: application/json", "-d", "@" + json))) {
                var found = curl(gateway, cast.hope(), "/recognition/recognize", form.toArray(new String[0]));
                assertThat(found.status).isEqualTo(200);
                assertThat(found.body.at("/result/0/subjects/0/subject").asText())
                        .isEqualTo("Franck");
                assertThat(found.body.at("/result/0/subjects/0/similarity").asDouble())
                        .isBetween(0.5, 1.0);
            }
            var status = curl(gateway, cast.hope(), "/recognition/recognize?status=true", "-F", "file=@" + Photos.SAME);
            assertThat(status.body.get("plugins_versions").toString())
                    .isEqualTo("{\"detector\":\"facegate.local\",\"calculator\":\"facegate.local\"}");
            assertThat(curl(gateway, cast.hope(), "/recognition/subjects/").body.toString())
                    .isEqualTo("{\"subjects\":[\"Franck\"]}");
            assertRefused(gateway);
            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("provider").asText().equals("compreface"))
                            .map(record -> record.path("verdict").asText()))
                    .contains("permit", "refuse");
            assertThat(gateway.settledRecords().toString()).doesNotContain("Franck");
        }
    }

    private void assertRefused(Gateway gateway) {
        var refused = curl(gateway, cast.pd(), "/recognition/recognize", "-F", "file=@" + Photos.SAME);
        assertThat(refused.status).isEqualTo(403);
        assertThat(refused.body.get("code").asInt()).isEqualTo(1);
        assertThat(refused.head).containsPattern("(?i)facegate-decision: [0-9a-z-]+");
        assertThat(refused.body.get("message").asText())
                .contains("Reason: ", refused.head.replaceFirst("(?is).*facegate-decision: ([^\r\n]+).*", "$1"));
        var unknown = curl(gateway, cast.hope(), "/detection/detect?plugins=age", "-F", "file=@" + Photos.SAME);
        assertThat(unknown.status).isEqualTo(400);
        assertThat(unknown.body.get("code").asInt()).isEqualTo(26);
        assertThat(unknown.body.get("message").asText()).contains("'plugins'", "face_plugins");
        var banned = curl(gateway, cast.pd(), "/recognition/recognize?plugins=age", "-F", "file=@" + Photos.SAME);
        assertThat(banned.status).isEqualTo(403);
        assertThat(banned.body.get("message").asText()).doesNotContain("plugins");
        assertThat(gateway.settledRecords().toString()).contains("unknown_parameter");
    }

    @Test
    void callsAreForwardedToAServerThatSeveralShare() throws IOException {
        var keys = Files.writeString(folder.resolve("keys"), FakeCompreFace.KEYS);
        try (var server = FakeCompreFace.start();
                var gateway = Gateway.start(
                        data,
                        "--provider",
                        "compreface,local",
                        "--compreface-endpoint",
                        server.url().toString(),
                        "--compreface-keys",
                        keys.toString())) {
            var added = curl(gateway, cast.hope(), "/recognition/faces?subject=Franck", "-F", "file=@" + Photos.ONE);
            assertThat(added.status).as(added.toString()).isEqualTo(201);
            assertThat(server.subjects()).containsExactly("4.hope.Franck");
            var found = curl(gateway, cast.hope(), "/recognition/recognize", "-F", "file=@" + Photos.ONE);
            assertThat(found.body.at("/result/0/subjects/0/subject").asText()).isEqualTo("Franck");
            var id = added.body.get("image_id").asText();
            assertThat(curl(gateway, cast.beacon(), "/recognition/faces/" + id + "/verify", "-F", "file=@" + Photos.ONE)
                            .body
                            .get("message")
                            .asText())
                    .contains("unknown_handle");
            assertThat(curl(gateway, cast.hope(), "/recognition/faces/" + id, "-X", "DELETE").status)
                    .isEqualTo(200);
        }
    }

    /** Every answer is held against the OpenAPI document. */
    @Test
    void theNeutralApiIsAnsweredByAServer() throws Exception {
        var keys = Files.writeString(folder.resolve("neutral.keys"), FakeCompreFace.KEYS);
        try (var server = FakeCompreFace.start();
                var gateway = Gateway.start(
                        data,
                        "--provider",
                        "compreface",
                        "--compreface-endpoint",
                        server.url().toString(),
                        "--compreface-keys",
                        keys.toString())) {
            var api = Neutral.of(gateway);
            var hope = cast.hope();
            var one = Neutral.image(Photos.ONE);
            var at = ",\"threshold\":{\"value\":0.5,\"comparable_group\":\"compreface/face/similarity\"}";
            api.send(hope, "POST", "galleries", "{\"gallery\":\"compreface\"}").as("createGallery", 201);
            var faces = "galleries/compreface/faces";
            var face = api.send(hope, "POST", faces, "{\"image\":" + one + ",\"external_id\":\"case-17\"}")
                    .as("enroll", 201)
                    .json()
                    .at("/faces/0/face_id")
                    .asText();
            assertThat(server.subjects()).containsExactly("4.hope.case-17");
            assertThat(api.send(hope, "GET", faces).as("listFaces", 200).json().path("faces"))
                    .hasSize(1);
            api.send(hope, "GET", "galleries").as("listGalleries", 200);
            api.send(hope, "GET", "galleries/compreface").as("describeGallery", 200);
            var found = api.send(hope, "POST", "galleries/compreface/identify", "{\"image\":" + one + at + "}")
                    .as("identify", 200)
                    .json();
            assertThat(found.at("/candidates/0/external_id").asText()).isEqualTo("case-17");
            var two = "{\"source\":" + one + ",\"target\":" + one;
            var same = api.send(hope, "POST", "verify", two + at + "}").as("verify", 200);
            assertThat(same.json().path("matches")).hasSize(1);
            api.send(hope, "POST", "verify", two + "}").problem(400, "invalid_parameter");
            api.send(cast.beacon(), "GET", faces).problem(403, "refused");
            api.send(hope, "DELETE", faces + '/' + face).as("eraseFace", 200);
            api.send(hope, "DELETE", "galleries/compreface").as("eraseGallery", 200);
            assertThat(server.subjects()).isEmpty();
            assertThat(gateway.settledRecords().toString()).doesNotContain("case-17", "4.hope.");
        }
    }

    @Test
    void eachOrganisationHasItsServer() throws IOException {
        var keys = Files.writeString(folder.resolve("servers.keys"), FakeCompreFace.KEYS);
        try (var one = FakeCompreFace.start();
                var two = FakeCompreFace.start()) {
            var form = "{name: %s, provider: compreface, processed_in: [DE], endpoint: '%s', keys: '%s'}";
            var accounts = Files.writeString(
                    folder.resolve("accounts.yaml"),
                    "accounts: [" + form.formatted("one", one.url(), keys) + ", "
                            + form.formatted("default", two.url(), keys) + "]");
            var routes = Files.writeString(
                    folder.resolve("routes.yaml"), "routes: [{organisations: [hope], providers: [compreface/one]}]");
            try (var gateway = Gateway.start(
                    data,
                    "--provider",
                    "compreface",
                    "--accounts",
                    accounts.toString(),
                    "--routes",
                    routes.toString())) {
                var first =
                        curl(gateway, cast.hope(), "/recognition/faces?subject=Franck", "-F", "file=@" + Photos.ONE);
                assertThat(first.status).as(first.toString()).isEqualTo(201);
                var second =
                        curl(gateway, cast.beacon(), "/recognition/faces?subject=Franck", "-F", "file=@" + Photos.ONE);
                assertThat(second.status).as(second.toString()).isEqualTo(201);
                assertThat(one.subjects()).containsExactly("4.hope.Franck");
                assertThat(two.subjects()).containsExactly("6.beacon.Franck");
                assertThat(gateway.settledRecords().toString())
                        .contains("\"account\":\"one\"", "\"account\":\"default\"");
            }
        }
    }

    private record Said(int status, String head, JsonNode body) {}

    private static Said curl(Gateway gateway, Gateway.Key key, String path, String... more) {
        var command = new ArrayList<>(
                List.of(CURL, "-sS", "-i", "--max-time", "60", "-H", "Expect:", "-H", "x-api-key: " + key.apiKey()));
        command.addAll(List.of(more));
        command.add(gateway.calls().resolve("/api/v1" + path).toString());
        var said = Gateway.Result.of(new ProcessBuilder(command)).expect(0).out();
        int body = said.indexOf("\r\n\r\n");
        var head = said.substring(0, body);
        return new Said(Integer.parseInt(head.split(" ")[1]), head, Gateway.parsed(said.substring(body + 4)));
    }
}
