package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.facegate.call.Capability;
import io.facegate.call.RequestPayload;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operations of Rekognition's model through the whole gateway, on one account that several organisations share: each
 * asked with everything that the model has room for, and answered with it.
 */
class EveryOperationTest {
    private static final Instant BEFORE = Instant.parse("2020-06-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIXELS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=";

    /** What the moratorium names; its own pack says so too. */
    private static final List<Capability> FORBIDDEN = Stream.of(
                    "detect analyze verify identify track enroll gallery_admin gallery_read gallery_transfer"
                            + " template_export",
                    "media_read liveness custom_model stateful_control job_result media_source")
            .flatMap(words -> Stream.of(words.split(" ")))
            .map(Capability::fromCode)
            .toList();

    /** What others wrote, where this gateway cannot look: not on an account of many. */
    private static final Set<String> UNSEEN = Set.of("PutProjectPolicy", "UpdateDatasetEntries");

    private static final Set<String> DESCRIBING = Set.of(
            "AgeRange",
            "Beard",
            "Emotions",
            "EyeDirection",
            "Eyeglasses",
            "EyesOpen",
            "FaceOccluded",
            "Gender",
            "KnownGender",
            "MouthOpen",
            "Mustache",
            "Smile",
            "Sunglasses");

    @TempDir
    private static Path data;

    private static AwsModel model;
    private static Vertx vertx;
    private static FakeRekognition vendor;
    private static Ledger ledger;
    private static OwnedResources handles;
    private static RekognitionProvider provider;
    private static VendorCallHandler plain;
    private static VendorCallHandler obliging;
    private static int made;

    @BeforeAll
    static void open() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        model = AwsModel.load();
        vertx = Vertx.vertx();
        vendor = FakeRekognition.start(model);
        ledger = Stage.ledger(data);
        handles = OwnedResources.open(data, InstantSource.system());
        provider = RekognitionProvider.create(
                vertx,
                new RekognitionSettings("us-east-1", vendor.url(), null, null, VendorLimits.defaults()),
                handles,
                FileFollower.ONCE);
        plain = wire("plain", "");
        obliging = wire("obliging", Stage.oblige("rekognition", "redact: [analyze], min_similarity: 0.99"));
    }

