package io.facegate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.StrictUtf8;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bounded JSON object of a request, read strictly: an unknown or repeated key is an error that names its place. */
final class JsonBody {
    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_TEXT = 4_000;
    private static final int MOST_ITEMS = 1_000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    /** The last second that a registry keeps. */
    private static final Instant LATEST = Instant.ofEpochSecond(253_402_300_799L);

    private final ObjectNode object;
    private final String pointer;

    private JsonBody(ObjectNode object, String pointer, List<String> keys) {
        this.object = object;
        this.pointer = pointer;
        object.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw new AdminProblem(
                        BAD_REQUEST,
                        "unknown_parameter",
                        "There is no such key here. The keys are: " + String.join(", ", keys) + '.',
                        at(key));
            }
        });
    }

    /** Reads a body with these keys. */
    static JsonBody read(InputStream body, List<String> keys) {
        return read(body, keys, LARGEST);
    }

    /** As above, of at most that many bytes. */
    static JsonBody read(InputStream body, List<String> keys, int largest) {
        try {
            var bytes = body.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new AdminProblem(TOO_LARGE, "body_too_large", "The body is at most " + largest / 1024 + " KiB.");
            }
            if (StrictUtf8.isValid(bytes) && JsonMappers.STRICT.readTree(bytes) instanceof ObjectNode object) {
                return new JsonBody(object, "", keys);
            }
        } catch (IOException unreadable) {
            // Told below.
        }
        throw new AdminProblem(
                BAD_REQUEST, "malformed_body", "The body must be one JSON object in which no key occurs twice.");
    }

    /** Where a key stands, as a JSON pointer. */
    String at(String key) {
        return pointer + '/' + key.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String key) {
        return object.hasNonNull(key);
    }

    String text(String key) {
        var text = optionalText(key);
        if (text == null) {
            throw AdminProblem.invalid(at(key), key + " is required.");
        }
        return text;
    }

    @Nullable
    String optionalText(String key) {
        return has(key) ? text(object.get(key), at(key)) : null;
    }

    /** The bytes of a text in base64, at most that many. */
    byte[] bytes(String key, int most) {
        var text = object.path(key).textValue();
        try {
            // Four characters hold three bytes.
            if (text != null && text.length() / 4 <= most / 3 + 1) {
                var bytes = Base64.getDecoder().decode(text);
                if (bytes.length > 0 && bytes.length <= most) {
                    return bytes;
                }
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw AdminProblem.invalid(at(key), "It must be base64 of 1 to " + most + " bytes.");
    }

    /** A text of several lines, at most that long. */
    String multilineText(String key, int most) {
        var text = object.path(key).textValue();
        if (text == null || text.isEmpty() || text.length() > most) {
            throw AdminProblem.invalid(at(key), "It must be a text of 1 to " + most + " characters.");
        }
        return text;
    }

    private static String text(JsonNode node, String at) {
        var text = node.textValue();
        boolean fits = text != null
                && !text.isEmpty()
                && text.length() <= LONGEST_TEXT
                && text.codePoints()
                        .noneMatch(one -> Character.isISOControl(one)
                                || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE));
        if (!fits) {
            throw AdminProblem.invalid(at, "It must be a text of one line, of 1 to " + LONGEST_TEXT + " characters.");
        }
        return String.valueOf(text);
    }

    /** The distinct texts of a list; none if it is absent. */
    List<String> texts(String key) {
        return has(key) ? texts(object.get(key), at(key)) : List.of();
    }

    private static List<String> texts(JsonNode list, String at) {
        if (!list.isArray() || list.size() > MOST_ITEMS) {
            throw AdminProblem.invalid(at, "It must be a list of at most " + MOST_ITEMS + " texts.");
        }
        var all = new ArrayList<String>();
        list.forEach(node -> all.add(text(node, at + '/' + all.size())));
        return List.copyOf(new LinkedHashSet<>(all));
    }

    /** As above, sorted: for a list whose order says nothing. */
    List<String> words(String key) {
        return texts(key).stream().sorted().toList();
    }

    /** Sorted lists of texts by their names; none if the object is absent. */
    Map<String, List<String>> lists(String key) {
        var all = new TreeMap<String, List<String>>();
        var inside = inside(key);
        if (inside != null) {
            inside.properties()
                    .forEach(each -> all.put(
                            each.getKey(),
                            texts(each.getValue(), at(key) + '/' + each.getKey()).stream()
                                    .sorted()
                                    .toList()));
        }
        return all;
    }

    /** Objects by their names; none if the object is absent. */
    Map<String, JsonBody> objects(String key, List<String> keys) {
        var all = new TreeMap<String, JsonBody>();
        var inside = inside(key);
        if (inside != null) {
            inside.properties().forEach(each -> {
                var at = at(key) + '/' + each.getKey();
                if (!(each.getValue() instanceof ObjectNode one)) {
                    throw AdminProblem.invalid(at, "It must be an object.");
                }
                all.put(each.getKey(), new JsonBody(one, at, keys));
            });
        }
        return all;
    }

    private @Nullable ObjectNode inside(String key) {
        if (!has(key)) {
            return null;
        }
        if (object.get(key) instanceof ObjectNode inside) {
            return inside;
        }
        throw AdminProblem.invalid(at(key), "It must be an object.");
    }

    boolean flag(String key) {
        if (has(key) && !object.get(key).isBoolean()) {
            throw AdminProblem.invalid(at(key), "It must be true or false.");
        }
        return has(key) && object.get(key).booleanValue();
    }

    int number(String key, int most) {
        var node = object.path(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0 || node.intValue() > most) {
            throw AdminProblem.invalid(at(key), key + " is a number from 0 to " + most + '.');
        }
        return node.intValue();
    }

    /** A number from 0 to 1; null if it is absent. */
    @Nullable
    Double optionalShare(String key) {
        var node = object.path(key);
        if (has(key) && !(node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1)) {
            throw AdminProblem.invalid(at(key), key + " is a number from 0 to 1.");
        }
        return has(key) ? Double.valueOf(node.doubleValue()) : null;
    }

    Instant moment(String key) {
        var moment = optionalMoment(key);
        if (moment == null) {
            throw AdminProblem.invalid(at(key), key + " is required.");
        }
        return moment;
    }

    /** An instant, to the second; null if it is absent. */
    @Nullable
    Instant optionalMoment(String key) {
        var text = optionalText(key);
        if (text == null) {
            return null;
        }
        try {
            var moment = Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
            if (!moment.isBefore(Instant.EPOCH) && !moment.isAfter(LATEST)) {
                return moment;
            }
        } catch (DateTimeException malformed) {
            // Told below.
        }
        throw AdminProblem.invalid(at(key), "It must be an instant, such as 2027-01-31T12:00:00Z.");
    }

    /** Requires that a key that cannot be changed so says what the entry says. */
    void requireSame(String key, @Nullable Object present) {
        if (object.has(key) && !object.get(key).equals(JsonMappers.PLAIN.valueToTree(present))) {
            throw AdminProblem.invalid(at(key), key + " cannot be changed here.");
        }
    }

    /** As above for several keys; where there is no entry yet, {@code present} is empty, and each is null or missing. */
    void requireSame(List<String> given, Map<String, ? extends @Nullable Object> present) {
        given.forEach(key -> requireSame(key, present.get(key)));
    }
}
