package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amazon's published model of Rekognition, as botocore ships it: checks bodies against it, and makes examples of them. */
public final class AwsModel {
    private static final Path FILE =
            Path.of("/usr/lib/python3/dist-packages/botocore/data/rekognition/2016-06-27/service-2.json");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ACCOUNT = ":us-east-1:123456789012:";
    private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

    /** What the patterns ask for where a plain word does not do. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("DatasetArn", "arn:aws:rekognition" + ACCOUNT + "project/p/dataset/train/1"),
            Map.entry("DatasetEntry", "{}"),
            Map.entry("FaceId", UUID),
            Map.entry("FlowDefinitionArn", "arn:aws:sagemaker" + ACCOUNT + "flow-definition/people"),
            Map.entry("ImageId", UUID),
            Map.entry("IndexFacesModelVersion", "7.0"),
            Map.entry("KinesisDataArn", "arn:aws:kinesis" + ACCOUNT + "stream/matches"),
            Map.entry("KinesisVideoArn", "arn:aws:kinesisvideo" + ACCOUNT + "stream/door/1"),
            Map.entry("KinesisVideoStreamFragmentNumber", "1"),
            Map.entry("LivenessSessionId", UUID),
            Map.entry("ProjectArn", "arn:aws:rekognition" + ACCOUNT + "project/p/1"),
            Map.entry("ProjectPolicyRevisionId", "0a"),
            Map.entry("ProjectVersionArn", "arn:aws:rekognition" + ACCOUNT + "project/p/version/v/1"),
            Map.entry("ProjectVersionId", "arn:aws:rekognition" + ACCOUNT + "project/p/version/v/1"),
            Map.entry("ResourceArn", "arn:aws:rekognition" + ACCOUNT + "collection/c"),
            Map.entry("RoleArn", "arn:aws:iam::123456789012:role/rekognition"),
            Map.entry("SNSTopicArn", "arn:aws:sns" + ACCOUNT + "done"),
            Map.entry("S3Bucket", "films"),
            Map.entry("StreamProcessorArn", "arn:aws:rekognition" + ACCOUNT + "streamprocessor/s"));

    private final JsonNode model;

    private AwsModel(JsonNode model) {
        this.model = model;
    }

    public static AwsModel load() throws IOException {
        if (!Files.exists(FILE)) {
            throw new AssertionError("This test needs Amazon's model. On Debian: apt-get install python3-botocore");
        }
        return new AwsModel(new ObjectMapper().readTree(FILE.toFile()));
    }

    public Set<String> operations() {
        var names = new TreeSet<String>();
        model.get("operations").fieldNames().forEachRemaining(names::add);
        return names;
    }

    public String input(String operation) {
        return model.at("/operations/" + operation + "/input/shape").textValue();
    }

    /** The members of a structure, each with its shape. */
    public Map<String, String> members(String structure) {
        var members = new TreeMap<String, String>();
        shape(structure)
                .path("members")
                .properties()
                .forEach(member -> members.put(
                        member.getKey(), member.getValue().get("shape").textValue()));
        return members;
    }

    /** The words of an enumeration. */
    public Set<String> words(String shape) {
        var words = new TreeSet<String>();
        shape(shape).get("enum").forEach(word -> words.add(word.textValue()));
        return words;
    }

    /** The structure that a shape is, or is a list of. */
    public String structureIn(String shape) {
        return shape(shape).get("type").textValue().equals("list")
                ? structureIn(shape(shape).at("/member/shape").textValue())
                : shape;
    }

    public @Nullable String output(String operation) {
        return model.at("/operations/" + operation + "/output/shape").textValue();
    }

    /** All errors, each with whether it is the vendor's own fault. */
    public Map<String, Boolean> errors() {
        var errors = new TreeMap<String, Boolean>();
        model.get("shapes").properties().stream()
                .filter(shape -> shape.getValue().path("exception").asBoolean())
                .forEach(shape -> errors.put(
                        shape.getKey(), shape.getValue().path("fault").asBoolean()));
        return errors;
    }

    /** Whether the operation can end with that error. */
    public boolean throwsError(String operation, String error) {
        var found = false;
        for (var each : model.at("/operations/" + operation + "/errors")) {
            found |= each.get("shape").textValue().equals(error);
        }
        return found;
    }

    /** What of a body is not as the shape says. */
    public List<String> problems(String shape, JsonNode body) {
        var problems = new ArrayList<String>();
        check(shape, body, shape, problems);
        return problems;
    }

