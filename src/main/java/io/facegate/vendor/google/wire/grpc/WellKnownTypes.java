package io.facegate.vendor.google.wire.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Protobuf well-known types, which JSON writes as something simpler than an object. */
final class WellKnownTypes {
    static final String ANY = "google.protobuf.Any";
    private static final String DURATION = "google.protobuf.Duration";
    private static final String FLOAT = "google.protobuf.FloatValue";
    private static final String MASK = "google.protobuf.FieldMask";
    private static final String TIME = "google.protobuf.Timestamp";
    private static final String PATH = "[a-z0-9_.]{1,256}";

    private WellKnownTypes() {}

    /**
     * Returns the JSON form of a message.
     *
     * @throws Unreadable when it has none; {@code Any} is not accepted in a request
     */
    static Object json(String type, Map<String, @Nullable Object> message) throws Unreadable {
        return switch (type) {
            case ANY -> throw new Unreadable(RequestMistake.unknownParameter(ANY, List.of()));
            case FLOAT -> message.get("value") instanceof Double value ? value : 0.0;
            case MASK -> mask(message.get("paths") instanceof List<?> paths ? paths : List.of());
            case TIME -> time(number(message, "seconds"), number(message, "nanos"));
            default -> message;
        };
    }

    private static long number(Map<String, @Nullable Object> message, String field) {
        return message.get(field) instanceof Long number ? number : 0;
    }

    private static String mask(List<?> paths) throws Unreadable {
        for (var path : paths) {
            if (!String.valueOf(path).matches(PATH)) {
                throw new Unreadable(RequestMistake.unknownValue("A FieldMask path", path, "names of fields"));
            }
        }
        return paths.stream()
                .map(path -> GrpcMethod.camel(String.valueOf(path)))
                .collect(Collectors.joining(","));
    }

    private static String time(long seconds, long nanos) throws Unreadable {
        try {
            return Instant.ofEpochSecond(seconds, nanos).toString();
        } catch (DateTimeException | ArithmeticException beyond) {
            throw new Unreadable(RequestMistake.unknownValue("A Timestamp", seconds, "seconds and nanos of a time"));
        }
    }

    /** Returns the fields of a well-known type; other messages return their own fields. */
    static JsonNode fields(String type, JsonNode json) {
        var fields = JsonNodeFactory.instance.objectNode();
        try {
            switch (type) {
                case DURATION -> {
                    var duration = Duration.parse("PT" + json.asText());
                    fields.put("seconds", duration.getSeconds()).put("nanos", duration.getNano());
                }
                case FLOAT -> fields.set("value", json);
                case TIME -> {
                    var instant = Instant.parse(json.asText());
                    fields.put("seconds", instant.getEpochSecond()).put("nanos", instant.getNano());
                }
                default -> {
                    return json;
                }
            }
        } catch (DateTimeException otherwise) {
            // Drop a value of the vendor that is not a valid time.
        }
        return fields;
    }
}
