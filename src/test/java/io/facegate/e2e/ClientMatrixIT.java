package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import io.facegate.e2e.MatrixClient.Opening;
import io.facegate.testkit.LongRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every unmodified client meets the same: an answer, a refusal, a mistake, an unknown key, every form of picture that it
 * can send, and 16 calls at a time. What was met is a table of docs/clients.md.
 */
@LongRun
class ClientMatrixIT {
    private static final Path DOC = Path.of("docs/clients.md");
    private static final String START = "<!-- measured by ClientMatrixIT -->\n";
    private static final String END = "<!-- end -->";
    private static final Pattern DECISION = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String EACH = System.getProperty("facegate.matrix.each", "2");
    private static final Key NOBODY = new Key("FGAKAAAAAAAAAAAAAAAA", "nobody", "fgk_nobody");

    @TempDir
    private Path folder;

    /** A vendor's API: who is refused there, which parameter is mistaken, and what becomes of each form of picture. */
    private enum Wire {
        REKOGNITION(
                "pd",
                "Attributes\\[0\\] is 'BOGUS'",
                Set.of("jpeg", "png", "S3 object with Version"),
                Map.of("gif", "InvalidImageFormat", "S3 object", "(reference_not_pinned)")),
        AZURE_FACE(
                "pd",
                "returnFaceAttributes is 'bogus'|recognitionModel must match",
                Set.of("jpeg", "png", "gif", "bmp", "stream"),
                Map.of("webp", "InvalidImage", "URL", "(url_not_registered)")),
        AZURE_VISION(
                "pd",
                "features is 'bogus'",
                Set.of("jpeg", "png", "gif", "bmp", "webp", "path", "stream"),
                Map.of("URL", "(url_not_registered)")),
        GOOGLE(
                "shop",
                "features\\[0\\].type is 99",
                Set.of("jpeg", "png", "gif", "bmp", "webp", "path", "gs:// as imageUri", "gs:// as gcsImageUri"),
                Map.of("URL", "(url_not_registered)")),
        COMPREFACE(
                "pd",
                "face_plugins",
                Set.of("jpeg", "png", "gif", "bmp", "webp", "base64", "URL that the client fetches"),
                Map.of()),
        FACEPLUSPLUS(
                "pd",
                "return_attributes",
                Set.of("jpeg", "png", "base64"),
                Map.of("gif", "UNSUPPORTED_FORMAT", "URL", "(url_not_registered)")),
        NEUTRAL(
                "shop",
                "/image/bytes",
                Set.of("jpeg", "png"),
                Map.of("gif", "invalid_image", "URL", "url_not_registered"));

        private final String banned;
        private final String parameter;
        private final Set<String> answered;
        private final Map<String, String> refused;

        Wire(String banned, String parameter, Set<String> answered, Map<String, String> refused) {
            this.banned = banned;
            this.parameter = parameter;
            this.answered = answered;
            this.refused = refused;
        }
    }

    /** One client: by a script in its language, or opened here. */
    private record Row(
            String name,
            Wire wire,
            @Nullable String script,
            @Nullable Opening opening) {
        String organisation() {
            return "client"
                    + ("-" + name.toLowerCase(Locale.ROOT))
                            .replaceAll("[^a-z0-9]+", "-")
                            .replaceFirst("-$", "");
        }
    }

