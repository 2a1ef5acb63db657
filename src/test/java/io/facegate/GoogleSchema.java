package io.facegate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Google Vision's messages and bindings in all versions, as Google publishes them with its client; JSON of them checked and made. */
public final class GoogleSchema {
    public static final Path TABLE = Path.of("src/main/resources/io/facegate/vendor/google/wire/grpc/messages.tsv");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JSON.getNodeFactory();
    private static final Set<String> TEXTS =
            Set.of("string", "google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask");
    private static final Set<String> NUMBERS =
            Set.of("int32", "float", "double", "uint64", "google.protobuf.FloatValue");
    /** Messages that JSON writes as something simpler. */
    private static final Set<String> LEAVES = Set.of(
            "google.protobuf.Any",
            "google.protobuf.Duration",
            "google.protobuf.FieldMask",
            "google.protobuf.FloatValue",
            "google.protobuf.Timestamp");

    private static final int DEEP = 9;

    private final Map<String, Map<String, Field>> messages = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> enums = new LinkedHashMap<>();
    private final List<Binding> bindings = new ArrayList<>();
    private final String version;

    private GoogleSchema(String version) {
        this.version = version;
    }

    private record Field(String type, String rule) {}

    /**
     * One method and path.
     *
     * @param fields of the request that stand in the path, first of a dotted name
     * @param body the field that is the body, {@code *} for all, or {@code -}
     */
    record Binding(
            String operation, String method, Pattern path, String field, String request, String body, String reply) {}

    /** What one version has; long-running operations are of all. */
    public static GoogleSchema of(String version) throws IOException {
        var schema = new GoogleSchema(version);
        for (var line : Files.readAllLines(TABLE)) {
            var cells = line.split("\t", -1);
            boolean common = cells[1].startsWith("google.") || cells[1].contains("operations");
            if (common || List.of(cells[6].split(",")).contains(version)) {
                schema.add(cells);
            }
        }
        return schema;
    }

    private void add(String[] cells) {
        switch (cells[0]) {
            case "field" ->
                messages.computeIfAbsent(cells[1], name -> new LinkedHashMap<>())
                        .put(cells[2], new Field(cells[3], cells[4]));
            case "enum" ->
                enums.computeIfAbsent(cells[1], name -> new LinkedHashMap<>()).put(cells[2], Integer.valueOf(cells[3]));
            default -> bindings.add(binding(cells));
        }
    }

    private Binding binding(String[] cells) {
        var verb = cells[1].split(" ", 2);
        var types = cells[4].split(" ", 2);
        var path = verb[1].replace("{version}", version);
        var bound = Pattern.compile("\\{([a-z_.]+)=([^}]*)}").matcher(path);
        var field = bound.find() ? bound.group(1).replaceFirst("\\..*", "") : "";
        var regex = path.replaceAll("\\{[a-z_.]+=([^}]*)}", "$1")
                .replace(".", "\\.")
                .replace("**", "~")
                .replace("*", "[^/:]+")
                .replace("~", "[^:]+");
        return new Binding(cells[2], verb[0], Pattern.compile(regex), field, cells[3], types[0], types[1]);
    }

    /** All of them. */
    List<Binding> bindings() {
        return List.copyOf(bindings);
    }

    /** The one that a request is of, or null. */
    Binding find(String method, String path) {
        return bindings.stream()
                .filter(one ->
                        one.method().equals(method) && one.path().matcher(path).matches())
                .findFirst()
                .orElse(null);
    }

    /** The fields of a message. */
    Set<String> fields(String message) {
        return messages.getOrDefault(message, Map.of()).keySet();
    }

    /** The message that is the body of such a request. */
    String bodyOf(Binding binding) {
        return binding.body().equals("*")
                ? binding.request()
                : messages.get(binding.request()).get(camel(binding.body())).type();
    }

    static String camel(String snake) {
        return Pattern.compile("_([a-z])")
                .matcher(snake)
                .replaceAll(found -> found.group(1).toUpperCase());
    }

