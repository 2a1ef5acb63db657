package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.catalogue.ApiCatalogue;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each catalogue against the model that its vendor publishes: every operation, parameter, deciding value and reply field
 * of the model is in the catalogue, or left out there with the reason; nothing is left out that the model does not have.
 */
class CatalogueModelsTest {
    private static final String NOT_IN_THE_CATALOGUE = "in the vendor's model, neither in the catalogue nor left out";

    @Test
    void rekognitionIsWhatAmazonPublishes() throws IOException {
        var model = AwsModel.load();
        var api = VendorApi.REKOGNITION.catalogue();
        var published = new Published(api);
        published.agree("operation", "", model.operations(), api.operations().keySet());
        for (var operation : api.operations().values()) {
            var members = model.members(model.input(operation.name())).keySet();
            published.agree("parameter", operation.name() + '.', members, operation.parameters());
        }
        published.agree(
                "value", "Attributes.", model.words("Attribute"), api.words().words("Attributes"));
        published.agree(
                "value",
                "FaceAttributes.",
                model.words("FaceAttributes"),
                api.words().words("FaceAttributes"));
        var walked = new HashSet<String>();
        for (var operation : api.operations().values()) {
            var reply = operation.enforcement().reply();
            if (reply != null) {
                walk(model, published, Objects.requireNonNull(model.output(operation.name())), reply, walked);
            }
        }
        assertThat(walked).hasSizeGreaterThan(40);
        published.allSaid();
    }

    /** A shape of the catalogue has the fields of the model's structure, and so has each shape in it. */
    private static void walk(AwsModel model, Published published, String structure, String shape, Set<String> walked) {
        if (!walked.add(shape)) {
            return;
        }
        var fields = published.api.shapes().fieldsOf(shape);
        var members = model.members(structure);
        // The SDK for Java can be newer than this model; the wire's own test compares its shapes with that one.
        members.keySet()
                .forEach(field -> published.holds("field", shape + '.' + field, field, fields.keySet()));
        fields.forEach((field, part) -> {
            if (part.shape() != null && !part.shape().equals(ReplyShapes.ANY)) {
                walk(model, published, model.structureIn(members.get(field)), part.shape(), walked);
            }
        });
    }

    @Test
    void azureFaceIsWhatMicrosoftPublishes() {
        var api = VendorApi.AZURE_FACE.catalogue();
        var published = new Published(api);
        published.agree(
                "operation",
                "",
                AzureModels.rows("azure-face-reference.tsv")
                        .map(row -> row[0] + ' ' + row[1])
                        .collect(Collectors.toSet()),
                routes(api));
        AzureModels.rows("azure-face-parameters.tsv").forEach(row -> {
            var route = route(api, row[1] + ' ' + row[2]);
            published.holds(
                    "parameter",
                    route.operation() + '.' + row[4],
                    row[4],
                    row[3].equals("query") ? route.query() : route.parameters());
        });
        AzureModels.rows("azure-face-models.tsv")
                .forEach(row -> published.holds(
                        "field",
                        row[1] + '.' + row[2],
                        row[2],
                        api.fields().reveals().keySet()));
        published.allSaid();
    }

    @Test
    void imageAnalysisIsWhatMicrosoftsClientHas() {
        var api = VendorApi.AZURE_VISION.catalogue();
        var published = new Published(api);
        com.azure.ai.vision.imageanalysis.models.VisualFeatures.values()
                .forEach(feature -> published.holds(
                        "value",
                        "features." + feature,
                        feature.toString(),
                        api.words().words("features")));
        AzureModels.rows("azure-vision-reference.tsv").forEach(row -> {
            var target = row[0].replaceFirst("\\?.*", "").replace("/v3.2/", "/{version}/");
            assertThat(routes(api)).contains(target);
            for (var parameter : row[0].replaceFirst("[^?]*\\??", "").split("&")) {
                var name = parameter.replaceFirst("=.*", "");
                published.holds(
                        "parameter",
                        target + '.' + name,
                        name,
                        route(api, target).query());
            }
        });
        published.allSaid();
    }

