package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeAzureResource;
import io.facegate.FakeCompreFace;
import io.facegate.FakeVendor;
import io.facegate.e2e.Gateway.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider answers on the neutral API says what it is: scores, boxes and landmarks. A second gateway with the
 * embedded engine plays Amazon and Google, fakes of their models play Azure and CompreFace.
 */
class NumbersIT {
    /** The names of one point by which each provider's landmarks are known, or nothing where it tells none. */
    private static final Map<String, String> EYE = Map.of(
            "local", "eyeLeft eye.left.center",
            "rekognition", "eyeLeft eye.left.center",
            "azure_face", "pupilLeft eye.left.pupil",
            "google_vision", "LEFT_EYE eye.left.center");

    /** The threshold that is given to each, in its own numbers. */
    private static final Map<String, String> GIVEN = Map.of(
            "local", "local/facegate-local-1/similarity 0.7",
            "rekognition", "rekognition/face/similarity 70",
            "azure_face", "azure_face/recognition_04/verify 0.6",
            "compreface", "compreface/face/similarity 0.5");

    @TempDir
    private static Path folder;

    private static Gateway vendors;
    private static FakeVendor tokens;
    private static FakeAzureResource azure;
    private static FakeCompreFace compreFace;
    private static Gateway gateway;
    private static Neutral neutral;
    private static Map<String, Key> keys;

    @BeforeAll
    static void start() throws Exception {
        var account = Cast.add(folder.resolve("vendors"), "account", "nonprofit.child_protection", "missing_child");
        var policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(policies.resolve("house.yaml"), """
                pack: house
                title: A house's own rules
                binds: Whoever calls here.
                rules:
                  - {id: all, effect: permit, match: {organisation: nonprofit}}
                """);
        vendors = Gateway.start(folder.resolve("vendors"), "--policies", policies.toString());
        tokens = FakeVendor.start().answers(FakeVendor.Answer.of(200, """
                {"access_token":"%s","token_type":"Bearer","expires_in":3600}""".formatted(account.apiKey())));
        azure = FakeAzureResource.start();
        compreFace = FakeCompreFace.start();
        var routes = new StringBuilder("routes:\n");
        keys = new TreeMap<>();
        for (var provider : List.of("local", "rekognition", "azure_face", "google_vision", "compreface")) {
            var organisation = provider.replace('_', '-');
            routes.append("  - {organisations: [").append(organisation).append("], providers: [");
            routes.append(provider).append("]}\n");
            keys.put(
                    provider,
                    Cast.add(folder.resolve("data"), organisation, "nonprofit.child_protection", "missing_child"));
        }
        var google = vendors.calls().toString();
        gateway = Gateways.inFrontOf(
                vendors.calls(),
                folder.resolve("data"),
                account,
                options(Map.of(
                        "--provider", "local,rekognition,azure,google,compreface",
                        "--routes", file("routes.yaml", routes.toString()),
                        "--policies", policies.toString(),
                        "--azure-endpoint", azure.url().toString(),
                        "--azure-key", file("azure.key", "key"),
                        "--google-endpoint", google,
                        "--google-credentials",
                                NeutralCloudIT.googleKey(folder, tokens).toString(),
                        "--compreface-endpoint", compreFace.url().toString(),
                        "--compreface-keys", file("compreface.keys", FakeCompreFace.KEYS))));
        neutral = Neutral.of(gateway);
    }

    private static String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String[] options(Map<String, String> all) {
        return all.entrySet().stream()
                .flatMap(option -> List.of(option.getKey(), option.getValue()).stream())
                .toArray(String[]::new);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        vendors.close();
        tokens.close();
        azure.close();
        compreFace.close();
    }

    private static JsonNode said(String provider, String operation, int status, String path, String body) {
        var json = neutral.send(keys.get(provider), "POST", path, body)
                .as(operation, status)
                .json();
        assertThat(json.path("provider").asText()).isEqualTo(provider);
        numbers(json);
        boxes(json);
        landmarks(provider, json);
        return json;
    }

    /** Each number says its range, which way it goes and what it is. */
    private static void numbers(JsonNode json) {
        for (var raw : json.findParents("raw")) {
            assertThat(raw.path("raw").asDouble())
                    .isBetween(raw.path("min").asDouble(), raw.path("max").asDouble());
            assertThat(raw.path("direction").asText()).isEqualTo("higher");
            assertThat(raw.path("kind").asText()).isIn("similarity", "detection", "probability");
            assertThat(raw.has("comparable_group"))
                    .as("what compares says with what")
                    .isEqualTo(raw.path("kind").asText().equals("similarity"));
        }
    }

