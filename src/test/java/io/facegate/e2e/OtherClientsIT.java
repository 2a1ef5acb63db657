package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same story by the AWS CLI v2, boto3 and the AWS SDK for JavaScript v3, all unmodified. */
class OtherClientsIT {
    private static final Path SCRIPTS = Path.of("src/test");
    private static final Pattern CLI_ERROR = Pattern.compile(
            "\\s*An error occurred \\((\\w+)\\) when calling the (\\w+) operation: (.*)\\s*", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateway.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void boto3TellsTheStory() {
        assertStory(script(
                List.of(
                        Node.demand("/usr/bin/python3", "python3"),
                        SCRIPTS.resolve("py/story.py").toString()),
                "python3-boto3"));
    }

    @Test
    void javaScriptTellsTheStory() throws IOException {
        assertStory(Node.tell("story.mjs", environment()));
    }

    private static JsonNode script(List<String> command, String debian) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment());
        var result = Result.of(builder);
        assertThat(result.code())
                .as(result.err() + "\nIf a module is missing, on Debian: apt-get install " + debian)
                .isZero();
        return result.json();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "GATEWAY", gateway.calls().toString(),
                "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                "HOPE_ID", cast.hope().id(),
                "HOPE_SECRET", cast.hope().secret(),
                "PD_ID", cast.pd().id(),
                "PD_SECRET", cast.pd().secret());
    }

    @Test
    void theCommandLineTellsTheStory() {
        Node.demand("/usr/bin/aws", "awscli");
        assertThat(aws(cast.hope(), "--version").out()).startsWith("aws-cli/2");
        var id = "command-line";
        var detected = json("detect-faces", "--image-bytes", file(Photos.ONE));
        var compared = json(
                "compare-faces", "--source-image-bytes", file(Photos.ONE), "--target-image-bytes", file(Photos.SAME));
        var created = json("create-collection", "--collection-id", id);
        var indexed = json(
                "index-faces",
                "--collection-id",
                id,
                "--external-image-id",
                "franck",
                "--image-bytes",
                file(Photos.ONE));
        var listed = json("list-faces", "--collection-id", id);
        var found = json("search-faces-by-image", "--collection-id", id, "--image-bytes", file(Photos.SAME));
        var face = indexed.at("/FaceRecords/0/Face/FaceId").asText();
        var erased = json("delete-faces", "--collection-id", id, "--face-ids", face);
        var deleted = json("delete-collection", "--collection-id", id);

        var story = Gateway.JSON.createObjectNode();
        story.put("faces", detected.get("FaceDetails").size());
        story.set("confidence", detected.at("/FaceDetails/0/Confidence"));
        story.set("box", detected.at("/FaceDetails/0/BoundingBox"));
        story.set("similarity", compared.at("/FaceMatches/0/Similarity"));
        story.set("created", created.get("StatusCode"));
        story.put("listed", listed.get("Faces").size());
        story.putArray("found").addAll(found.get("FaceMatches").findValues("ExternalImageId"));
        story.put("erased", erased.get("DeletedFaces").size());
        story.set("deleted", deleted.get("StatusCode"));
        story.set("refused", error(cast.pd(), "detect-faces", "--image-bytes", file(Photos.ONE)));
        story.set("failed", error(cast.hope(), "describe-collection", "--collection-id", id));
        story.set("forged", error(new Key(cast.hope().id(), cast.pd().secret(), ""), "list-collections"));
        assertStory(story);
    }

    private static String file(Path photo) {
        return "fileb://" + photo.toAbsolutePath();
    }

    private static JsonNode json(String... words) {
        return aws(cast.hope(), words).expect(0).json();
    }

    private static ObjectNode error(Key key, String... words) {
        var failed = aws(key, words).expect(254);
        var said = CLI_ERROR.matcher(failed.err());
        assertThat(said.matches()).as(failed.err()).isTrue();
        return Gateway.JSON.createObjectNode().put("code", said.group(1)).put("message", said.group(3));
    }

    private static Result aws(Key key, String... words) {
        var command = new ArrayList<>(List.of("/usr/bin/aws"));
        if (!words[0].startsWith("--")) {
            command.addAll(List.of("--endpoint-url", gateway.calls().toString(), "rekognition"));
        }
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", key.id(),
                        "AWS_SECRET_ACCESS_KEY", key.secret(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", ""));
        return Result.of(builder);
    }

    /** Whatever client told it, it is the same. */
    private static void assertStory(JsonNode story) {
        assertThat(story.get("faces").asInt()).isEqualTo(1);
        assertThat(story.get("confidence").asDouble()).isBetween(80.0, 100.0);
        assertThat(story.at("/box/Width").asDouble()).isBetween(0.05, 1.0);
        assertThat(story.get("similarity").asDouble()).isBetween(80.0, 100.0);
        assertThat(story.get("created").asInt()).isEqualTo(200);
        assertThat(story.get("listed").asInt()).isEqualTo(1);
        assertThat(story.get("found")).hasSize(1);
        assertThat(story.at("/found/0").asText()).isEqualTo("franck");
        assertThat(story.get("erased").asInt()).isEqualTo(1);
        assertThat(story.get("deleted").asInt()).isEqualTo(200);
        assertRefused(story.get("refused"));
        if (story.has("mistaken")) {
            assertThat(story.at("/mistaken/code").asText()).isEqualTo("InvalidParameterException");
            assertThat(story.at("/mistaken/message").asText())
                    .contains("Attributes[0] is 'BOGUS'", "DEFAULT", "EMOTIONS")
                    .doesNotContain("Refused", "operator");
            assertOnRecord(story.at("/mistaken/decision").asText(), "refuse");
            assertRefused(story.get("banned"));
        }
        assertThat(story.at("/failed/code").asText()).isEqualTo("ResourceNotFoundException");
        assertThat(story.at("/failed/message").asText()).isNotEmpty();
        assertThat(story.at("/forged/code").asText()).isEqualTo("InvalidSignatureException");
        if (story.has("decision")) {
            assertThat(story.at("/refused/status").asInt()).isEqualTo(400);
            assertThat(story.at("/forged/decision").isTextual()).isFalse();
            assertOnRecord(story.get("decision").asText(), "permit");
            assertOnRecord(story.at("/refused/decision").asText(), "refuse");
        }
    }

    private static void assertRefused(JsonNode refused) {
        assertThat(refused.get("code").asText()).isEqualTo("AccessDeniedException");
        assertThat(refused.get("message").asText())
                .contains("amazon-rekognition-2020/police", "moratorium", "10 June 2020", "Appeal: ");
    }

    private static void assertOnRecord(String decision, String verdict) {
        assertThat(gateway.records().stream()
                        .filter(record -> record.get("id").asText().equals(decision))
                        .map(record -> record.get("verdict").asText()))
                .containsExactly(verdict);
    }
}
