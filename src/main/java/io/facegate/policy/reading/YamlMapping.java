package io.facegate.policy.reading;

import io.facegate.policy.vocabulary.WordList;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A YAML mapping whose keys were checked against the known ones. */
public final class YamlMapping {
    private final YamlReading reading;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlMapping(YamlReading reading, Node node) {
        this.reading = reading;
        this.node = node;
    }

    /** Reads a mapping. Another node is noted as a mistake and has no fields. */
    public static YamlMapping read(YamlReading reading, Node node, String what, List<String> known) {
        var fields = new YamlMapping(reading, node);
        if (!(node instanceof MappingNode mapping)) {
            reading.addMistake(node, what + " must be a mapping with the keys: " + String.join(", ", known));
            return fields;
        }
        for (var tuple : mapping.getValue()) {
            var key = reading.hasTooManyMistakes() ? null : reading.word(tuple.getKeyNode(), "a key");
            if (key == null) {
                continue;
            }
            if (!known.contains(key)) {
                reading.addMistake(tuple.getKeyNode(), WordList.unknownMessage("key of " + what, key, known));
            } else if (fields.values.putIfAbsent(key, tuple.getValueNode()) != null) {
                reading.addMistake(tuple.getKeyNode(), "the key '" + key + "' is named twice; keep one");
            }
        }
        return fields;
    }

    public Node node() {
        return node;
    }

    public YamlReading reading() {
        return reading;
    }

    /** True for a mapping without any key, not even an unknown one. */
    public boolean isEmpty() {
        return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
    }

    /** The value of a key, or null if absent. */
    public @Nullable Node node(String key) {
        return values.get(key);
    }

    /** The value of a key, or null after noting that it is missing. */
    public @Nullable Node required(String key) {
        var value = values.get(key);
        if (value == null && node instanceof MappingNode) {
            reading.addMistake(node, "the key '" + key + "' is missing");
        }
        return value;
    }

    public @Nullable String requiredText(String key) {
        var value = required(key);
        return value == null ? null : reading.text(value, key);
    }

    public @Nullable String text(String key) {
        var value = node(key);
        return value == null ? null : reading.text(value, key);
    }

    /** Values for the words of a closed list under a key; empty if absent. */
    public <T> Set<T> meanings(String key, WordList<T> known) {
        Set<T> found = new LinkedHashSet<>();
        words(key, known).forEach(word -> found.add(Objects.requireNonNull(known.find(word))));
        return found;
    }

    /** Words of a closed list under a key; empty if absent. */
    public Set<String> words(String key, WordList<?> known) {
        return wordsAmong(key, known.kind(), known.words());
    }

    /** One of a few words under a key; the default if absent or wrong. */
    public <T> T word(String key, Function<T, String> name, List<T> few, T otherwise) {
        var at = node(key);
        var word = at == null ? null : reading.word(at, key);
        if (word == null || at == null) {
            return otherwise;
        }
        var found = few.stream().filter(one -> name.apply(one).equals(word)).findFirst();
        if (found.isEmpty()) {
            reading.addMistake(
                    at,
                    WordList.unknownMessage(key, word, few.stream().map(name).toList()));
        }
        return found.orElse(otherwise);
    }

    /** The parsed value of a key; null if absent, or after noting a mistake. */
    public <T> @Nullable T value(String key, Function<String, T> read, String expected) {
        var at = node(key);
        var word = at == null ? null : reading.word(at, key);
        if (word == null || at == null) {
            return null;
        }
        try {
            return read.apply(word);
        } catch (DateTimeException | IllegalArgumentException error) {
            reading.addMistake(at, key + ": '" + WordList.forDisplay(word) + "' is wrong; expected " + expected);
            return null;
        }
    }

    /** Free words under a key, each checked by the predicate; empty if absent. */
    public Set<String> names(String key, Predicate<String> right, String expected) {
        Set<String> found = new LinkedHashSet<>();
        for (var item : items(key)) {
            var word = reading.hasTooManyMistakes() ? null : reading.word(item, key);
            if (word != null && right.test(word)) {
                found.add(word);
            } else if (word != null) {
                reading.addMistake(item, "'" + WordList.forDisplay(word) + "' is no " + key + "; expected " + expected);
            }
        }
        return found;
    }

    /** Words under a key that are among the given ones; empty if absent. */
    public Set<String> wordsAmong(String key, String kind, List<String> known) {
        Set<String> found = new LinkedHashSet<>();
        for (var item : items(key)) {
            var word = reading.hasTooManyMistakes() ? null : reading.word(item, key);
            if (word != null && known.contains(word)) {
                found.add(word);
            } else if (word != null) {
                reading.addMistake(item, WordList.unknownMessage(kind, word, known));
            }
        }
        return found;
    }

    /** In strict reading, notes a problem for each word of a key; does nothing without words. */
    void checkWords(String key, Function<String, @Nullable String> problem) {
        if (!reading.checks().strict()) {
            return;
        }
        for (var item : items(key)) {
            var why = item instanceof ScalarNode scalar && reading.hasNoMistakes()
                    ? problem.apply(scalar.getValue())
                    : null;
            if (why != null) {
                reading.addMistake(item, why);
            }
        }
    }

    private List<Node> items(String key) {
        var value = node(key);
        return value == null ? List.of() : reading.items(value, key);
    }
}
