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

/** Keys of every mapping in policy files, in writing order, from {@code keys.tsv} and the declared obligations. */
public final class PolicyKeys {
    private static final Map<String, Map<String, String>> ALL = read();

    private PolicyKeys() {}

    /** Keys of a mapping such as {@code rule}; empty for an unknown mapping. */
    public static List<String> of(String mapping) {
        return List.copyOf(ALL.getOrDefault(mapping, Map.of()).keySet());
    }

    /** Keys of a mapping except these. */
    public static List<String> of(String mapping, List<String> without) {
        return of(mapping).stream().filter(key -> !without.contains(key)).toList();
    }

    /** Meaning of a key, in one sentence. */
    public static String meaning(String mapping, String key) {
        var said = ALL.getOrDefault(mapping, Map.of()).getOrDefault(key, "");
        var attribute = Attribute.of(key);
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
        var file = Objects.requireNonNull(PolicyKeys.class.getResourceAsStream("keys.tsv"), "keys.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (var line : lines.lines().skip(1).toList()) {
                var cells = line.split("\t", -1);
                found.computeIfAbsent(cells[0], mapping -> new LinkedHashMap<>())
                        .put(cells[1], cells[2]);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return found;
    }
}
