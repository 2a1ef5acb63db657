package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeFacePlusPlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Face++'s wire by plain curl, as Face++'s own documentation has it. */
class FacePlusPlusIT {
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
    void formsAreAnsweredByTheEmbeddedEngine() throws IOException {
        try (var gateway = Gateway.start(data)) {
            var seen = curl(gateway, cast.hope(), "detect", "-F", "image_file=@" + Photos.ONE);
            assertThat(seen.status).as(seen.toString()).isEqualTo(200);
            assertThat(seen.body.at("/faces/0/face_rectangle/width").asInt()).isPositive();
            var same = curl(
                    gateway,
                    cast.hope(),
                    "compare",
                    "-F",
                    "image_file1=@" + Photos.ONE,
                    "-F",
                    "image_file2=@" + Photos.SAME);
            assertThat(same.body.path("confidence").asDouble())
                    .as(same.toString())
                    .isBetween(50.0, 100.0);
            assertThat(same.body.has("thresholds")).isFalse();
            assertRefused(gateway);
            assertThat(gateway.settledRecords().stream()
                            .filter(record -> record.path("provider").asText().equals("faceplusplus"))
                            .map(record -> record.path("verdict").asText()))
                    .contains("permit", "refuse");
            assertNowhere(gateway, cast.hope().apiKey());
        }
    }

    private void assertRefused(Gateway gateway) {
        var refused = curl(
                gateway, cast.pd(), "detect", "-F", "image_file=@" + Photos.ONE, "-F", "return_attributes=ethnicity");
        assertThat(refused.status).as(refused.toString()).isEqualTo(403);
        assertThat(refused.head).containsPattern("(?i)facegate-decision: [0-9a-z-]+");
        assertThat(refused.body.path("error_message").asText())
                .startsWith("AUTHORIZATION_ERROR: ")
                .contains("Reason: ", refused.body.path("request_id").asText());
        var mistaken = curl(gateway, cast.hope(), "detect", "-F", "image_file=@" + Photos.ONE, "-F", "bogus=1");
        assertThat(mistaken.status).isEqualTo(400);
        assertThat(mistaken.body.path("error_message").asText())
                .startsWith("BAD_ARGUMENTS: ")
                .contains("'bogus'");
        var stranger =
                new Gateway.Key("FGAKAAAAAAAAAAAAAAAA", "none", cast.hope().apiKey());
        var nobody = curl(gateway, stranger, "detect", "-F", "image_file=@" + Photos.ONE);
        assertThat(nobody.status).isEqualTo(401);
        assertThat(nobody.body.path("error_message").asText()).isEqualTo("AUTHENTICATION_ERROR");
    }

    @Test
    void callsAreForwardedWithTheOperatorsKey() throws IOException {
        try (var vendor = FakeFacePlusPlus.start();
                var gateway = Gateway.start(data, forwarding(vendor))) {
            var seen = curl(gateway, cast.hope(), "detect", "-F", "image_file=@" + Photos.ONE);
            assertThat(seen.status).as(seen.toString()).isEqualTo(200);
            assertThat(vendor.last().text("api_secret")).isEqualTo(FakeFacePlusPlus.SECRET);
            assertThat(vendor.last().fields().get("image_file")).isEqualTo(Photos.bytes(Photos.ONE));
            var face = seen.body.at("/faces/0/face_token").asText();
            var made = curl(gateway, cast.hope(), "faceset/create", "-F", "outer_id=case", "-F", "face_tokens=" + face);
            assertThat(made.status).as(made.toString()).isEqualTo(200);
            assertThat(vendor.names()).containsExactly("4.hope.case");
            assertThat(curl(gateway, cast.hope(), "faceset/getdetail", "-F", "outer_id=case")
                            .body
                            .path("outer_id")
                            .asText())
                    .isEqualTo("case");
            var found = curl(gateway, cast.hope(), "search", "-F", "outer_id=case", "-F", "image_file=@" + Photos.ONE);
            assertThat(found.body.at("/results/0/confidence").asDouble())
                    .as(found.toString())
                    .isEqualTo(96.46);
            assertThat(curl(gateway, cast.beacon(), "face/getdetail", "-F", "face_token=" + face)
                            .body
                            .toString())
                    .contains("unknown_handle");
            assertThat(curl(gateway, cast.hope(), "faceset/delete", "-F", "outer_id=case").status)
                    .isEqualTo(200);
            assertNowhere(gateway, cast.hope().apiKey());
            assertNowhere(gateway, FakeFacePlusPlus.SECRET);
            assertNowhere(gateway, face);
        }
    }

