package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The neutral API's OpenAPI document: by a linter that nobody here wrote, and as JSON. */
class OpenApiIT {
    private static final Path DOCUMENT = Path.of("src/main/resources/io/facegate/vendor/neutral/wire/openapi.yaml");
    private static final Path ADMIN = Path.of("src/main/resources/io/facegate/admin/openapi.yaml");

    @TempDir
    private Path folder;

    @Test
    void aLinterFindsNothing() throws IOException {
        var linted = lint(DOCUMENT);
        assertThat(linted.code()).as(linted.out() + linted.err()).isZero();
        assertThat(linted.out() + linted.err()).doesNotContain("Warning was generated", "Error was generated");
    }

    @Test
    void aLinterFindsNothingInTheDocumentOfTheAdminApi() throws IOException {
        var linted = lint(ADMIN);
        assertThat(linted.code()).as(linted.out() + linted.err()).isZero();
        assertThat(linted.out() + linted.err()).doesNotContain("Warning was generated", "Error was generated");
    }

    /** The broken control: what the document once had. */
    @Test
    void anUnquotedCommaAndAnAnswerThatIsOnlyTheDefaultAreFound() throws IOException {
        var text = Files.readString(DOCUMENT);
        var comma = text.replace(
                        "{type: string, description: \"The token with", "{type: string, description: The token with")
                .replace("this session only.\"}", "this session only.}");
        assertThat(comma).isNotEqualTo(text);
        assertThat(lint(Files.writeString(folder.resolve("comma.yaml"), comma)).code())
                .isNotZero();
        var problem = ": {$ref: \"#/components/responses/Problem\"}\n";
        var defaults = text.replace("        4XX" + problem, "        default" + problem)
                .replace("        5XX" + problem, "");
        var linted = lint(Files.writeString(folder.resolve("default.yaml"), defaults));
        assertThat(linted.out() + linted.err()).contains("operation-4xx-response");
    }

    @Test
    void itIsServedAsJsonToo() throws Exception {
        Cast.register(folder.resolve("data"));
        try (var gateway = Gateway.start(folder.resolve("data"));
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/openapi.json"));
            var said = client.send(request.build(), BodyHandlers.ofString());
            assertThat(said.statusCode()).isEqualTo(200);
            assertThat(said.headers().firstValue("content-type")).contains("application/json");
            JsonNode yaml = Gateway.JSON.valueToTree(
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCUMENT)));
            assertThat(Gateway.parsed(said.body())).isEqualTo(Gateway.parsed(yaml.toString()));
            assertThat(yaml.at("/paths").findValues("responses"))
                    .allSatisfy(responses -> assertThat(responses.fieldNames())
                            .toIterable()
                            .contains("4XX", "5XX")
                            .doesNotContain("default"));
        }
    }

    private static Result lint(Path document) throws IOException {
        Node.install("skew.mjs");
        var builder = new ProcessBuilder(
                Node.demand("/usr/bin/node", "nodejs"),
                "target/js/node_modules/@redocly/cli/bin/cli.js",
                "lint",
                document.toString());
        builder.environment().putAll(Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"));
        return Result.of(builder);
    }
}
