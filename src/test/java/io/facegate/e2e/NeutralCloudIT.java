package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.AwsModel;
import io.facegate.FakeCompreFace;
import io.facegate.FakeRekognition;
import io.facegate.FakeVendor;
import io.facegate.Stage;
import io.facegate.e2e.Gateway.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The neutral API answered by a cloud: a second gateway with the embedded engine plays Amazon, and a fake of Amazon's own
 * model what no engine here can.
 */
class NeutralCloudIT {
    private static final String GROUP = "rekognition/face/similarity";

    @TempDir
    private static Path folder;

    private static Cast cast;
    private static Gateway cloud;
    private static Gateway gateway;
    private static Neutral neutral;

    @BeforeAll
    static void start() throws Exception {
        var account = Cast.add(folder.resolve("cloud"), "account", "nonprofit.child_protection", "missing_child");
        cloud = Gateway.start(folder.resolve("cloud"));
        cast = Cast.register(folder.resolve("data"));
        gateway = Gateways.inFrontOf(cloud.calls(), folder.resolve("data"), account);
        neutral = Neutral.of(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        cloud.close();
    }

    private static Neutral.Said send(Key key, String method, String path, String... body) {
        return neutral.send(key, method, path, body);
    }

    @Test
    void facesComeFromTheCloudUnderItsOwnNameOfTheOperation() {
        var said = send(cast.hope(), "POST", "detect", "{\"image\":" + Neutral.image(Photos.GROUP) + "}")
                .as("detect", 200);
        assertThat(said.json().path("provider").asText()).isEqualTo("rekognition");
        assertThat(said.json().path("faces")).hasSizeGreaterThan(2);
        assertThat(said.json().path("image").isMissingNode())
                .as("the cloud does not tell how it turned the picture")
                .isTrue();
        var record = record(gateway, said);
        assertThat(record.path("provider").asText()).isEqualTo("rekognition");
        assertThat(record.path("operation").asText()).isEqualTo("DetectFaces");
        assertThat(record.path("wire").asText()).isEqualTo("facegate");
    }

    private static JsonNode record(Gateway of, Neutral.Said said) {
        var id = said.response().headers().firstValue("facegate-decision").orElseThrow();
        return of.settledRecords().stream()
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aComparisonIsOnTheCloudsScale() {
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.SAME);
        var usual =
                send(cast.hope(), "POST", "verify", two + "}").as("verify", 200).json();
        var score = usual.path("matches").path(0).path("score");
        assertThat(score.path("comparable_group").asText()).isEqualTo(GROUP);
        assertThat(score.path("raw").asDouble()).isBetween(80.0, 100.0);
        assertThat(score.path("max").asInt()).isEqualTo(100);
        assertThat(score.path("threshold")).isEqualTo(Gateway.parsed("""
            {"applied":80.0,"source":"provider_default"}\
            """));
        var strict = send(
                        cast.hope(),
                        "POST",
                        "verify",
                        two + ",\"threshold\":{\"value\":100,\"comparable_group\":\"" + GROUP + "\"}}")
                .as("verify", 200)
                .json();
        assertThat(strict.path("matches")).isEmpty();
        send(
                        cast.hope(),
                        "POST",
                        "verify",
                        two
                                + ",\"threshold\":{\"value\":0.9,\"comparable_group\":\"local/facegate-local-1/similarity\"}}")
                .problem(400, "invalid_parameter");
    }

    @Test
    void theMoratoriumBindsWhatAmazonAnswers() {
        var refused = send(cast.pd(), "POST", "detect", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .problem(403, "refused");
        assertThat(refused.json().path("rule").asText()).isEqualTo("amazon-rekognition-2020/police");
    }

    @Test
    void aGalleryInTheCloudIsItsOrganisationsOwn() {
        var hope = cast.hope();
        var face = neutral.enrollAndIdentify(hope);
        send(hope, "POST", "galleries/children/identify", "{\"face_id\":\"" + face + "\"}")
                .as("identify", 200);
        assertThat(send(hope, "GET", "galleries?max_results=10")
                        .as("listGalleries", 200)
                        .json()
                        .findValuesAsText("gallery"))
                .containsExactly("children");
        assertThat(send(hope, "GET", "galleries/children")
                        .as("describeGallery", 200)
                        .json()
                        .path("faces")
                        .asInt())
                .isEqualTo(1);
        assertThat(send(hope, "GET", "galleries/children/faces")
                        .as("listFaces", 200)
                        .json()
                        .path("faces"))
                .hasSize(1);
        send(cast.beacon(), "GET", "galleries/children").problem(403, "refused");
        send(hope, "DELETE", "galleries/children/faces/" + face).as("eraseFace", 200);
        send(hope, "DELETE", "galleries/children").as("eraseGallery", 200);
    }

    @Test
    void whatOnlyTheVendorCanIsAnsweredByIt() throws Exception {
        var data = folder.resolve("vendor");
        var people = Cast.register(data);
        var policies = Stage.house(
                folder.resolve("policies"), "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n");
        try (var vendor = FakeRekognition.start(AwsModel.load());
                var before = Gateways.inFrontOf(vendor.url(), data, "--policies", policies.toString())) {
            var api = Neutral.of(before);
            var described = api.send(
                            people.hope(),
                            "POST",
                            "analyze",
                            "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"age\",\"smile\"]}")
                    .as("analyze", 200)
                    .json();
            assertThat(described.path("faces").path(0).path("attributes").findValuesAsText("name"))
                    .containsExactlyInAnyOrder("age", "smile");
            assertThat(vendor.last().problems()).isEmpty();
            assertThat(vendor.last().body().path("Attributes").toString())
                    .isEqualTo("[\"DEFAULT\",\"AGE_RANGE\",\"SMILE\"]");
            var session = api.send(people.hope(), "POST", "liveness", "{}")
                    .as("createLivenessSession", 201)
                    .json()
                    .path("session")
                    .asText();
            api.send(people.beacon(), "GET", "liveness/" + session).problem(403, "refused");
            api.send(people.hope(), "GET", "liveness/" + session).as("readLivenessSession", 200);
            api.send(
                            people.hope(),
                            "POST",
                            "analyze",
                            "{\"image\":" + Neutral.image(Photos.ONE) + ",\"attributes\":[\"hair\"]}")
                    .problem(501, "unsupported");
        }
    }

    @Test
    void whereTheCloudIsGoneTheNextIsJudgedAndAnswers() throws Exception {
        var data = folder.resolve("routed");
        var people = Cast.register(data);
        var routes = Files.writeString(folder.resolve("routes.yaml"), """
            routes:
              - wires: [facegate, rekognition]
                organisations: [hope]
                providers: [rekognition, local]
            """);
        var vendor = FakeRekognition.start(AwsModel.load());
        try (var before = Gateways.inFrontOf(
                vendor.url(), data, "--provider", "local,rekognition", "--routes", routes.toString())) {
            var api = Neutral.of(before);
            var asked = "{\"image\":" + Neutral.image(Photos.ONE) + "}";
            assertThat(provider(api, people.hope(), asked)).isEqualTo("rekognition");
            assertThat(provider(api, people.beacon(), asked))
                    .as("no route speaks of it")
                    .isEqualTo("local");
            vendor.close();
            assertThat(provider(api, people.hope(), asked)).isEqualTo("local");
            var onAmazonsWire = Wire.signed(
                            before.calls(),
                            people.hope(),
                            "DetectFaces",
                            "{\"Image\":" + Neutral.image(Photos.ONE).replace("bytes", "Bytes") + "}")
                    .send();
            assertThat(onAmazonsWire.json().path("FaceDetails")).hasSize(1);
            var all = before.settledRecords().stream()
                    .filter(one -> one.path("organisation").path("id").asText().equals("hope"))
                    .toList();
            assertThat(all)
                    .extracting(one -> one.path("provider").asText()
                            + ' '
                            + one.path("engine").asText())
                    .containsExactly(
                            "rekognition rekognition",
                            "rekognition rekognition",
                            "local local",
                            "rekognition ",
                            "rekognition local");
            assertThat(List.of(all.get(3), all.get(4)))
                    .as("the engine that stands in for Amazon is bound as Amazon is")
                    .allSatisfy(
                            one -> assertThat(one.path("operation").asText()).isEqualTo("DetectFaces"));
        } finally {
            vendor.close();
        }
    }

    /** The route says only where galleries are made; without it all is answered by the embedded engine. */
    @Test
    void aGalleryIsAnsweredWhereItLives() throws Exception {
        var there = folder.resolve("elsewhere");
        var account = Cast.add(there, "account", "nonprofit.child_protection", "missing_child");
        var data = folder.resolve("home");
        var people = Cast.register(data);
        var routes = Files.writeString(folder.resolve("home.yaml"), """
            routes:
              - {wires: [facegate], capabilities: [gallery_admin], providers: [rekognition]}
            """);
        try (var amazon = Gateway.start(there);
                var before = Gateways.inFrontOf(
                        amazon.calls(), data, account, "--provider", "local,rekognition", "--routes", "" + routes)) {
            var api = Neutral.of(before);
            var hope = people.hope();
            var image = "{\"image\":" + Neutral.image(Photos.ONE) + "}";
            assertThat(provider(api, hope, image)).isEqualTo("local");
            var answers = new ArrayList<JsonNode>();
            answers.add(api.send(hope, "POST", "galleries", "{\"gallery\":\"kids\"}")
                    .as("createGallery", 201)
                    .json());
            var kept = api.send(hope, "POST", "galleries/kids/faces", image).as("enroll", 201);
            answers.add(kept.json());
            var face = kept.json().at("/faces/0/face_id").asText();
            answers.add(api.send(hope, "POST", "galleries/kids/identify", "{\"face_id\":\"" + face + "\"}")
                    .as("identify", 200)
                    .json());
            answers.add(api.send(hope, "GET", "galleries/kids")
                    .as("describeGallery", 200)
                    .json());
            answers.add(api.send(hope, "GET", "galleries?provider=rekognition")
                    .as("listGalleries", 200)
                    .json());
            assertThat(answers.getLast().findValuesAsText("gallery")).containsExactly("kids");
            answers.add(api.send(hope, "DELETE", "galleries/kids/faces/" + face)
                    .as("eraseFace", 200)
                    .json());
            assertThat(answers)
                    .allSatisfy(one -> assertThat(one.path("provider").asText()).isEqualTo("rekognition"));
            var elses =
                    api.send(hope, "GET", "galleries").as("listGalleries", 200).json();
            assertThat(elses.path("provider").asText()).isEqualTo("local");
            assertThat(elses.path("galleries")).isEmpty();
            var foreign = image.substring(0, image.length() - 1)
                    + ",\"threshold\":{\"value\":0.9,\"comparable_group\":\"local/facegate-local-1/similarity\"}}";
            assertThat(api.send(hope, "POST", "galleries/kids/identify", foreign)
                            .problem(400, "invalid_parameter")
                            .json()
                            .at("/errors/0/pointer")
                            .asText())
                    .isEqualTo("/threshold");
            api.send(people.beacon(), "GET", "galleries/kids").problem(404, "not_found");
        }
    }

    /** The second gateway plays Azure and Google on their own wires; its API key is the credential upstream. */
    @Test
    void everyVendorFindsTheSameFaces() throws Exception {
        var there = folder.resolve("vendors");
        var account = Cast.add(there, "account", "nonprofit.child_protection", "missing_child");
        var policies =
                Stage.house(folder.resolve("all"), "  - {id: all, effect: permit, match: {capability: detect}}\n");
        var routes = Files.writeString(folder.resolve("vendors.yaml"), """
            routes:
              - {organisations: [hope], providers: [azure_face]}
              - {organisations: [beacon], providers: [google_vision]}
              - {organisations: [shop], providers: [compreface]}
            """);
        var data = folder.resolve("finding");
        var people = Cast.register(data);
        try (var vendors = Gateway.start(there, "--policies", policies.toString());
                var tokens = FakeVendor.start().answers(FakeVendor.Answer.of(200, """
                    {"access_token":"%s","token_type":"Bearer","expires_in":3600}\
                    """.formatted(account.apiKey())));
                var server = FakeCompreFace.start();
                var before = Gateway.start(
                        data,
                        Stream.concat(
                                        finding(vendors, tokens, account).stream(),
                                        Stream.of(
                                                "--routes",
                                                routes.toString(),
                                                "--policies",
                                                policies.toString(),
                                                "--compreface-endpoint",
                                                server.url().toString()))
                                .toArray(String[]::new))) {
            var api = Neutral.of(before);
            var asked = "{\"image\":" + Neutral.image(Photos.GROUP) + "}";
            var engines = Neutral.of(vendors)
                    .send(account, "POST", "detect", asked)
                    .json()
                    .path("faces");
            assertThat(engines).hasSizeGreaterThan(2);
            for (var key : List.of(people.hope(), people.beacon())) {
                var said =
                        api.send(key, "POST", "detect", asked).as("detect", 200).json();
                assertThat(lefts(said.path("faces")))
                        .as(said.path("provider").asText())
                        .isEqualTo(lefts(engines));
            }
            // No key of ours looks like one of CompreFace's, so a fake answers for it.
            assertThat(api.send(people.shop(), "POST", "detect", asked)
                            .as("detect", 200)
                            .json()
                            .path("faces"))
                    .isNotEmpty();
            assertThat(before.settledRecords().stream()
                            .filter(one -> one.path("kind").asText().equals("DECISION"))
                            .map(one -> one.path("provider").asText()
                                    + ' '
                                    + one.path("operation").asText()
                                    + ' '
                                    + one.path("capabilities")))
                    .containsExactly(
                            "azure_face Detect [\"detect\"]",
                            "google_vision BatchAnnotateImages [\"detect\"]",
                            "compreface Detect [\"detect\"]");
        }
    }

    /** The file of a service account whose tokens come from there. */
    static Path googleKey(Path folder, FakeVendor tokens) throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        return Files.writeString(
                folder.resolve("google.json"),
                Gateway.JSON.writeValueAsString(Map.of(
                        "type", "service_account",
                        "project_id", "p",
                        "private_key_id", "k",
                        "private_key",
                                "-----BEGIN PRIVATE KEY-----\n"
                                        + Base64.getMimeEncoder()
                                                .encodeToString(
                                                        pair.getPrivate().getEncoded())
                                        + "\n-----END PRIVATE KEY-----\n",
                        "client_email", "a@p.iam.gserviceaccount.com",
                        "client_id", "1",
                        "token_uri", tokens.url().resolve("/token").toString())));
    }

    private static List<String> finding(Gateway vendors, FakeVendor tokens, Key account) throws Exception {
        var google = googleKey(folder, tokens);
        var azure = Files.writeString(folder.resolve("azure.key"), account.apiKey());
        var compreFace = Files.writeString(folder.resolve("compreface.keys"), FakeCompreFace.KEYS);
        var vendor = vendors.calls().toString();
        return List.of(
                "--provider",
                "azure,google,compreface",
                "--azure-endpoint",
                vendor,
                "--azure-key",
                azure.toString(),
                "--google-endpoint",
                vendor,
                "--google-credentials",
                google.toString(),
                "--compreface-keys",
                compreFace.toString());
    }

    /** To a hundredth of the picture's width, from left to right. */
    private static List<Long> lefts(JsonNode faces) {
        var lefts = new ArrayList<Long>();
        faces.forEach(face -> lefts.add(Math.round(face.path("box").path("left").asDouble() * 100)));
        lefts.sort(null);
        return lefts;
    }

    private static String provider(Neutral api, Key key, String asked) {
        return api.send(key, "POST", "detect", asked)
                .as("detect", 200)
                .json()
                .path("provider")
                .asText();
    }
}
