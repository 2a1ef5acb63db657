package io.facegate.policy.language;

import io.facegate.policy.vocabulary.Words;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** One YAML mapping whose keys were checked against those that are known. */
public final class Fields {
    private final Reading reading;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Fields(Reading reading, Node node) {
        this.reading = reading;
        this.node = node;
    }

    /** Reads a mapping; what is no mapping is a mistake and has no fields. */
    public static Fields of(Reading reading, Node node, String what, List<String> known) {
        var fields = new Fields(reading, node);
        if (!(node instanceof MappingNode mapping)) {
            reading.wrong(node, what + " must be a mapping with the keys: " + String.join(", ", known));
            return fields;
        }
        if (!reading.plain(node)) {
            return fields;
        }
        for (var tuple : mapping.getValue()) {
            var key = reading.text(tuple.getKeyNode(), "a key");
            if (key == null) {
                continue;
            }
            if (!known.contains(key)) {
                reading.wrong(tuple.getKeyNode(), Words.unknown("key of " + what, key, known));
            } else if (fields.values.putIfAbsent(key, tuple.getValueNode()) != null) {
                reading.wrong(tuple.getKeyNode(), "the key '" + key + "' is named twice");
            }
        }
        return fields;
    }

    public Node node() {
        return node;
    }

    public Reading reading() {
        return reading;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value of a key, or null where it is not named. */
    public @Nullable Node at(String key) {
        return values.get(key);
    }

    /** The value of a key, or null after noting that it is missing. */
    public @Nullable Node required(String key) {
        var value = values.get(key);
        if (value == null && node instanceof MappingNode) {
            reading.wrong(node, "the key '" + key + "' is missing");
        }
        return value;
    }

    public @Nullable String requiredText(String key) {
        var value = required(key);
        return value == null ? null : reading.text(value, key);
    }

    public @Nullable String text(String key) {
        var value = at(key);
        return value == null ? null : reading.text(value, key);
    }

    /** The words of a closed list that a key names; empty where it is not named. */
    public <T extends Enum<T>> Set<T> words(String key, Class<T> type, Words<T> known) {
        Set<T> found = EnumSet.noneOf(type);
        for (var item : items(key)) {
            var word = reading.text(item, key);
            var meaning = known.find(word);
            if (meaning != null) {
                found.add(meaning);
            } else if (word != null) {
                reading.wrong(item, known.unknown(word));
            }
        }
        return found;
    }

    /** Free words that a key names, each of which must look right; empty where it is not named. */
    public Set<String> names(String key, Predicate<String> right, String expected) {
        Set<String> found = new HashSet<>();
        for (var item : items(key)) {
            var word = reading.text(item, key);
            if (word != null && right.test(word)) {
                found.add(word);
            } else if (word != null) {
                reading.wrong(item, "'" + word + "' is no " + key + "; expected " + expected);
            }
        }
        return found;
    }

    private List<Node> items(String key) {
        var value = at(key);
        return value == null ? List.of() : reading.items(value, key);
    }
}