    /** A body with everything that the shape has room for. */
    public JsonNode example(String shape) {
        return example(shape, new HashSet<>());
    }

    private JsonNode shape(String name) {
        return model.get("shapes").get(name);
    }

    private void check(String name, JsonNode value, String at, List<String> problems) {
        var shape = shape(name);
        switch (shape.get("type").textValue()) {
            case "structure" -> structure(shape, value, at, problems);
            case "list" -> {
                demand(value.isArray() && within(shape, value.size()), at + " is no list of that size", problems);
                for (var item : value) {
                    check(shape.at("/member/shape").textValue(), item, at + "[]", problems);
                }
            }
            case "map" -> {
                demand(value.isObject(), at + " is no map", problems);
                for (var item : value) {
                    check(shape.at("/value/shape").textValue(), item, at + "{}", problems);
                }
            }
            case "string" ->
                demand(value.isTextual() && isWord(shape, value.textValue()), at + " is " + value, problems);
            case "blob" -> demand(value.isTextual(), at + " is no base64", problems);
            case "boolean" -> demand(value.isBoolean(), at + " is no boolean", problems);
            case "integer", "long" ->
                demand(value.isIntegralNumber() && within(shape, value.doubleValue()), at + " is " + value, problems);
            default -> demand(value.isNumber() && within(shape, value.doubleValue()), at + " is " + value, problems);
        }
    }

    private void structure(JsonNode shape, JsonNode value, String at, List<String> problems) {
        if (!value.isObject()) {
            problems.add(at + " is no object");
            return;
        }
        for (var required : shape.path("required")) {
            demand(value.has(required.textValue()), at + " lacks " + required.textValue(), problems);
        }
        value.properties().forEach(field -> {
            var member = shape.get("members").get(field.getKey());
            if (member == null) {
                problems.add(at + " has no " + field.getKey());
            } else {
                check(member.get("shape").textValue(), field.getValue(), at + '.' + field.getKey(), problems);
            }
        });
    }

    private static void demand(boolean met, String otherwise, List<String> problems) {
        if (!met) {
            problems.add(otherwise);
        }
    }

    private static boolean isWord(JsonNode shape, String text) {
        if (shape.has("enum")) {
            for (var word : shape.get("enum")) {
                if (word.textValue().equals(text)) {
                    return true;
                }
            }
            return false;
        }
        return within(shape, text.length())
                && (!shape.has("pattern")
                        || Pattern.compile(shape.get("pattern").textValue())
                                .matcher(text)
                                .matches());
    }

    private static boolean within(JsonNode shape, double size) {
        return size >= shape.path("min").asDouble(-Double.MAX_VALUE)
                && size <= shape.path("max").asDouble(Double.MAX_VALUE);
    }

    private JsonNode example(String name, Set<String> above) {
        var shape = shape(name);
        return switch (shape.get("type").textValue()) {
            case "structure" -> object(name, shape, above);
            case "list" -> list(shape, above);
            case "map" ->
                JSON.objectNode().set("key", example(shape.at("/value/shape").textValue(), above));
            case "string" -> JSON.textNode(word(name, shape));
            case "blob" -> JSON.textNode("AAAA");
            case "boolean" -> JSON.booleanNode(true);
            case "integer", "long" ->
                JSON.numberNode(Math.max(1, shape.path("min").asInt(1)));
            case "timestamp" -> JSON.numberNode(1_700_000_000.5);
            default -> JSON.numberNode(Math.min(50.5, shape.path("max").asDouble(50.5)));
        };
    }

    private ObjectNode object(String name, JsonNode shape, Set<String> above) {
        var made = JSON.objectNode();
        if (above.add(name)) {
            shape.get("members").properties().forEach(member -> {
                var of = member.getValue().get("shape").textValue();
                if (!above.contains(of)) {
                    made.set(member.getKey(), example(of, above));
                }
            });
            above.remove(name);
        }
        return made;
    }

    private ArrayNode list(JsonNode shape, Set<String> above) {
        var made = JSON.arrayNode();
        for (int at = Math.max(1, shape.path("min").asInt(1)); at > 0; at--) {
            made.add(example(shape.at("/member/shape").textValue(), above));
        }
        return made;
    }

    private static String word(String name, JsonNode shape) {
        return shape.has("enum") ? shape.get("enum").get(0).textValue() : WORDS.getOrDefault(name, "text");
    }
}
