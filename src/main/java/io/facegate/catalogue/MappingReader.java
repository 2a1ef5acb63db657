package io.facegate.catalogue;

import io.facegate.call.Capability;
import io.facegate.catalogue.CatalogueNode.Items;
import io.facegate.catalogue.CatalogueNode.Mapping;
import io.facegate.catalogue.CatalogueNode.Scalar;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Strict reader of one mapping of a catalogue: a key that nobody read is an error of {@link #end}. */
final class MappingReader {
    private final String file;
    private final @Nullable MappingReader parent;
    private final String key;
    private final Mapping node;
    private final Set<String> read = new HashSet<>();

    /** The whole file. */
    MappingReader(String file, Mapping node) {
        this(file, null, "", node);
    }

    private MappingReader(String file, @Nullable MappingReader parent, String key, Mapping node) {
        this.file = file;
        this.parent = parent;
        this.key = key;
        this.node = node;
    }

    /** The keys that lead here. */
    private String place() {
        return parent == null ? "" : parent.place() + ", " + key;
    }

    private CatalogueException error(int line, String what) {
        return new CatalogueException(file + ", line " + line + place() + ": " + what);
    }

    /** The error of a value under a key. */
    CatalogueException error(String key, String what) {
        var value = node.entries().get(key);
        return error(value == null ? node.line() : value.line(), key + ' ' + what);
    }

    /** Throws when the mapping has a key that was not read. */
    void end() {
        for (var entry : node.entries().entrySet()) {
            if (!read.contains(entry.getKey())) {
                throw error(
                        entry.getValue().line(),
                        "there is no key " + entry.getKey() + "; the keys here are "
                                + String.join(", ", new TreeSet<>(read)));
            }
        }
    }

    boolean has(String key) {
        read.add(key);
        return node.entries().containsKey(key);
    }

    private @Nullable CatalogueNode optional(String key) {
        read.add(key);
        return node.entries().get(key);
    }

    private CatalogueNode required(String key) {
        var value = optional(key);
        if (value == null) {
            throw error(node.line(), "the key " + key + " is missing");
        }
        return value;
    }

    private String scalar(String key, CatalogueNode value) {
        if (value instanceof Scalar(int _, String text) && !text.isBlank()) {
            return text;
        }
        throw error(value.line(), key + " must be a single value");
    }

    String text(String key) {
        return scalar(key, required(key));
    }

    @Nullable
    String textOrNull(String key) {
        var value = optional(key);
        return value == null ? null : scalar(key, value);
    }

    /** True or absent; {@code false} is left out, so that there is one way to write it. */
    boolean flag(String key) {
        var value = optional(key);
        if (value != null && !scalar(key, value).equals("true")) {
            throw error(value.line(), key + " is either true or left out");
        }
        return value != null;
    }

    /** A number; none when the key is absent. */
    OptionalDouble numberOrNone(String key) {
        var text = textOrNull(key);
        if (text == null) {
            return OptionalDouble.empty();
        }
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw error(key, "is not a number: " + text);
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }

    /** A whole number from 1; none when the key is absent. */
    OptionalInt count(String key) {
        var text = textOrNull(key);
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw error(key, "is not a whole number from 1: " + text);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** The distinct words of a list, in its order; empty when the key is absent. */
    Set<String> words(String key) {
        var value = optional(key);
        if (value == null) {
            return Set.of();
        }
        var words = new LinkedHashSet<String>();
        for (var item : items(key, value)) {
            if (!words.add(scalar(key, item))) {
                throw error(item.line(), key + " has " + scalar(key, item) + " twice");
            }
        }
        return Collections.unmodifiableSet(words);
    }

    private List<CatalogueNode> items(String key, CatalogueNode value) {
        if (value instanceof Items(int _, var items)) {
            return items;
        }
        throw error(value.line(), key + " must be a list");
    }

    /** The capabilities of a list that must be there, even if it is empty. */
    Set<Capability> capabilities(String key) {
        required(key);
        return capabilitiesOrNone(key);
    }

    Set<Capability> capabilitiesOrNone(String key) {
        var found = new LinkedHashSet<Capability>();
        for (var word : words(key)) {
            found.add(capability(key, word));
        }
        return Collections.unmodifiableSet(found);
    }

    Capability capability(String key, String word) {
        var capability = Capability.fromCode(word);
        if (capability == null) {
            throw error(key, "names an unknown capability: " + word);
        }
        return capability;
    }

    /** The constant of an enum, written in lower case. */
    <E extends Enum<E>> E constant(String key, String word, Class<E> type) {
        for (var each : Objects.requireNonNull(type.getEnumConstants())) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw error(key, "has an unknown value: " + word);
    }

    /** A mapping under a key, or null. */
    @Nullable
    MappingReader mappingOrNull(String key) {
        var value = optional(key);
        return value == null ? null : mapping(key, value);
    }

    private MappingReader mapping(String key, CatalogueNode value) {
        if (value instanceof Mapping mapping) {
            return new MappingReader(file, this, key, mapping);
        }
        throw error(value.line(), key + " must be a mapping");
    }

    /** A mapping under a key; an empty one when the key is absent. */
    MappingReader mapping(String key) {
        var value = optional(key);
        return mapping(key, value == null ? new Mapping(node.line(), Map.of()) : value);
    }

    /** Reads each entry of this mapping, whose keys are names, in the file's order. */
    <T> Map<String, T> each(BiFunction<String, MappingReader, T> reader) {
        var all = new LinkedHashMap<String, T>();
        node.entries().forEach((key, value) -> {
            read.add(key);
            var entry = mapping(key, value);
            all.put(key, reader.apply(key, entry));
            entry.end();
        });
        return Collections.unmodifiableMap(all);
    }

    /** The keys of this mapping where they are names. */
    Set<String> names() {
        return node.entries().keySet();
    }
}