    private List<Row> rows() {
        Opening analysis = (gateway, key) -> new MatrixClient.ImageAnalysis(gateway, key, folder.resolve("vendor.pem"));
        Opening curl = (gateway, key) -> new FacePlusPlusCurl(gateway, key, folder.resolve("vendor.pem"));
        return List.of(
                new Row("AWS CLI v2", Wire.REKOGNITION, null, MatrixClient.AwsCli::new),
                new Row("boto3", Wire.REKOGNITION, "matrix.py boto3", null),
                new Row("AWS SDK for JavaScript v3", Wire.REKOGNITION, "matrix.mjs aws-sdk-js", null),
                new Row("AWS SDK for Java 2", Wire.REKOGNITION, null, MatrixClient.JavaSdk::new),
                new Row("@azure-rest/ai-vision-face", Wire.AZURE_FACE, "matrix.mjs azure-rest-face", null),
                new Row(
                        "@azure/cognitiveservices-face",
                        Wire.AZURE_FACE,
                        "matrix.mjs azure-cognitiveservices-face",
                        null),
                new Row(
                        "@azure-rest/ai-vision-image-analysis",
                        Wire.AZURE_VISION,
                        "matrix.mjs azure-rest-vision",
                        null),
                new Row("azure-ai-vision-imageanalysis (Java)", Wire.AZURE_VISION, null, analysis),
                new Row("@google-cloud/vision, gRPC", Wire.GOOGLE, "matrix.mjs google-grpc", null),
                new Row("@google-cloud/vision, REST", Wire.GOOGLE, "matrix.mjs google-rest", null),
                new Row("@exadel/compreface-js-sdk", Wire.COMPREFACE, "matrix.mjs compreface", null),
                new Row("curl, Face++", Wire.FACEPLUSPLUS, null, curl),
                new Row("neutral API, Python (openapi-generator)", Wire.NEUTRAL, "matrix.py neutral-py", null),
                new Row("neutral API, TypeScript (openapi-ts)", Wire.NEUTRAL, "matrix.mjs neutral-ts", null));
    }

    @Test
    void everyClientMeetsTheSameAsTheTableOfThePageSays() throws Exception {
        var only = System.getProperty("facegate.client", "");
        var rows = rows().stream().filter(row -> row.name().contains(only)).toList();
        var table = new StringBuilder("""
            | client | a refusal | a mistake | an unknown key | pictures answered | not taken | answered, 16 at a time |
            |---|---|---|---|---|---|---|
            """);
        var soft = new SoftAssertions();
        try (var scene =
                new MatrixScene(folder, rows.stream().map(Row::organisation).toList())) {
            for (var row : rows) {
                int before = scene.forwarded();
                var story = row.script() == null ? opened(row, scene) : script(row, scene);
                int forwarded = scene.forwarded() - before;
                assertMet(soft, row, story, scene, forwarded);
                assertFound(row, story, scene, forwarded);
                table.append(line(row, story));
            }
        }
        soft.assertAll();
        var text = Files.readString(DOC);
        var written = text.substring(text.indexOf(START) + START.length(), text.indexOf(END));
        assertThat(EACH.equals("10") ? written : anyNumber(written))
                .as("docs/clients.md, between the markers, should be:%n%s", table)
                .isEqualTo(EACH.equals("10") ? table.toString() : anyNumber(table.toString()));
    }

