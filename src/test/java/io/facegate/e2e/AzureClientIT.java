package io.facegate.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeAzureFace;
import io.facegate.FakeVendor;
import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure Face's wire by Microsoft's own client for JavaScript, unmodified, over TLS. */
class AzureClientIT {
    private static final String EVIDENCE = "approval-verify,approval-identify";

    @TempDir
    private Path folder;

    @Test
    void theClientTellsTheStoryOverTls() throws Exception {
        var story = story();
        assertThat(story.at("/groups/status").asInt()).isEqualTo(403);
        assertThat(story.at("/groups/code").asText()).isEqualTo("InvalidRequest");
    }

    /** The organisation owns the resource that calls are sent to, so what it keeps there is its own. */
    @Test
    void theClientTellsTheSameStoryWhereItIsForwarded() throws Exception {
        var key = Files.writeString(folder.resolve("azure.key"), "the-gateways-own-key\n");
        try (var azure = FakeAzureFace.start("the-gateways-own-key")) {
            var story = story(
                    "--provider",
                    "azure",
                    "--azure-endpoint",
                    azure.url().toString(),
                    "--azure-key",
                    key.toString(),
                    "--azure-owner",
                    "hope");
            assertThat(story.get("groups").isNull()).isTrue();
            assertThat(azure.seen())
                    .containsExactly(
                            "POST /face/v1.2/detect",
                            "POST /face/v1.2/detect",
                            "POST /face/v1.2/detect",
                            "POST /face/v1.2/verify",
                            "POST /face/v1.2/findsimilars",
                            "GET /face/v1.2/persongroups");
        }
    }

    @Test
    void theClientTellsTheSameStoryAtTheResourceOfItsOrganisation() throws Exception {
        var key = Files.writeString(folder.resolve("azure.key"), "the-gateways-own-key\n");
        try (var eu = FakeAzureFace.start("the-gateways-own-key");
                var us = FakeAzureFace.start("the-gateways-own-key")) {
            var form = "{name: %s, provider: azure, processed_in: [%s], endpoint: '%s', key: '%s', owner: hope}";
            var accounts = Files.writeString(
                    folder.resolve("accounts.yaml"),
                    "accounts: [" + form.formatted("us", "US", us.url(), key) + ", "
                            + form.formatted("eu", "IE", eu.url(), key) + "]");
            var routes = Files.writeString(
                    folder.resolve("routes.yaml"),
                    "routes: [{organisations: [hope], providers: [azure_face/eu]}, {providers: [azure_face/us]}]");
            story("--provider", "azure", "--accounts", accounts.toString(), "--routes", routes.toString());
            assertThat(eu.seen()).hasSize(6);
            assertThat(us.seen()).isEmpty();
        }
    }

