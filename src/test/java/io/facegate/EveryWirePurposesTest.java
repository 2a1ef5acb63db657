package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.VendorWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Galleries of the embedded engine, on each wire that has them: used for the purpose they were made for. */
class EveryWirePurposesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String PICTURE = Base64.getEncoder().encodeToString(Album.bytes("cage.jpg"));
    private static final String CHILD = "missing_child";
    private static final String PERSON = "missing_person";

    @TempDir
    private Path folder;

    private Ledger ledger;
    private EmbeddedProvider engine;
    private Gateway gate;

    @BeforeEach
    void open() throws IOException {
        ledger = Stage.ledger(folder);
        engine = EmbeddedProvider.open(folder, () -> NOW);
        var all = "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n";
        var policies = Stage.policies(folder.resolve("packs"), Map.of(), all);
        var routing = new ProviderRouting(new LinkedHashMap<>(Map.of("local", engine)), engine, List.of());
        gate = new Gateway((credential, now) -> caller(credential), () -> policies, ledger, routing, engine);
    }

    @AfterEach
    void close() {
        engine.close();
        ledger.close();
    }

    @Test
    void amazonsCollectionsServeOnePurpose() throws IOException {
        amazon(CHILD, "CreateCollection", "{\"CollectionId\":\"c\"}");
        var index = "{\"CollectionId\":\"c\",\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}";
        var face = told(amazon(CHILD, "IndexFaces", index))
                .at("/FaceRecords/0/Face/FaceId")
                .asText();
        var byFace = "{\"CollectionId\":\"c\",\"FaceId\":\"" + face + "\"}";
        for (var call : List.of(
                List.of("IndexFaces", index),
                List.of("SearchFacesByImage", index),
                List.of("SearchFaces", byFace),
                List.of("ListFaces", "{\"CollectionId\":\"c\"}"),
                List.of("DescribeCollection", "{\"CollectionId\":\"c\"}"))) {
            refused(amazon(PERSON, call.getFirst(), call.getLast()));
            told(amazon(CHILD, call.getFirst(), call.getLast()));
        }
        told(amazon(PERSON, "DeleteCollection", "{\"CollectionId\":\"c\"}"));
    }

    @Test
    void azuresFaceIdsServeOnePurpose() throws IOException {
        var detect = "face/v1.0/detect?recognitionModel=recognition_04";
        var type = "application/octet-stream";
        var face = told(azure(CHILD, detect, type, Album.bytes("cage.jpg")))
                .at("/0/faceId")
                .asText();
        var verify = ("{\"faceId1\":\"" + face + "\",\"faceId2\":\"" + face + "\"}").getBytes(US_ASCII);
        var similar = ("{\"faceId\":\"" + face + "\",\"faceIds\":[\"" + face + "\"]}").getBytes(US_ASCII);
        for (var call : Map.of("verify", verify, "findsimilars", similar).entrySet()) {
            refused(azure(PERSON, "face/v1.0/" + call.getKey(), "application/json", call.getValue()));
            told(azure(CHILD, "face/v1.0/" + call.getKey(), "application/json", call.getValue()));
        }
    }

    @Test
    void compreFacesCollectionServesOnePurpose() throws IOException {
        var file = "{\"file\":\"" + PICTURE + "\"}";
        var id = told(compreFace(CHILD, "POST", "faces?subject=Jane", file))
                .get("image_id")
                .asText();
        for (var call : List.of(
                List.of("POST", "faces?subject=Jane", file),
                List.of("POST", "recognize", file),
                List.of("POST", "faces/" + id + "/verify", file),
                List.of("GET", "faces", ""),
                List.of("GET", "subjects", ""),
                List.of("PUT", "subjects/Jane", "{\"subject\":\"Jane\"}"))) {
            refused(compreFace(PERSON, call.get(0), call.get(1), call.get(2)));
            told(compreFace(CHILD, call.get(0), call.get(1), call.get(2)));
        }
        refused(amazon(PERSON, "ListFaces", "{\"CollectionId\":\"compreface\"}"));
        told(compreFace(PERSON, "DELETE", "subjects", ""));
        told(compreFace(PERSON, "POST", "faces?subject=Jim", file));
    }

    @Test
    void theNeutralApisGalleriesServeOnePurpose() throws IOException {
        told(neutral(CHILD, "POST", "galleries", "{\"gallery\":\"g\"}"));
        var image = "{\"image\":{\"bytes\":\"" + PICTURE + "\"}}";
        var face = told(neutral(CHILD, "POST", "galleries/g/faces", image))
                .at("/faces/0/face_id")
                .asText();
        assertThat(face).isNotEmpty();
        for (var call : List.of(
                List.of("POST", "galleries/g/faces", image),
                List.of("POST", "galleries/g/identify", image),
                List.of("GET", "galleries/g/faces", ""),
                List.of("GET", "galleries/g", ""))) {
            refused(neutral(PERSON, call.get(0), call.get(1), call.get(2)));
            told(neutral(CHILD, call.get(0), call.get(1), call.get(2)));
        }
        told(neutral(PERSON, "DELETE", "galleries/g", ""));
    }

    private static void refused(HttpAnswer answer) {
        assertThat(answer.status()).as(text(answer)).isIn(400, 403);
        assertThat(text(answer)).contains("handle_purpose");
    }

    private static JsonNode told(HttpAnswer answer) throws IOException {
        assertThat(answer.status()).as(text(answer)).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private HttpAnswer amazon(String purpose, String operation, String body) {
        var type = "application/x-amz-json-1.1";
        var headers =
                List.of("X-Api-Key", purpose, "Content-Type", type, "X-Amz-Target", "RekognitionService." + operation);
        return send(new RekognitionWire(), "POST /", headers, body.getBytes(US_ASCII));
    }

    private HttpAnswer azure(String purpose, String target, String type, byte[] body) {
        var headers = List.of("Ocp-Apim-Subscription-Key", purpose, "Content-Type", type);
        return send(new AzureFaceWire(), "POST /" + target, headers, body);
    }

    private HttpAnswer compreFace(String purpose, String method, String target, String body) {
        var asked = method + " /api/v1/recognition/" + target;
        return send(new CompreFaceWire(), asked, headers(purpose, body), body.getBytes(US_ASCII));
    }

    private HttpAnswer neutral(String purpose, String method, String target, String body) {
        var asked = method + " /facegate/v1/" + target;
        return send(new NeutralWire(), asked, headers(purpose, body), body.getBytes(US_ASCII));
    }

    private static List<String> headers(String purpose, String body) {
        return body.isEmpty()
                ? List.of("x-api-key", purpose)
                : List.of("x-api-key", purpose, "Content-Type", "application/json");
    }

    private HttpAnswer send(VendorWire wire, String target, List<String> headers, byte[] body) {
        return new VendorCallHandler(gate, wire)
                .handle(Stage.arrival(target, body, NOW, headers.toArray(String[]::new)));
    }

    private static Caller caller(Credential credential) {
        var purpose = ((Credential.ApiKey) credential).key();
        var known = TestOrganisation.of("rescue", "nonprofit")
                .in("US-OR")
                .purposes(CHILD, PERSON)
                .build();
        return TestCaller.of(known)
                .purpose(purpose)
                .in("US-OR")
                .by("api_key", "FGAK")
                .build();
    }
}
