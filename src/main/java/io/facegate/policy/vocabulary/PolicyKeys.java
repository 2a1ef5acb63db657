package io.facegate.policy.vocabulary;

import io.facegate.call.Obligations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keys of every mapping in policy files, in writing order: those of {@code keys.tsv}, the declared obligations, and the
 * declared attributes.
 */
public final class PolicyKeys {
    private static final String CASE = "case";

    /** The row that stands for all attributes that no row of its mapping names. */
    private static final String OTHERS = "*";

    private static final Map<String, Map<String, String>> ALL = read();

    private PolicyKeys() {}

    /** Keys of a mapping such as {@code rule}; empty for an unknown mapping. */
    public static List<String> keysOf(String mapping) {
        return List.copyOf(ALL.getOrDefault(mapping, Map.of()).keySet());
    }

    /** Keys of a mapping except these. */
    public static List<String> keysOf(String mapping, List<String> without) {
        return keysOf(mapping).stream().filter(key -> !without.contains(key)).toList();
    }

    /** Meaning of a key, in one sentence. */
    public static String meaning(String mapping, String key) {
        var said = ALL.getOrDefault(mapping, Map.of()).getOrDefault(key, "");
        var attribute = Attribute.fromWord(key);
        if (!said.isEmpty() || attribute == null) {
            return said;
        }
        return Character.toUpperCase(attribute.meaning().charAt(0))
                + attribute.meaning().substring(1)
                + '.';
    }

    private static Map<String, Map<String, String>> read() {
        var found = new LinkedHashMap<String, Map<String, String>>();
        for (var kind : Obligations.Kind.values()) {
            var mapping = kind.group().isEmpty() ? "obligations" : kind.group();
            found.computeIfAbsent(mapping, keys -> new LinkedHashMap<>()).put(kind.key(), kind.meaning());
        }
        var rows = rows();
        for (var row : rows) {
            var keys = found.computeIfAbsent(row[0], mapping -> new LinkedHashMap<>());
            if (row[1].equals(OTHERS)) {
                others(row[0], rows).forEach(attribute -> keys.put(attribute.word(), ""));
            } else {
                keys.put(row[1], row[2]);
            }
        }
        return found;
    }

    /** The attributes that a mapping takes and that no row names; a test case tells attested ones under their word. */
    private static List<Attribute> others(String mapping, List<String[]> rows) {
        var named = rows.stream()
                .filter(row -> row[0].equals(mapping))
                .map(row -> row[1])
                .toList();
        return Attribute.sorted(
                attribute -> !named.contains(attribute.word()) && (attribute.isAttested() || !mapping.equals(CASE)));
    }

    private static List<String[]> rows() {
        var file = Objects.requireNonNull(PolicyKeys.class.getResourceAsStream("keys.tsv"), "keys.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