    private static void boxes(JsonNode json) {
        for (var holder : json.findParents("box")) {
            var box = holder.path("box");
            for (var side : List.of("left", "top", "width", "height")) {
                assertThat(box.path(side).asDouble()).isBetween(-1.0, 2.0);
            }
            assertThat(box.has("pixels")).isEqualTo(json.has("image"));
            if (json.has("image")) {
                var image = json.path("image");
                assertThat(box.at("/pixels/left").asDouble())
                        .isCloseTo(
                                box.path("left").asDouble()
                                        * image.path("width").asInt(),
                                within(0.51));
                assertThat(box.at("/pixels/height").asDouble())
                        .isCloseTo(
                                box.path("height").asDouble()
                                        * image.path("height").asInt(),
                                within(0.51));
            }
        }
    }

    private static void landmarks(String provider, JsonNode json) {
        for (var alias : json.findParents("alias")) {
            assertThat(alias.path("name").asText()).isNotEmpty();
            assertThat(alias.at("/alias/name").asText()).matches("[a-z.]+");
            assertThat(alias.at("/alias/match").asText()).isIn("exact", "approximate");
        }
        var all = new TreeSet<String>();
        json.findParents("alias")
                .forEach(one -> all.add(
                        one.path("name").asText() + ' ' + one.at("/alias/name").asText()));
        if (EYE.containsKey(provider)
                && !json.path("faces").path(0).path("landmarks").isEmpty()) {
            assertThat(all).contains(EYE.get(provider));
        }
    }

    @Test
    void everyFaceIsWhereItIsUnderTheProvidersOwnNames() {
        for (var provider : keys.keySet()) {
            var faces = said(provider, "detect", 200, "detect", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                    .path("faces");
            assertThat(faces).as(provider).isNotEmpty();
            assertThat(faces.path(0).path("landmarks").isEmpty())
                    .as(provider + " tells landmarks")
                    .isNotEqualTo(EYE.containsKey(provider));
        }
    }

    @Test
    void everyScoreOfAComparisonSaysWithWhatItComparesAndWhoseItsThresholdIs() {
        var two = "{\"source\":" + Neutral.image(Photos.ONE) + ",\"target\":" + Neutral.image(Photos.ONE);
        var groups = new ArrayList<String>();
        for (var provider : GIVEN.keySet()) {
            var given = GIVEN.get(provider).split(" ", 2);
            var threshold = ",\"threshold\":{\"value\":" + given[1] + ",\"comparable_group\":\"" + given[0] + "\"}}";
            var score = said(provider, "verify", 200, "verify", two + threshold).at("/matches/0/score");
            groups.add(score.path("comparable_group").asText());
            assertThat(groups.getLast()).isEqualTo(given[0]);
            assertThat(score.at("/threshold/source").asText()).isEqualTo("caller");
            assertThat(score.at("/threshold/applied").asDouble()).isCloseTo(Double.parseDouble(given[1]), within(1e-9));
            if (!provider.equals("compreface")) {
                var usual = said(provider, "verify", 200, "verify", two + "}").at("/matches/0/score/threshold");
                assertThat(usual.path("source").asText()).isEqualTo("provider_default");
                assertThat(usual.has("applied")).isTrue();
            }
            for (var other : GIVEN.keySet()) {
                if (!other.equals(provider)) {
                    neutral.send(keys.get(other), "POST", "verify", two + threshold)
                            .problem(400, "invalid_parameter");
                }
            }
        }
        assertThat(groups).as("no two compare").doesNotHaveDuplicates();
        neutral.send(keys.get("google_vision"), "POST", "verify", two + "}").problem(501, "unsupported");
    }

    @Test
    void everyScoreOfASearchDoesSoToo() {
        var image = Neutral.image(Photos.ONE);
        var groups = new TreeSet<String>();
        for (var provider : GIVEN.keySet()) {
            said(provider, "createGallery", 201, "galleries", "{\"gallery\":\"compreface\"}");
            said(
                    provider,
                    "enroll",
                    201,
                    "galleries/compreface/faces",
                    "{\"image\":" + image + ",\"external_id\":\"case-7\",\"max_faces\":1}");
            var threshold = provider.equals("compreface")
                    ? ",\"threshold\":{\"value\":0.5,\"comparable_group\":\"compreface/face/similarity\"}}"
                    : "}";
            var score = said(
                            provider,
                            "identify",
                            200,
                            "galleries/compreface/identify",
                            "{\"image\":" + image + threshold)
                    .at("/candidates/0/score");
            groups.add(score.path("comparable_group").asText());
            assertThat(score.path("comparable_group").asText()).startsWith(provider + '/');
            assertThat(score.at("/threshold/source").asText())
                    .isEqualTo(provider.equals("compreface") ? "caller" : "provider_default");
            assertThat(score.at("/threshold").has("applied")).isTrue();
        }
        assertThat(groups).hasSize(GIVEN.size());
        var compared = GIVEN.values().stream()
                .map(one -> one.split(" ", 2)[0])
                .filter(group -> group.startsWith("azure"))
                .collect(Collectors.toSet());
        assertThat(groups).as("nobody says that Azure's two scales compare").doesNotContainAnyElementsOf(compared);
    }
}