    private JsonNode story(String... options) throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        approve(data, "approval-verify", "approval.azure_face.verify");
        approve(data, "approval-identify", "approval.azure_face.identify");
        var certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
        try (var gateway = Gateway.encrypting(certificate, data, options)) {
            var environment = environment(cast, gateway.encrypted().toString());
            environment.put("NODE_EXTRA_CA_CERTS", certificate.toString());
            environment.put("EVIDENCE", EVIDENCE);
            var story = Node.tell("azure.mjs", environment);
            assertStory(story);
            assertThat(story.at("/verified/isIdentical").asBoolean()).isTrue();
            assertThat(story.get("similar").asInt()).isEqualTo(1);
            assertOnRecord(gateway, story.get("decision").asText(), "permit", "Detect");
            assertOnRecord(gateway, story.at("/refused/decision").asText(), "refuse", "Detect");
            return story;
        }
    }

    private static void approve(Path data, String id, String type) {
        Gateway.run("evidence", "add", "--org", "hope", "--id", id, "--type", type, "--data", data.toString())
                .expect(0);
    }

    @Test
    void anApprovalForOneVendorAndCapabilityOpensNoOther() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        assertThat(Gateway.run(
                                "evidence",
                                "add",
                                "--org",
                                "hope",
                                "--id",
                                "any",
                                "--type",
                                "approval",
                                "--data",
                                data.toString())
                        .expect(2)
                        .err())
                .contains("does not name its vendor", "approval.azure_face.identify");
        approve(data, "celebrities", "approval.google_vision.celebrity");
        approve(data, "verify", "approval.azure_face.verify");
        approve(data, "identify", "approval.azure_face.identify");
        older(data, "old", "approval");
        older(data, "old-celebrities", "approval.celebrity");
        // The old rows were written past the registry's seal, and are marked so.
        var list = Gateway.run("evidence", "list", "--data", data.toString())
                .expect(5)
                .out();
        assertThat(list.lines().filter(line -> line.startsWith("old ")))
                .singleElement()
                .asString()
                .contains("has no effect");
        assertThat(list.lines().filter(line -> line.startsWith("verify ")))
                .singleElement()
                .asString()
                .doesNotContain("warning");
        var key = Files.writeString(folder.resolve("azure.key"), "the-gateways-own-key\n");
        try (var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, "[]"));
                var gateway = Gateway.start(
                        data,
                        "--provider",
                        "azure",
                        "--azure-endpoint",
                        vendor.url().toString(),
                        "--azure-key",
                        key.toString())) {
            for (var wrong : List.of("celebrities", "old", "old-celebrities", "celebrities,old,old-celebrities")) {
                assertThat(enrolled(gateway, cast, wrong).body()).as(wrong).contains("approval_missing");
            }
            assertThat(vendor.seen()).isEmpty();
            assertThat(enrolled(gateway, cast, "identify").body()).doesNotContain("approval_missing");
        }
    }

    /** A template is made of the face, which either approval of Azure Face opens. */
    private static HttpResponse<String> enrolled(Gateway gateway, Cast cast, String evidence)
            throws IOException, InterruptedException {
        return post(
                gateway.calls().resolve("/face/v1.2/detect?returnFaceId=true"),
                Photos.bytes(Photos.ONE),
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Ocp-Apim-Subscription-Key",
                        cast.hope().apiKey(),
                        "Facegate-Evidence",
                        evidence));
    }

    /** An entry as an earlier build registered it. */
    private static void older(Path data, String id, String type) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var insert = connection.prepareStatement(
                        "INSERT INTO evidence (id, organisation, type, created) VALUES (?, 'hope', ?, 1764000000)")) {
            insert.setString(1, id);
            insert.setString(2, type);
            insert.executeUpdate();
        }
    }

    @Test
    void aPermittedCallIsForwardedWithTheGatewaysOwnKeyAndOtherWiresAreRefused() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        var key = Files.writeString(folder.resolve("azure.key"), "the-gateways-own-key\n");
        var faces = """
            [{"faceRectangle":{"top":131,"left":177,"width":162,"height":162},\
            "faceLandmarks":{"noseTip":{"x":251.4,"y":221.6}},\
            "faceAttributes":{"headPose":{"pitch":-3.1,"roll":2.2,"yaw":-5.8}}}]\
            """;
        try (var vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, faces));
                var gateway = Gateway.start(
                        data,
                        "--provider",
                        "azure",
                        "--azure-endpoint",
                        vendor.url().toString(),
                        "--azure-key",
                        key.toString())) {
            var answer = post(
                    gateway.calls().resolve("/face/v1.2/detect?returnFaceId=false&returnFaceAttributes=headPose"),
                    Photos.bytes(Photos.ONE),
                    Map.of(
                            "Content-Type",
                            "application/octet-stream",
                            "Ocp-Apim-Subscription-Key",
                            cast.hope().apiKey()));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(faces);
            var seen = vendor.only();
            assertThat(seen.uri()).isEqualTo("/face/v1.2/detect?returnFaceId=false&returnFaceAttributes=headPose");
            assertThat(seen.header("ocp-apim-subscription-key")).isEqualTo("the-gateways-own-key");
            assertThat(seen.body()).isEqualTo(Photos.bytes(Photos.ONE));

            var amazon = post(
                    gateway.calls().resolve("/"),
                    "{}".getBytes(UTF_8),
                    Map.of(
                            "Content-Type", "application/x-amz-json-1.1",
                            "X-Amz-Target", "RekognitionService.ListCollections",
                            "X-Api-Key", cast.hope().apiKey()));
            assertThat(amazon.body()).contains("facegate/no_provider");
            assertThat(vendor.seen()).hasSize(1);
            assertThat(gateway.records().toString()).doesNotContain("the-gateways-own-key");
        }
    }

    private static void assertStory(JsonNode story) {
        assertThat(story.get("faces")).hasSize(1);
        var rectangle = story.at("/faces/0/faceRectangle");
        for (var side : List.of("top", "left", "width", "height")) {
            assertThat(rectangle.get(side).isIntegralNumber()).as(side).isTrue();
        }
        assertThat(story.at("/faces/0/recognitionModel").asText()).isEqualTo("recognition_04");
        assertThat(story.at("/faces/0/faceLandmarks/noseTip/x").isNumber()).isTrue();
        assertThat(story.at("/faces/0/faceAttributes/headPose/yaw").isNumber()).isTrue();
        assertThat(story.at("/refused/status").asInt()).isEqualTo(403);
        assertThat(story.at("/refused/code").asText()).isEqualTo("AccessDenied");
        assertThat(story.at("/refused/message").asText())
                .contains("microsoft-police-2020/us-police", "vendor_ban", "Appeal: ");
        assertThat(story.at("/mistaken/status").asInt()).isEqualTo(400);
        assertThat(story.at("/mistaken/code").asText()).isEqualTo("BadArgument");
        assertThat(story.at("/mistaken/message").asText())
                .contains("returnFaceAttributes is 'bogus'", "headPose")
                .doesNotContain("Refused", "operator");
        assertThat(story.at("/banned/message").asText()).contains("microsoft-police-2020/us-police");
        assertThat(story.at("/unapproved/message").asText()).contains("approval_missing");
        assertThat(story.at("/url/message").asText()).contains("url_not_registered");
        assertThat(story.at("/stranger/status").asInt()).isEqualTo(401);
    }

    private static void assertOnRecord(Gateway gateway, String decision, String verdict, String operation) {
        assertThat(gateway.records().stream()
                        .filter(record -> record.path("id").asText().equals(decision)
                                && record.path("kind").asText().equals("DECISION")))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.get("verdict").asText()).isEqualTo(verdict);
                    assertThat(record.get("provider").asText()).isEqualTo("azure_face");
                    assertThat(record.get("operation").asText()).isEqualTo(operation);
                });
    }

    private static Map<String, String> environment(Cast cast, String gateway) {
        return new HashMap<>(Map.of(
                "GATEWAY", gateway,
                "PHOTOS", Photos.FOLDER.toAbsolutePath().toString(),
                "HOPE_KEY", cast.hope().apiKey(),
                "PD_KEY", cast.pd().apiKey()));
    }

    private static HttpResponse<String> post(URI url, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
