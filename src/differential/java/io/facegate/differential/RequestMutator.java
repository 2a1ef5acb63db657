package io.facegate.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Mutates valid requests: JSON as a tree and as bytes, paths, and headers. Each mutation adds a note. */
final class RequestMutator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "9007199254740993",
            "0.000001",
            "2147483648",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"é\\u0301🙂\"",
            "\"../../etc\"",
            "\"a%2Fb\"",
            "[]",
            "{}",
            "[[[[[[[[]]]]]]]]",
            "\"" + "x".repeat(300) + '"',
            "{\"Bytes\":\"!!!\"}",
            "{\"Bytes\":\"iVBORw0KGgo=\",\"S3Object\":{}}",
            "01",
            "NaN",
            "'x'",
            "\"\\x\"");

    private RequestMutator() {}

    /** JSON text with one mutated place, named in the note. */
    static String json(Random random, JsonNode tree, List<String> notes) {
        var copy = tree.deepCopy();
        var places = new ArrayList<JsonNode>();
        collect(copy, places);
        if (places.isEmpty()) {
            notes.add("another value");
            return value(random);
        }
        var place = places.get(random.nextInt(places.size()));
        var marker = "@changed-" + random.nextInt(1_000_000);
        String replacement = place instanceof ObjectNode object
                ? field(random, object, marker, notes)
                : item(random, (ArrayNode) place, marker, notes);
        return copy.toString().replace('"' + marker + '"', replacement);
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && !node.isEmpty()) {
            places.add(node);
        }
        node.forEach(child -> collect(child, places));
    }

    private static String field(Random random, ObjectNode object, String marker, List<String> notes) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        var name = names.get(random.nextInt(names.size()));
        var before = object.get(name);
        int kind = random.nextInt(7);
        switch (kind) {
            case 0 -> object.remove(name);
            case 1 -> {
                object.remove(name);
                object.set(
                        Character.isUpperCase(name.charAt(0))
                                ? name.toLowerCase(java.util.Locale.ROOT)
                                : name.toUpperCase(java.util.Locale.ROOT),
                        before);
            }
            case 2 -> object.put("Undocumented" + random.nextInt(3), 1);
            case 3 -> {
                // A duplicate key: the second copy is written inside the text that replaces the marker.
                object.put(name, marker);
                notes.add(name + " twice");
                return before + ",\"" + name + "\":" + (random.nextBoolean() ? before.toString() : value(random));
            }
            case 4 -> {
                object.put(name, marker);
                notes.add(name + " nested deeper");
                return "[".repeat(40) + before + "]".repeat(40);
            }
            default -> {
                object.put(name, marker);
                var value = value(random);
                notes.add(name + " = " + value.substring(0, Math.min(40, value.length())));
                return value;
            }
        }
        notes.add(name
                + List.of(" dropped", " in another case", " beside an unknown one")
                        .get(kind));
        return "";
    }

    private static String item(Random random, ArrayNode array, String marker, List<String> notes) {
        switch (random.nextInt(3)) {
            case 0 -> array.remove(random.nextInt(array.size()));
            case 1 -> {
                var again = array.get(random.nextInt(array.size()));
                for (int times = random.nextInt(40); times >= 0; times--) {
                    array.add(again);
                }
            }
            default -> array.set(random.nextInt(array.size()), marker);
        }
        notes.add("another list");
        return value(random);
    }

    static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    /** Bytes truncated, with one byte changed, with a suffix, or empty. */
    static byte[] bytes(Random random, byte[] body, List<String> notes) {
        if (body.length == 0) {
            notes.add("a body where there was none");
            return "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        }
        int kind = random.nextInt(6);
        notes.add(List.of("cut short", "a byte changed", "something behind", "empty", "not UTF-8", "BOM")
                .get(kind));
        return switch (kind) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 1 -> {
                var changed = body.clone();
                changed[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 2 ->
                joined(
                        body,
                        List.of(" ", "{}", "\0", "\r\n", "}")
                                .get(random.nextInt(5))
                                .getBytes(StandardCharsets.UTF_8));
            case 3 -> new byte[0];
            case 4 -> {
                var changed = body.clone();
                changed[body.length / 2] = (byte) 0xC3;
                yield changed;
            }
            default -> joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, body);
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var whole = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, whole, one.length, other.length);
        return whole;
    }

    /** A changed spelling of path and query. */
    static String target(Random random, String target, List<String> notes) {
        notes.add("another address");
        int query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        var rest = query < 0 ? "" : target.substring(query);
        return switch (random.nextInt(14)) {
            case 0 -> path + '/' + rest;
            case 1 -> '/' + path + rest;
            case 2 -> path.toUpperCase(java.util.Locale.ROOT) + rest;
            case 3 -> path.replaceFirst("([a-z])(?=[a-z]*$)", "%61") + rest;
            case 4 -> path + "/../x" + rest;
            case 5 -> path + ";a=b" + rest;
            case 6 -> path + "%00" + rest;
            case 7 -> path + "%zz" + rest;
            case 8 -> path + rest + (query < 0 ? "?" : "&") + "undocumented=1";
            case 9 -> query < 0 ? path + '?' : target + '&' + target.substring(query + 1);
            case 10 -> target.replace('=', ' ').replace(" ", "=%20");
            case 11 -> target + "?a=%C3%28";
            case 12 -> path.replaceFirst("/[^/]*$", "") + rest;
            default -> target.replaceFirst("v1", "v9");
        };
    }

    /** Headers removed, duplicated, changed or added. */
    static void headers(Random random, List<Map.Entry<String, String>> headers, List<String> notes) {
        notes.add("other headers");
        switch (random.nextInt(12)) {
            case 0 -> headers.remove(random.nextInt(headers.size()));
            case 1 -> headers.add(headers.get(random.nextInt(headers.size())));
            case 2 -> replaceType(headers, "text/plain");
            case 3 -> replaceType(headers, "application/json; charset=utf-16");
            case 4 -> replaceType(headers, "multipart/form-data; boundary=nothing");
            case 5 -> headers.add(Map.entry("Content-Encoding", "gzip"));
            case 6 -> headers.add(Map.entry("X-HTTP-Method-Override", "DELETE"));
            case 7 -> headers.add(Map.entry("Facegate-Porpoise", "missing_child"));
            case 8 -> headers.add(Map.entry("X-Forwarded-For", "192.0.2.7"));
            case 9 -> headers.add(Map.entry("Facegate-Purpose", "missing_child"));
            case 10 -> headers.add(Map.entry("X-Padding", "x".repeat(6000)));
            default -> headers.add(Map.entry("Accept", "application/xml"));
        }
    }

    private static void replaceType(List<Map.Entry<String, String>> headers, String type) {
        headers.removeIf(header -> header.getKey().equals("Content-Type"));
        headers.add(Map.entry("Content-Type", type));
    }
}