    /** Every answer is held against the OpenAPI document. */
    @Test
    void theNeutralApiIsAnswered() throws Exception {
        try (var vendor = FakeFacePlusPlus.start();
                var gateway = Gateway.start(data, forwarding(vendor))) {
            var api = Neutral.of(gateway);
            var hope = cast.hope();
            var one = Neutral.image(Photos.ONE);
            var at = ",\"threshold\":{\"value\":60,\"comparable_group\":\"faceplusplus/face/confidence\"}";
            api.send(hope, "POST", "galleries", "{\"gallery\":\"missing\"}").as("createGallery", 201);
            var faces = "galleries/missing/faces";
            var face = api.send(hope, "POST", faces, "{\"image\":" + one + ",\"external_id\":\"case-17\"}")
                    .as("enroll", 201)
                    .json()
                    .at("/faces/0/face_id")
                    .asText();
            api.send(hope, "GET", "galleries").as("listGalleries", 200);
            api.send(hope, "GET", "galleries/missing").as("describeGallery", 200);
            var found = api.send(hope, "POST", "galleries/missing/identify", "{\"image\":" + one + at + "}")
                    .as("identify", 200)
                    .json();
            assertThat(found.at("/candidates/0/external_id").asText()).isEqualTo("case-17");
            var same = api.send(hope, "POST", "verify", "{\"source\":" + one + ",\"target\":" + one + at + "}")
                    .as("verify", 200);
            assertThat(same.json().path("matches")).hasSize(1);
            api.send(cast.beacon(), "GET", "galleries/missing").problem(403, "refused");
            api.send(hope, "DELETE", faces + '/' + face).as("eraseFace", 200);
            api.send(hope, "DELETE", "galleries/missing").as("eraseGallery", 200);
            assertThat(vendor.names()).isEmpty();
            assertNowhere(gateway, "case-17");
        }
    }

    private String[] forwarding(FakeFacePlusPlus vendor) throws IOException {
        var text = "api_key: " + FakeFacePlusPlus.KEY + "\napi_secret: " + FakeFacePlusPlus.SECRET + '\n';
        var key = Files.writeString(folder.resolve("key"), text);
        return new String[] {
            "--provider",
            "faceplusplus",
            "--faceplusplus-endpoint",
            vendor.url().toString(),
            "--faceplusplus-key",
            key.toString()
        };
    }

    /** In no record, and in no file of the data folder: neither log nor registry has the word. */
    private void assertNowhere(Gateway gateway, String word) throws IOException {
        assertThat(gateway.settledRecords().toString()).doesNotContain(word);
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                // The registry knows what it owns by its id.
                if (!Arrays.asList("handles.db", "handles.db-wal", "registry.db", "registry.db-wal")
                        .contains(file.getFileName().toString())) {
                    assertThat(text.contains(word)).as(file.toString()).isFalse();
                }
            }
        }
    }

    private record Said(int status, String head, JsonNode body) {}

    private static Said curl(Gateway gateway, Gateway.Key key, String path, String... more) {
        var command = new ArrayList<>(List.of(CURL, "-sS", "-i", "--max-time", "60", "-H", "Expect:"));
        command.addAll(List.of("-F", "api_key=" + key.id(), "-F", "api_secret=" + key.apiKey()));
        command.addAll(List.of(more));
        command.add(gateway.calls().resolve("/facepp/v3/" + path).toString());
        var said = Gateway.Result.of(new ProcessBuilder(command)).expect(0).out();
        int body = said.indexOf("\r\n\r\n");
        var head = said.substring(0, body);
        return new Said(Integer.parseInt(head.split(" ")[1]), head, Gateway.parsed(said.substring(body + 4)));
    }
}
