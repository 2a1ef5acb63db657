package io.facegate.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One photograph on every wire, answered by the embedded engine: the same faces, each in its vendor's own shape. */
class SameFacesIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int PIXEL = 1;

    @TempDir
    private Path folder;

    private Gateway gateway;
    private Gateway.Key key;

    /** A face's box in pixels. */
    private record Box(double left, double top, double width, double height) {
        boolean isNear(Box other) {
            return Math.abs(left - other.left) <= PIXEL
                    && Math.abs(top - other.top) <= PIXEL
                    && Math.abs(width - other.width) <= PIXEL
                    && Math.abs(height - other.height) <= PIXEL;
        }
    }

    @Test
    void everyWireTellsTheSameFaces() throws Exception {
        var policies = Stage.house(
                folder.resolve("policies"), "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n");
        var data = folder.resolve("data");
        key = Cast.register(data).hope();
        try (var started = Gateway.start(data, "--policies", policies.toString())) {
            gateway = started;
            var amazon = amazon();
            assertThat(amazon).hasSizeGreaterThan(2);
            demandSame("Azure Face", azureFace(), amazon);
            demandSame("Azure Vision", azureVision(), amazon);
            demandSame("Google", google(), amazon);
            demandSame("CompreFace", compreFace(), amazon);
            demandSame("the neutral API", neutral(), amazon);
            // The control: another photograph has other faces.
            assertThat(azureFace(Photos.ONE)).hasSize(1);
        }
    }

    private static void demandSame(String wire, List<Box> boxes, List<Box> expected) {
        assertThat(boxes).as(wire).hasSameSizeAs(expected);
        for (int at = 0; at < boxes.size(); at++) {
            int face = at;
            assertThat(boxes.get(at).isNear(expected.get(at)))
                    .as(() -> wire + ": " + boxes.get(face) + " is not " + expected.get(face))
                    .isTrue();
        }
    }

    private List<Box> amazon() throws IOException {
        var picture = ImageIO.read(Photos.GROUP.toFile());
        var body = "{\"Image\":{\"Bytes\":\"" + base64() + "\"}}";
        var faces = Wire.signed(gateway.calls(), key, "DetectFaces", body)
                .send()
                .json()
                .path("FaceDetails");
        return boxes(faces, face -> {
            var box = face.path("BoundingBox");
            return new Box(
                    box.path("Left").asDouble() * picture.getWidth(),
                    box.path("Top").asDouble() * picture.getHeight(),
                    box.path("Width").asDouble() * picture.getWidth(),
                    box.path("Height").asDouble() * picture.getHeight());
        });
    }

    private List<Box> azureFace() throws Exception {
        return azureFace(Photos.GROUP);
    }

    private List<Box> azureFace(Path photo) throws Exception {
        var faces = post("face/v1.0/detect?returnFaceId=false", "Ocp-Apim-Subscription-Key", Photos.bytes(photo));
        return boxes(faces, face -> rectangle(face.path("faceRectangle")));
    }

    private List<Box> azureVision() throws Exception {
        var said = post(
                "vision/v3.2/analyze?visualFeatures=Faces", "Ocp-Apim-Subscription-Key", Photos.bytes(Photos.GROUP));
        return boxes(said.path("faces"), face -> rectangle(face.path("faceRectangle")));
    }

    private static Box rectangle(JsonNode box) {
        return new Box(
                box.path("left").asDouble(),
                box.path("top").asDouble(),
                box.path("width").asDouble(),
                box.path("height").asDouble());
    }

    private List<Box> google() throws Exception {
        var said = post(
                "v1/images:annotate", "X-Goog-Api-Key", """
                {"requests":[{"image":{"content":"%s"},"features":[{"type":"FACE_DETECTION","maxResults":50}]}]}
                """.formatted(base64()).getBytes(US_ASCII));
        return boxes(said.at("/responses/0/faceAnnotations"), face -> {
            var corners = face.path("boundingPoly").path("vertices");
            double left = corners.path(0).path("x").asDouble();
            double top = corners.path(0).path("y").asDouble();
            return new Box(
                    left,
                    top,
                    corners.path(2).path("x").asDouble() - left,
                    corners.path(2).path("y").asDouble() - top);
        });
    }

    private List<Box> compreFace() throws Exception {
        var said = post("api/v1/detection/detect", "x-api-key", ("{\"file\":\"" + base64() + "\"}").getBytes(US_ASCII));
        return boxes(said.path("result"), face -> {
            var box = face.path("box");
            return new Box(
                    box.path("x_min").asDouble(),
                    box.path("y_min").asDouble(),
                    box.path("x_max").asDouble() - box.path("x_min").asDouble(),
                    box.path("y_max").asDouble() - box.path("y_min").asDouble());
        });
    }

    private List<Box> neutral() throws Exception {
        var said = post(
                "facegate/v1/detect",
                "X-Api-Key",
                ("{\"image\":" + Neutral.image(Photos.GROUP) + "}").getBytes(US_ASCII));
        return boxes(said.path("faces"), face -> rectangle(face.path("box").path("pixels")));
    }

    private static String base64() {
        return Base64.getEncoder().encodeToString(Photos.bytes(Photos.GROUP));
    }

    private JsonNode post(String path, String header, byte[] body) throws Exception {
        var type = body[0] == '{' ? "application/json" : "application/octet-stream";
        var request = HttpRequest.newBuilder(gateway.calls().resolve("/" + path))
                .header(header, key.apiKey())
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        var response = CLIENT.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return Gateway.parsed(response.body());
    }

    /** From left to right, whatever order the vendor has. */
    private static List<Box> boxes(JsonNode faces, Function<JsonNode, Box> read) {
        var boxes = new ArrayList<Box>();
        faces.forEach(face -> boxes.add(read.apply(face)));
        boxes.sort(Comparator.comparingDouble(Box::left));
        return boxes;
    }
}