    @AfterAll
    static void close() throws Exception {
        provider.close();
        handles.close();
        ledger.close();
        vendor.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    static Set<String> operations() throws IOException {
        return AwsModel.load().operations();
    }

    @Test
    void theTableHasEveryOperationOfTheModel() {
        assertThat(VendorApi.REKOGNITION.catalogue().operations().values().stream()
                        .map(VendorOperation::name))
                .containsExactlyInAnyOrderElementsOf(model.operations())
                .hasSize(75);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isClassifiedAsTheTableSaysAndForwardedAsTheModelSays(String operation) throws Exception {
        var body = body("rescue", operation);

        var answer = call(plain, "rescue", operation, body, NOW);

        assertThat(Stage.judged(data)).isEqualTo(expected(operation));
        if (UNSEEN.contains(operation)) {
            assertThat(text(answer)).contains("(reference_not_owned)");
            return;
        }
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(vendor.last().operation()).isEqualTo(operation);
        assertThat(vendor.last().problems()).isEmpty();
        var reply = JSON.readTree(answer.body());
        if (model.output(operation) != null) {
            assertThat(model.problems(model.output(operation), reply)).isEmpty();
        }
        assertThat(text(answer)).doesNotContain("6.rescue.");
    }

    /** Every form that the model has for an image, in each image of every operation that takes one. */
    static Stream<Arguments> imagesOfOperations() throws IOException {
        var model = AwsModel.load();
        var forms = model.members("Image").keySet();
        return model.operations().stream()
                .flatMap(operation -> images(model, operation).stream()
                        .flatMap(image -> forms.stream().map(form -> Arguments.of(operation, image, form))));
    }

    private static Set<String> images(AwsModel model, String operation) {
        var images = new TreeSet<String>();
        model.members(model.input(operation)).forEach((name, shape) -> {
            if (shape.equals("Image")) {
                images.add(name);
            }
        });
        return images;
    }

    @ParameterizedTest
    @MethodSource("imagesOfOperations")
    void everyFormOfAnImageIsForwarded(String operation, String image, String form) throws Exception {
        var body = body("rescue", operation);
        var forms = JSON.createObjectNode()
                .<ObjectNode>set("Bytes", JSON.createObjectNode().put("Bytes", PIXELS))
                .<ObjectNode>set("S3Object", model.example("Image").deepCopy());
        ((ObjectNode) forms.get("S3Object")).remove("Bytes");
        body.set(image, forms.get(form));

        var answer = call(plain, "rescue", operation, body, NOW);

        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(vendor.last().operation()).isEqualTo(operation);
        assertThat(vendor.last().problems()).isEmpty();
        assertThat(vendor.last().body().get(image)).isEqualTo(body.get(image));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRefusedToPoliceUnderTheMoratoriumWhereItsCapabilitiesAre(String operation) throws Exception {
        var body = body("police", operation);
        int before = vendor.seen().size();

        var answer = call(plain, "police", operation, body, NOW);

        boolean forbidden = expected(operation).stream()
                .anyMatch(asked -> asked != Capability.STATEFUL_CONTROL_STOP
                        && asked != Capability.ANALYZE_LABELS
                        && FORBIDDEN.stream().anyMatch(asked::isWithin));
        if (UNSEEN.contains(operation)) {
            assertThat(text(answer)).contains("(reference_not_owned)");
        } else if (forbidden) {
            assertThat(text(answer)).contains("AccessDeniedException", "(moratorium)");
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        }
        assertThat(vendor.seen().size() > before).isEqualTo(answer.status() == 200);
    }

    /** What one organisation made, another asks for in the very same words. */
    @ParameterizedTest
    @MethodSource("operations")
    void whatOneMadeAnotherCannotUse(String operation) throws Exception {
        var body = body("rescue", operation);
        int before = vendor.seen().size();

        var answer = call(plain, "thief", operation, body, NOW);

        if (!namesSomething(operation, body)) {
            assertThat(answer.status()).as(text(answer)).isEqualTo(UNSEEN.contains(operation) ? 400 : 200);
        } else if (vendor.seen().size() > before) {
            // Stopping and erasing by name goes to the thief's own name, where there is nothing.
            assertThat(operation).matches("(Delete|Stop|Disassociate).*");
            assertThat(vendor.last().body().toString()).contains("5.thief.").doesNotContain("6.rescue.");
            assertThat(text(answer)).contains("ResourceNotFoundException").doesNotContain("5.thief.");
        } else {
            assertThat(text(answer))
                    .contains("AccessDeniedException")
                    .containsPattern("\\((unknown_handle|gallery_not_owned|reference_not_owned)\\)");
        }
    }

    /** The same organisation, for another purpose: only stopping and erasing go on. */
    @ParameterizedTest
    @MethodSource("operations")
    void whatWasMadeForOnePurposeIsNotUsedForAnother(String operation) throws Exception {
        var body = body("rescue", operation);

        var answer = call(plain, "rescue/other", operation, body, NOW);

        boolean stops = operation.matches("Delete.*|Disassociate.*|Stop.*");
        if (UNSEEN.contains(operation)) {
            assertThat(text(answer)).contains("(reference_not_owned)");
        } else if (namesSomething(operation, body) && !stops) {
            assertThat(text(answer)).contains("AccessDeniedException", "(handle_purpose)");
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingThatDescribesAFaceIsGivenWhereItIsRedacted(String operation) throws Exception {
        var body = body("rescue", operation);

        var answer = call(obliging, "rescue", operation, body, NOW);

        if (answer.status() == 200) {
            assertThat(fields(answer)).doesNotContainAnyElementsOf(DESCRIBING);
        } else if (UNSEEN.contains(operation)) {
            assertThat(text(answer)).contains("(reference_not_owned)");
        } else {
            assertThat(text(answer)).contains("AccessDeniedException", "(obligation_unenforceable)");
        }
    }

    private static boolean namesSomething(String operation, JsonNode body) {
        var found = new TreeSet<String>();
        FakeRekognition.visit("", body, (key, text) -> found.add(key));
        found.removeIf(
                key -> !key.matches("CollectionId|JobId|SessionId|ResourceArn|DatasetArn|ProjectVersion|Datasets/Arn"
                        + "|(Source|Destination)?Project(Version)?Arn"
                        + (operation.matches(".*StreamProcessor") ? "|/Name" : "")));
        if (operation.equals("CreateCollection")) {
            found.remove("CollectionId");
        }
        if (operation.equals("CreateStreamProcessor")) {
            found.remove("/Name");
        }
        return !found.isEmpty();
    }

    /** What the table says, and where it says that it hangs on what was made, what that was. */
    private static Set<Capability> expected(String operation) {
        var found = EnumSet.copyOf(VendorApi.REKOGNITION.operation(operation).capabilities());
        if (operation.equals("DescribeStreamProcessor") || operation.equals("UpdateStreamProcessor")) {
            found.add(Capability.VIDEO_IDENTIFY);
        }
        if (operation.equals("GetFaceDetection")) {
            found.remove(Capability.ANALYZE);
        }
        return found;
    }

    /** A body with everything, that names what the organisation made before. */
    private static ObjectNode body(String who, String operation) throws Exception {
        var body = (ObjectNode) model.example(model.input(operation));
        body.remove("NextToken");
        if (body.has("ClientRequestToken")) {
            body.put("ClientRequestToken", "token-" + ++made);
        }
        if (body.path("Settings").has("ConnectedHome")) {
            ((ObjectNode) body.get("Settings")).remove("ConnectedHome");
        }
        fill(who, operation, "", body);
        return body;
    }

    private static void fill(String who, String operation, String parent, JsonNode node) throws Exception {
        for (var entry : List.copyOf(node.properties())) {
            var key = entry.getKey();
            if (key.endsWith("Image") && entry.getValue().has("Bytes")) {
                ((ObjectNode) node).putObject(key).put("Bytes", PIXELS);
                continue;
            }
            var name = key.matches("Name|Arn") ? parent + '/' + key : key;
            var made = entry.getValue().isTextual() ? made(who, operation, name) : null;
            if (made != null) {
                ((ObjectNode) node).set(key, new TextNode(made));
            } else if (entry.getValue().isArray()) {
                for (var item : entry.getValue()) {
                    fill(who, operation, key, item);
                }
            } else {
                fill(who, operation, key, entry.getValue());
            }
        }
    }

    /** The name of something that was made for this call, or null where the field names nothing. */
    private static String made(String who, String operation, String field) throws Exception {
        return switch (field) {
            case "CollectionId" ->
                operation.equals("CreateCollection") ? "c-" + ++made : make(who, "CreateCollection", "/CollectionId");
            case "ResourceArn" -> "arn:" + makeReply(who, "CreateCollection", "/CollectionArn");
            case "/Name" ->
                switch (operation) {
                    case "CreateStreamProcessor" -> "s-" + ++made;
                    case "DeleteStreamProcessor",
                            "DescribeStreamProcessor",
                            "StartStreamProcessor",
                            "StopStreamProcessor",
                            "UpdateStreamProcessor" -> make(who, "CreateStreamProcessor", "/Name");
                    default -> null;
                };
            case "ProjectName" -> "p-" + ++made;
            case "ProjectArn", "SourceProjectArn", "DestinationProjectArn" ->
                makeReply(who, "CreateProject", "/ProjectArn");
            case "ProjectVersionArn", "SourceProjectVersionArn", "ProjectVersion" ->
                makeReply(who, "CreateProjectVersion", "/ProjectVersionArn");
            case "DatasetArn", "Datasets/Arn" -> makeDataset(who);
            case "JobId" -> makeReply(who, operation.replaceFirst("Get", "Start"), "/JobId");
            case "SessionId" -> makeReply(who, "CreateFaceLivenessSession", "/SessionId");
            default -> null;
        };
    }

    private static String makeDataset(String who) throws Exception {
        var body = body(who, "CreateProjectVersion");
        var create = JSON.createObjectNode()
                .put("DatasetType", "TRAIN")
                .put("ProjectArn", body.get("ProjectArn").textValue());
        return JSON.readTree(before(who, "CreateDataset", create).body())
                .at("/DatasetArn")
                .textValue();
    }

    private static String make(String who, String operation, String field) throws Exception {
        var body = body(who, operation);
        before(who, operation, body);
        return body.at(field).textValue();
    }

    private static String makeReply(String who, String operation, String field) throws Exception {
        return JSON.readTree(before(who, operation, body(who, operation)).body())
                .at(field)
                .textValue();
    }

    /** A call of the time before the moratorium. */
    private static HttpAnswer before(String who, String operation, ObjectNode body) {
        var answer = call(plain, who, operation, body, BEFORE);
        assertThat(answer.status()).as(operation + ": " + text(answer)).isEqualTo(200);
        return answer;
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, String operation, JsonNode body, Instant now) {
        var headers = List.of(
                Map.entry("X-Api-Key", who),
                Map.entry("Content-Type", "application/x-amz-json-1.1"),
                Map.entry("X-Amz-Target", "RekognitionService." + operation));
        var head = new Credential.Request("POST", "/", "", headers, "192.0.2.0/24", true);
        return wire.handle(new HttpCall(head, new RequestPayload(body.toString().getBytes(UTF_8)), now));
    }

    private static VendorCallHandler wire(String name, String rules) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: rekognition}}\n" + rules;
        var policies = Stage.policies(data.resolve(name), Stage.ban("rekognition"), all);
        return Stage.wire(new RekognitionWire(), policies, ledger, provider, EveryOperationTest::caller);
    }

    private static Caller caller(String key) {
        var arn = ":us-east-1:123456789012:";
        var resources = Stream.of(
                        "s3:films",
                        "output:films",
                        "output:arn:aws:sagemaker" + arn + "flow-definition/people",
                        "role:arn:aws:iam::123456789012:role/rekognition",
                        "topic:arn:aws:sns" + arn + "done",
                        "stream:arn:aws:kinesis" + arn + "stream/matches",
                        "stream:arn:aws:kinesisvideo" + arn + "stream/door/1",
                        "key:text")
                .map(RegisteredResource::parse)
                .collect(Collectors.toSet());
        return Stage.caller(key, resources, AttestedContext.NONE);
    }
}