    /** What of this JSON is not of that message. */
    List<String> problems(String message, JsonNode json) {
        var found = new ArrayList<String>();
        message(message, json, message, found);
        return found;
    }

    private void message(String message, JsonNode json, String where, List<String> found) {
        if (!json.isObject()) {
            found.add(where + " is no object");
            return;
        }
        var known = messages.getOrDefault(message, Map.of());
        json.properties().forEach(entry -> {
            var field = known.get(entry.getKey());
            var at = where + '.' + entry.getKey();
            if (field == null) {
                found.add(at + " is not published");
            } else {
                field(field, entry.getValue(), at, found);
            }
        });
    }

    private void field(Field field, JsonNode json, String where, List<String> found) {
        if (field.rule().equals("many")) {
            if (!json.isArray()) {
                found.add(where + " is no list");
            }
            json.forEach(item -> value(field.type(), item, where, found));
        } else if (field.rule().equals("map")) {
            json.forEach(item -> value(field.type(), item, where, found));
        } else {
            value(field.type(), json, where, found);
        }
    }

    private void value(String type, JsonNode json, String where, List<String> found) {
        if (!LEAVES.contains(type) && messages.containsKey(type)) {
            message(type, json, where, found);
        } else if (!fits(type, json)) {
            found.add(where + " is no " + type);
        }
    }

    private boolean fits(String type, JsonNode json) {
        var words = enums.get(type);
        if (words != null) {
            return json.isTextual() ? words.containsKey(json.textValue()) : words.containsValue(json.asInt(-1));
        }
        return TEXTS.contains(type) && json.isTextual()
                || NUMBERS.contains(type) && (json.isNumber() || type.equals("uint64") && json.isTextual())
                || type.equals("bytes") && json.isTextual() && json.textValue().matches("[A-Za-z0-9+/]*=*")
                || type.equals("bool") && json.isBoolean()
                || type.equals("google.protobuf.Any") && json.path("@type").isTextual();
    }

    /** JSON of a message with everything that it has room for; enums by their numbers, or their words. */
    JsonNode example(String message, boolean numbers) {
        return example(message, numbers, 0);
    }

    private JsonNode example(String message, boolean numbers, int depth) {
        var object = NODES.objectNode();
        messages.getOrDefault(message, Map.of()).forEach((name, field) -> {
            var value = depth > DEEP ? null : exampleOf(field.type(), numbers, depth + 1);
            if (value != null) {
                object.set(
                        name,
                        switch (field.rule()) {
                            case "many" -> NODES.arrayNode().add(value);
                            case "map" -> NODES.objectNode().set("key", value);
                            default -> value;
                        });
            }
        });
        return object;
    }

    private JsonNode exampleOf(String type, boolean numbers, int depth) {
        if (!LEAVES.contains(type) && messages.containsKey(type)) {
            return example(type, numbers, depth);
        }
        var words = enums.get(type);
        if (words != null) {
            var last = List.copyOf(words.entrySet()).getLast();
            return numbers ? NODES.numberNode(last.getValue()) : NODES.textNode(last.getKey());
        }
        return switch (type) {
            case "string" -> NODES.textNode("text");
            case "bytes" -> NODES.textNode("AAAA");
            case "bool" -> NODES.booleanNode(true);
            case "google.protobuf.Timestamp" -> NODES.textNode("2026-11-24T12:00:00Z");
            case "google.protobuf.Duration" -> NODES.textNode("1s");
            case "google.protobuf.FieldMask" -> NODES.textNode("displayName");
            case "google.protobuf.Any" ->
                NODES.objectNode().put("@type", "type.googleapis.com/google.cloud.vision." + version + ".Vertex");
            case "int32" -> NODES.numberNode(1);
            case "uint64" -> NODES.textNode("1");
            case "float", "double", "google.protobuf.FloatValue" -> NODES.numberNode(0.5);
            default -> throw new IllegalStateException(type);
        };
    }

    /** All versions that it has. */
    public static Set<String> versions() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .flatMap(line -> java.util.Arrays.stream(line.split("\t", -1)[6].split(",")))
                .collect(Collectors.toSet());
    }
}