    private static JsonNode script(Row row, MatrixScene scene) throws IOException {
        var words = String.valueOf(row.script()).split(" ");
        boolean plain = row.wire() == Wire.REKOGNITION;
        var certificate = scene.certificate().toString();
        var environment = new LinkedHashMap<>(Map.of(
                "CLIENT", words[1],
                "GATEWAY", address(scene.engine(), plain),
                "FORWARDING", address(scene.forwarding(), plain),
                "HOPE", json(scene.engineKey(row.organisation())),
                "FORWARDED", json(scene.forwardingKey(row.organisation())),
                "BANNED", json(scene.engineKey(row.wire().banned)),
                "PICTURES", scene.picture("jpeg").getParent().toString(),
                "EACH", EACH,
                "WEB", scene.web().toString()));
        environment.putAll(Map.of(
                "CERTIFICATE",
                certificate,
                "NODE_EXTRA_CA_CERTS",
                certificate,
                "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
                certificate,
                "NEUTRAL",
                Path.of("target/neutral-client").toAbsolutePath().toString(),
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null"));
        if (words[0].endsWith(".mjs")) {
            Node.compileNeutralClient();
            return Node.tell(words[0], environment);
        }
        var builder = new ProcessBuilder(Node.demand("/usr/bin/python3", "python3"), "src/test/py/" + words[0]);
        builder.environment().putAll(environment);
        return Result.of(builder).expect(0).json();
    }

    private static String address(Gateway gateway, boolean plain) {
        return (plain ? gateway.calls() : gateway.encrypted()).toString();
    }

    private static String json(Key key) {
        return Gateway.JSON.valueToTree(key).toString();
    }

    /** The same story by a client of Java, or a command. */
    private static JsonNode opened(Row row, MatrixScene scene) throws Exception {
        var opening = java.util.Objects.requireNonNull(row.opening());
        boolean plain = row.wire() == Wire.REKOGNITION;
        var here = java.net.URI.create(address(scene.engine(), plain));
        var there = java.net.URI.create(address(scene.forwarding(), plain));
        var jpeg = scene.picture("jpeg");
        var story = Gateway.JSON.createObjectNode();
        try (var hope = opening.open(here, scene.engineKey(row.organisation()));
                var banned = opening.open(here, scene.engineKey(row.wire().banned));
                var nobody = opening.open(here, NOBODY);
                var forwarded = opening.open(there, scene.forwardingKey(row.organisation()))) {
            story.set("allowed", meet(hope, hope::detect, jpeg));
            story.set("refused", meet(banned, banned::banned, jpeg));
            story.set("malformed", meet(hope, hope::mistaken, jpeg));
            story.set("auth", meet(nobody, nobody::detect, jpeg));
            story.set(
                    "concurrency",
                    parallel(hope, jpeg, hope instanceof MatrixClient.AwsCli ? 1 : Integer.parseInt(EACH)));
            var images = story.putObject("images");
            for (var format : formats(row.wire())) {
                images.set(format, meet(forwarded, forwarded::detect, scene.picture(format)));
            }
            forwarded.forms().forEach((form, call) -> images.set(form, meet(forwarded, call, jpeg)));
        }
        return story;
    }

    private static List<String> formats(Wire wire) {
        return Stream.concat(wire.answered.stream(), wire.refused.keySet().stream())
                .filter(form -> form.matches("[a-z]{3,4}"))
                .filter(form -> !form.equals("path"))
                .toList();
    }

    private static ObjectNode meet(MatrixClient client, ToIntFunction<Path> call, Path picture) {
        var met = Gateway.JSON.createObjectNode();
        try {
            return met.put("faces", call.applyAsInt(picture));
        } catch (RuntimeException raised) {
            var failure = client.failure(raised);
            return met.put("type", failure.type())
                    .put("code", failure.code())
                    .put("message", failure.message())
                    .put("typed", failure.own());
        }
    }

    private static ObjectNode parallel(MatrixClient client, Path picture, int each) throws Exception {
        var told = Gateway.JSON.createObjectNode().put("calls", 16 * each);
        var errors = told.putArray("errors");
        int answered = 0;
        try (var workers = Executors.newFixedThreadPool(16)) {
            var calls = Stream.generate(() -> workers.submit(() -> meet(client, client::detect, picture)))
                    .limit(16L * each)
                    .toList();
            for (var call : calls) {
                if (call.get().path("faces").asInt() == 1) {
                    answered++;
                } else {
                    errors.add(call.get());
                }
            }
        }
        return told.put("answered", answered);
    }

    private static void assertMet(SoftAssertions soft, Row row, JsonNode story, MatrixScene scene, int forwarded) {
        soft.assertThat(story.at("/allowed/faces").asInt())
                .as(row + ": " + story)
                .isEqualTo(1);
        for (var failed : List.of("refused", "malformed", "auth")) {
            soft.assertThat(story.path(failed).path("typed").asBoolean())
                    .as(row + ": " + story.path(failed))
                    .isTrue();
        }
        assertRefused(soft, row, story.at("/refused/message").asText(), scene.engine());
        soft.assertThat(story.at("/malformed/message").asText())
                .as(row.name())
                .containsPattern(row.wire().parameter)
                .doesNotContain("Refused by");
        assertImages(soft, row, story.path("images"), forwarded);
        assertRecords(soft, row, story, scene.engine());
    }

    /** The broken controls: each change of what a client met is found. */
    private static void assertFound(Row row, JsonNode story, MatrixScene scene, int forwarded) {
        List.<Consumer<ObjectNode>>of(
                        changed -> changed.putObject("allowed").put("faces", 0),
                        changed -> ((ObjectNode) changed.path("refused")).put("message", "Refused."),
                        changed -> ((ObjectNode) changed.path("malformed")).put("message", "Refused."),
                        changed -> ((ObjectNode) changed.path("auth")).put("typed", false),
                        changed -> ((ObjectNode) changed.at("/images/jpeg")).remove("faces"),
                        changed -> ((ObjectNode) changed.path("concurrency")).put("answered", 1))
                .forEach(change -> {
                    var changed = (ObjectNode) story.deepCopy();
                    change.accept(changed);
                    var found = new SoftAssertions();
                    assertMet(found, row, changed, scene, forwarded);
                    assertThat(found.errorsCollected()).isNotEmpty();
                });
    }

    /** Its message has the rule and the decision, which is on record as a refusal. */
    private static void assertRefused(SoftAssertions soft, Row row, String message, Gateway gateway) {
        var decision = DECISION.matcher(message);
        soft.assertThat(message).as(row.name()).contains("Appeal: ").containsPattern("[a-z0-9-]+/[a-z0-9-]+");
        if (decision.find()) {
            soft.assertThat(gateway.records().stream()
                            .filter(record -> record.path("id").asText().equals(decision.group()))
                            .map(record -> record.path("verdict").asText()))
                    .as(row.name())
                    .containsExactly("refuse");
        } else {
            soft.fail(row.name() + " was told no decision: " + message);
        }
    }

    private static void assertImages(SoftAssertions soft, Row row, JsonNode images, int forwarded) {
        var answered = new ArrayList<String>();
        images.properties().forEach(form -> {
            if (form.getValue().has("faces")) {
                answered.add(form.getKey());
            } else {
                soft.assertThat(form.getValue().toString())
                        .as(row.name() + ", " + form.getKey())
                        .contains(row.wire().refused.getOrDefault(form.getKey(), "none of these"));
            }
        });
        soft.assertThat(row.wire().answered).as(row + ": " + images).containsAll(answered);
        soft.assertThat(forwarded).as(row.name() + ": calls that a vendor saw").isEqualTo(answered.size());
    }

    private static void assertRecords(SoftAssertions soft, Row row, JsonNode story, Gateway gateway) {
        var concurrency = story.path("concurrency");
        soft.assertThat(concurrency.path("answered"))
                .as(row + ": " + concurrency)
                .isEqualTo(concurrency.path("calls"));
        // The first answer, the mistake, and these.
        soft.assertThat(decisions(gateway, row))
                .as(row.name())
                .isEqualTo(2 + concurrency.path("calls").asInt());
    }

    private static long decisions(Gateway gateway, Row row) {
        return gateway.settledRecords().stream()
                .filter(record -> record.at("/organisation/id").asText().equals(row.organisation()))
                .filter(record -> record.has("verdict"))
                .count();
    }

    /** The page has the figures of the long run. */
    private static String anyNumber(String table) {
        return table.replaceAll("\\b(\\d+) of \\1\\b", "all");
    }

    private static String line(Row row, JsonNode story) {
        var answered = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        var others = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        story.path("images").properties().forEach(form -> {
            if (form.getValue().has("faces")) {
                answered.add(shown(form.getKey()));
            } else {
                others.add(shown(form.getKey()) + " " + error(form.getValue()));
            }
        });
        var concurrency = story.path("concurrency");
        return "| %s | %s | %s | %s | %s | %s | %s of %s |\n"
                .formatted(
                        row.name(),
                        error(story.path("refused")),
                        error(story.path("malformed")),
                        error(story.path("auth")),
                        String.join(", ", answered),
                        String.join(", ", others),
                        concurrency.path("answered").asText(),
                        concurrency.path("calls").asText());
    }

    private static String shown(String form) {
        return form.matches("[a-z]{3,4}") && !form.equals("path") ? form.toUpperCase(Locale.ROOT) : form;
    }

    private static String error(JsonNode met) {
        var type = met.path("type").asText();
        var code = met.path("code").asText(type);
        return '`' + (code.equals(type) ? type : type + ' ' + code) + '`';
    }
}