    @Test
    void googleVisionIsWhatGooglePublishes() throws IOException {
        var api = VendorApi.GOOGLE_VISION.catalogue();
        var published = new Published(api);
        var rows = Files.readAllLines(GoogleSchema.TABLE).stream()
                .map(line -> line.split("\t", -1))
                .toList();
        var features = rows.stream()
                .filter(row -> row[0].equals("enum") && row[1].equals("Feature.Type"))
                .map(row -> row[2])
                .collect(Collectors.toSet());
        published.agree("value", "Feature.Type.", features, api.words().words("requests"));
        for (var version : GoogleSchema.versions()) {
            var schema = GoogleSchema.of(version);
            for (var operation : api.operations().values()) {
                checkGoogle(published, schema, version, operation);
            }
            for (var message : List.of("AnnotateImageResponse", "FaceAnnotation", "AnnotateFileResponse", "Product")) {
                schema.fields(message)
                        .forEach(field -> published.holds(
                                "field",
                                message + '.' + field,
                                field,
                                api.fields().reveals().keySet()));
            }
        }
        published.allSaid();
    }

    /** The body of a request has the fields of its message. */
    private static void checkGoogle(
            Published published, GoogleSchema schema, String version, VendorOperation operation) {
        var route = Objects.requireNonNull(operation.route());
        if (!route.versions().contains(version)) {
            return;
        }
        var path = ("/" + String.join("/", route.path()))
                .replace("{version}", version)
                .replaceAll("\\{[a-zA-Z]+}", "one");
        var binding = schema.find(route.method(), path);
        if (binding == null) {
            // Names of long-running operations are not in the client's bindings.
            assertThat(operation.capabilities())
                    .as(version + ' ' + operation.name())
                    .isSubsetOf(Capability.JOB_RESULT, Capability.STATEFUL_CONTROL_STOP);
        } else if (!binding.body().equals("-")) {
            schema.fields(schema.bodyOf(binding)).stream()
                    .filter(field ->
                            !field.equals(binding.field()) || binding.body().equals("-"))
                    .forEach(field ->
                            published.holds("parameter", operation.name() + '.' + field, field, route.parameters()));
        }
    }

    @Test
    void compreFaceIsTheReference() {
        var api = VendorApi.COMPREFACE.catalogue();
        var published = new Published(api);
        published.agree(
                "operation",
                "",
                AzureModels.rows("compreface-reference.tsv")
                        .map(row -> (row[0] + ' ' + row[1]).replace("?subject=", ""))
                        .collect(Collectors.toSet()),
                routes(api));
        published.allSaid();
    }

    /** The test can fail: a value that the catalogue does not have is told. */
    @Test
    void whatIsMissingIsTold() {
        var published = new Published(VendorApi.REKOGNITION.catalogue());
        published.holds("parameter", "DetectFaces.Song", "Song", Set.of("Image"));
        published.agree("operation", "", Set.of("DetectFaces", "SingFaces"), Set.of("DetectFaces", "HumFaces"));
        assertThat(published.missing)
                .containsExactly(
                        "operation HumFaces: in the catalogue, not in the vendor's model",
                        "operation SingFaces: " + NOT_IN_THE_CATALOGUE,
                        "parameter DetectFaces.Song: " + NOT_IN_THE_CATALOGUE);
    }

    private static Set<String> routes(ApiCatalogue api) {
        return routesOf(api).map(CatalogueModelsTest::target).collect(Collectors.toSet());
    }

    private static RestOperation route(ApiCatalogue api, String target) {
        return routesOf(api)
                .filter(route -> target(route).equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<RestOperation> routesOf(ApiCatalogue api) {
        return api.operations().values().stream().map(operation -> Objects.requireNonNull(operation.route()));
    }

    private static String target(RestOperation route) {
        return route.method() + " /" + String.join("/", route.path());
    }

    /** A comparison with a published model. */
    private static final class Published {
        private final ApiCatalogue api;
        private final Set<String> leftOut;
        private final Set<String> used = new HashSet<>();
        private final TreeSet<String> missing = new TreeSet<>();

        Published(ApiCatalogue api) {
            this.api = api;
            this.leftOut =
                    api.leftOut().stream().map(ApiCatalogue.LeftOut::name).collect(Collectors.toSet());
        }

        void holds(String what, String name, String word, Set<String> known) {
            if (leftOut.contains(name)) {
                used.add(name);
                if (known.contains(word)) {
                    missing.add(what + ' ' + name + ": in the catalogue and left out");
                }
            } else if (!known.contains(word)) {
                missing.add(what + ' ' + name + ": " + NOT_IN_THE_CATALOGUE);
            }
        }

        void agree(String what, String prefix, Set<String> model, Set<String> known) {
            model.forEach(word -> holds(what, prefix + word, word, known));
            known.stream()
                    .filter(word -> !model.contains(word))
                    .forEach(word ->
                            missing.add(what + ' ' + prefix + word + ": in the catalogue, not in the vendor's model"));
        }

        void allSaid() {
            assertThat(missing).isEmpty();
            assertThat(leftOut).as("left out, and not in the model").isSubsetOf(used);
        }
    }
}
