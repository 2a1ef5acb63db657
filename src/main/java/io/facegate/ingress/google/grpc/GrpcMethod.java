package io.facegate.ingress.google.grpc;

import io.facegate.call.PreconditionFailure;
import io.facegate.ingress.StrictJson.Unreadable;
import io.facegate.ingress.google.GoogleRestCall;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One method of a service, and where Google's own gateway puts its message over REST.
 *
 * @param request the name of its message
 * @param reply the name of what it answers
 * @param path over REST; in braces the field whose value stands there
 * @param body the field that is the body over REST, {@code *} for all that stands nowhere else, {@code -} for none
 */
record GrpcMethod(String version, String name, String request, String reply, String verb, String path, String body) {
    private static final Pattern BOUND = Pattern.compile("\\{([a-z_.]+)=[^}]*}");
    private static final Map<String, GrpcMethod> BY_PATH = new HashMap<>();
    private static final Map<String, GrpcMethod> BY_OPERATION = new HashMap<>();

    static {
        // The first line of several with one name is the one that takes its parent as a field.
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

    /** The method that a request's path names, or null. */
    static @Nullable GrpcMethod at(String path) {
        return BY_PATH.get(path);
    }

    /** The method by which an operation of the table is asked for, or null; results have names of four forms and one method. */
    static @Nullable GrpcMethod of(@Nullable Object version, String operation) {
        return BY_OPERATION.get(version + " " + operation.replaceFirst("^Get(Project|Location|Region)Op", "GetOp"));
    }

    /**
     * Its message as the request over REST that means the same.
     *
     * @throws Unreadable when something in it has no place there
     */
    GoogleRestCall over(Map<String, @Nullable Object> message) throws Unreadable {
        var rest = new LinkedHashMap<String, @Nullable Object>(message);
        var place = path.replace("{version}", version);
        var bound = BOUND.matcher(place);
        if (bound.find()) {
            place = place.substring(0, bound.start()) + take(rest, bound.group(1)) + place.substring(bound.end());
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

    /** A field's value; one inside another message stays there too, as Google's clients leave it. */
    private static Object take(Map<String, @Nullable Object> message, String field) {
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
                throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
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
