package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.AzureModels;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.wire.CatalogueResponseFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our tables and bodies beside the models that Microsoft publishes in its clients: for JavaScript in two versions, and for Python. */
class ModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Map<String, String[]>> MODELS = AzureModels.all();

    @Test
    void everyParameterOfThePublishedModelIsInTheTable() {
        var published = AzureModels.rows("azure-face-parameters.tsv").toList();
        assertThat(published).hasSizeGreaterThan(200);
        for (var row : published) {
            var route = VendorApi.AZURE_FACE.rest().all().stream()
                    .filter(one -> one.method().equals(row[1])
                            && ("/" + String.join("/", one.path())).equals(row[2])
                            && one.versions().contains(row[0]))
                    .findFirst()
                    .orElseThrow();
            assertThat(row[3].equals("query") ? route.query() : route.parameters())
                    .as(String.join(" ", row))
                    .contains(row[4]);
        }
    }

    static Stream<String> names() {
        return MODELS.keySet().stream();
    }

    /** What a redaction of something else leaves of a reply is all of it; and none of what is redacted. */
    @ParameterizedTest
    @MethodSource("names")
    void aReplyOfThePublishedModelKeepsAllThatIsNotRedacted(String model) throws IOException {
        var sample = JSON.valueToTree(AzureModels.sample(model));
        // Of an error, the code is kept; its text could hold results.
        assertThat(withCodesOnly(filterReply(sample, Capability.ANALYZE_LABELS)))
                .isEqualTo(withCodesOnly(sample));
        var without = filterReply(sample, Capability.ANALYZE).toString();
        assertThat(without)
                .doesNotContain("\"age\"", "\"smile\"", "\"hairColor\"", "\"moustache\"", "\"glasses\"", "\"mask\"");
    }

    private static JsonNode withCodesOnly(JsonNode reply) {
        var copy = reply.deepCopy();
        for (var parent : copy.findParents("error")) {
            if (parent.get("error") instanceof ObjectNode error) {
                error.retain("code");
            }
        }
        return copy;
    }

    @Test
    void theEnginesBodiesAreOfThePublishedModel() throws IOException {
        var box = new Face.Box(0.1, 0.2, 0.3, 0.4);
        var face = new Face(box, 0.99, List.of(new Face.Landmark("nose", 0.2, 0.4)), new Face.Pose(1, 2, 3), null);
        var detect = AzureFaceRequestReader.read(Requests.of(
                "POST /face/v1.2/detect?returnFaceLandmarks=true&returnFaceAttributes=headPose",
                Requests.BYTES,
                Album.bytes("audrey.jpg"),
                Map.of()));
        var kept = new Reply.DetectedKeeping(List.of(new Reply.KeptFace("id", face)), 90);
        assertOf("FaceDetectionResult", body(detect, kept).get(0));
        assertThat(body(detect, kept).at("/0/faceRectangle/left").asLong())
                .as("the picture was turned, and its box is of the upright one")
                .isEqualTo(Math.round(0.1 * Album.photo("audrey.jpg").height()));
        assertOf("VerificationResult", body(detect, new Reply.Similarity(0.9)));
        var found = new Reply.Found(
                null, "id", List.of(new Reply.Candidate(new Reply.Enrolment("id", "image", null, face), 0.9)), "model");
        assertOf("FindSimilarResult", body(detect, found).get(0));
    }

    private static JsonNode body(FaceCall call, Reply reply) throws IOException {
        return JSON.readTree(AzureFaceResponseWriter.toBytes(call, reply));
    }

    /** That it holds no field that the model does not know, all that it must, each of its type; landmarks are fewer. */
    private static void assertOf(String model, JsonNode body) {
        var fields = MODELS.get("v1.2 " + model);
        assertThat(body.fieldNames()).toIterable().isSubsetOf(fields.keySet());
        fields.forEach((name, field) -> {
            var value = body.get(name);
            if (value == null) {
                assertThat(field[0].equals("optional") || model.equals("FaceLandmarks"))
                        .as(model + ' ' + name)
                        .isTrue();
                return;
            }
            switch (field[1]) {
                case "number" -> assertThat(value.isNumber()).as(name).isTrue();
                case "boolean" -> assertThat(value.isBoolean()).as(name).isTrue();
                case "string" -> assertThat(value.isTextual()).as(name).isTrue();
                default -> assertOf(field[1], value);
            }
        });
    }

    private static JsonNode filterReply(JsonNode reply, Capability redacted) throws IOException {
        var obligations =
                GivenObligations.of(null, Set.of(redacted), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
        return JSON.readTree(new CatalogueResponseFilter(VendorApi.AZURE_FACE.catalogue(), Set.of(), obligations)
                .filterReply(reply.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
