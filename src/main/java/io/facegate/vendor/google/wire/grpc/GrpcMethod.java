package io.facegate.vendor.google.wire.grpc;

import io.facegate.vendor.google.wire.GoogleRestCall;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC method and its REST mapping, as Google's HTTP annotations define it.
 *
 * @param request the request message type
 * @param reply the reply message type
 * @param path the REST path; a placeholder in braces is a field of the message
 * @param body the field that is the REST body, {@code *} for all remaining fields, {@code -} for none
 */
record GrpcMethod(String version, String name, String request, String reply, String verb, String path, String body) {
    private static final Pattern BOUND = Pattern.compile("\\{([a-z_.]+)=[^}]*}");
    private static final Map<String, GrpcMethod> BY_PATH = new HashMap<>();
    private static final Map<String, GrpcMethod> BY_OPERATION = new HashMap<>();

    static {
        // Of several lines with one name, the first takes its parent as a field.
        for (var line : ProtobufModel.methods()) {
            for (var version : line.versions()) {
                var verb = line.name().split(" ", 2);
                var types = line.rule().split(" ", 2);
                var method = new GrpcMethod(version, line.inner(), line.type(), types[1], verb[0], verb[1], types[0]);
                var service = line.number().startsWith("google.")
                        ? line.number()
                        : "google.cloud.vision." + version + '.' + line.number();
                BY_PATH.putIfAbsent('/' + service + '/' + line.inner(), method);
                BY_OPERATION.putIfAbsent(version + ' ' + line.inner(), method);
            }
        }
    }

    /** Returns the method that a path names, or null. */
    static @Nullable GrpcMethod forPath(String path) {
        return BY_PATH.get(path);
    }

    /** Returns the method of an operation in the table, or null. Job results have four path forms and one method. */
    static @Nullable GrpcMethod forOperation(@Nullable Object version, String operation) {
        return BY_OPERATION.get(version + " " + operation.replaceFirst("^Get(Project|Location|Region)Op", "GetOp"));
    }

    /**
     * Translates a message to the equivalent REST request.
     *
     * @throws Unreadable when a field has no place in REST
     */
    GoogleRestCall toRest(Map<String, @Nullable Object> message) throws Unreadable {
        var rest = new LinkedHashMap<String, @Nullable Object>(message);
        var place = path.replace("{version}", version);
        var bound = BOUND.matcher(place);
        if (bound.find()) {
            place = place.substring(0, bound.start()) + takeField(rest, bound.group(1)) + place.substring(bound.end());
        }
        return switch (body) {
            case "*" -> new GoogleRestCall(verb, place, Map.of(), rest);
            case "-" -> new GoogleRestCall(verb, place, query(rest), null);
            default -> {
                var inner = object(rest.remove(camel(body)));
                yield new GoogleRestCall(verb, place, query(rest), inner);
            }
        };
    }

    /** Returns a field's value. A field of a nested message also stays in the message, as Google's clients do. */
    private static Object takeField(Map<String, @Nullable Object> message, String field) {
        int dot = field.indexOf('.');
        var value = dot < 0
                ? message.remove(camel(field))
                : object(message.get(camel(field.substring(0, dot)))).get(field.substring(dot + 1));
        return value instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object held) {
        return held instanceof Map<?, ?> object
                ? (Map<String, @Nullable Object>) object
                : new LinkedHashMap<String, @Nullable Object>();
    }

    private static Map<String, String> query(Map<String, @Nullable Object> rest) throws Unreadable {
        var query = new LinkedHashMap<String, String>();
        for (var field : rest.entrySet()) {
            if (!(field.getValue() instanceof String || field.getValue() instanceof Long)) {
                throw new Unreadable(RequestMistake.unknownParameter(field.getKey(), List.of()));
            }
            query.put(field.getKey(), String.valueOf(field.getValue()));
        }
        return query;
    }

    static String camel(String snake) {
        return Pattern.compile("_([a-z])")
                .matcher(snake)
                .replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}
