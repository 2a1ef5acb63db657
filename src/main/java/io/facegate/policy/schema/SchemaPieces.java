package io.facegate.policy.schema;

import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Building blocks of the JSON Schemas. A scalar may have any type that YAML gives a text, because the readers use its
 * source text.
 */
final class SchemaPieces {
    private static final int LONGEST = 4096;
    private static final List<String> SCALAR = List.of("string", "number", "boolean");

    private SchemaPieces() {}

    /** Map of alternating keys and values, in order. */
    static Map<String, Object> map(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int at = 0; at < pairs.length; at += 2) {
            map.put((String) pairs[at], pairs[at + 1]);
        }
        return map;
    }

    static Map<String, Object> ref(String definition) {
        return map("$ref", "#/$defs/" + definition);
    }

    static Map<String, Object> anyOf(Object... schemas) {
        return map("anyOf", List.of(schemas));
    }

    /** One value, or a non-empty list of them. */
    static Map<String, Object> oneOrMore(Map<String, Object> one) {
        return anyOf(one, map("type", "array", "items", one, "minItems", 1));
    }

    static Map<String, Object> text() {
        return map("type", SCALAR, "pattern", "\\S", "maxLength", LONGEST);
    }

    /** A text matching a pattern that no number matches. */
    static Map<String, Object> shape(String shape) {
        return map("type", "string", "pattern", "^(?:" + shape + ")$");
    }

    /** A text matching a pattern that a number or {@code true} may match. */
    static Map<String, Object> name(String shape) {
        return map("type", SCALAR, "pattern", "^(?:" + shape + ")$");
    }

    static Map<String, Object> words(List<?> words) {
        return map("enum", words);
    }

    static Map<String, Object> number(Map<String, Object> bounds) {
        var number = map("type", "number");
        number.putAll(bounds);
        return anyOf(number, shape(WordPatterns.NUMBER));
    }

    static Map<String, Object> share() {
        return number(map("minimum", 0, "maximum", 1));
    }

    static Map<String, Object> wholeNumber(int most) {
        return anyOf(map("type", "integer", "minimum", 1, "maximum", most), shape(WordPatterns.WHOLE));
    }

    /** A mapping with the keys of the policy language and no others. */
    static Map<String, Object> mapping(String of, Map<String, Object> values, String... required) {
        var properties = new LinkedHashMap<String, Object>();
        for (var key : PolicyKeys.keysOf(of)) {
            if (values.get(key) instanceof Map<?, ?> value) {
                var described = map("description", PolicyKeys.meaning(of, key));
                value.forEach((name, part) -> described.put((String) name, part));
                properties.put(key, described);
            }
        }
        if (!properties.keySet().containsAll(values.keySet())) {
            throw new IllegalStateException(of + " has no such keys: " + values.keySet());
        }
        var schema = map("type", "object", "properties", properties, "additionalProperties", false);
        if (required.length > 0) {
            schema.put("required", List.of(required));
        }
        return schema;
    }

    /** If a key has a value, the rest must match too (if/then). */
    static Map<String, Object> ifThen(String key, String value, Map<String, Object> then) {
        return map("if", map("properties", map(key, map("const", value)), "required", List.of(key)), "then", then);
    }

    /** Requires at least one of these keys. */
    static Map<String, Object> oneOf(Map<String, Object> schema, List<String> keys) {
        var choices = new ArrayList<Object>();
        keys.forEach(key -> choices.add(map("required", List.of(key))));
        schema.put("anyOf", choices);
        return schema;
    }
}
