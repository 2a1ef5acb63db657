package io.facegate.vendor.google.wire.grpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Protobuf schema of one API version, as published in Google's client: messages and enums. */
final class ProtobufModel {
    /** Generated from Google's client; a test compares the two. */
    private static final List<Line> LINES = lines();

    private static final Map<String, ProtobufModel> ALL = Stream.of(
                    "v1", "v1p1beta1", "v1p2beta1", "v1p3beta1", "v1p4beta1")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ProtobufModel::new));

    private final Map<String, Map<Integer, Field>> numbered = new HashMap<>();
    private final Map<String, Map<String, Field>> named = new HashMap<>();
    private final Map<String, Map<String, Integer>> enums = new HashMap<>();

    private ProtobufModel(String version) {
        LINES.stream().filter(line -> line.isOf(version)).forEach(this::add);
        numbered.replaceAll((message, fields) -> resolveEnums(fields));
        named.replaceAll((message, fields) -> resolveEnums(fields));
    }

    /** One line of the schema table. */
    record Line(String what, String name, String inner, String type, String rule, String number, Set<String> versions) {
        private static Line of(String text) {
            var cells = text.split("\t", -1);
            return new Line(
                    cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], Set.of(cells[6].split(",", -1)));
        }

        /** Types outside Vision's own packages are the same in every version. */
        private boolean isOf(String version) {
            return name.startsWith("google.") || versions.contains(version);
        }
    }

    /**
     * One field of a message.
     *
     * @param name the JSON name
     * @param type the message or enum type, or the scalar's name
     */
    record Field(String name, int number, ProtobufType kind, String type, Rule rule) {}

    /** Cardinality of a field. */
    enum Rule {
        ONE,
        MANY,
        /** A map with text keys. */
        MAP
    }

    /** Returns the lines that describe methods. */
    static List<Line> methods() {
        return LINES.stream().filter(line -> line.what.equals("method")).toList();
    }

    /** Returns the schema of an API version published by Google. */
    static ProtobufModel forVersion(String version) {
        return Objects.requireNonNull(ALL.get(version), version);
    }

    /** Returns the field with that number, or null. */
    @Nullable
    Field field(String message, int number) {
        return numbered.getOrDefault(message, Map.of()).get(number);
    }

    /** Returns the field with that name, or null. */
    @Nullable
    Field field(String message, String name) {
        return named.getOrDefault(message, Map.of()).get(name);
    }

    /** Returns true if the message has fields. */
    boolean has(String message) {
        return named.containsKey(message);
    }

    /** Returns the number of an enum value, or null when it is unknown. */
    @Nullable
    Integer number(String type, String word) {
        return enums.getOrDefault(type, Map.of()).get(word);
    }

    private void add(Line line) {
        switch (line.what) {
            case "field" -> {
                var rule = Rule.valueOf(line.rule.toUpperCase(java.util.Locale.ROOT));
                int number = Integer.parseInt(line.number);
                var field = new Field(line.inner, number, ProtobufType.fromName(line.type), line.type, rule);
                numbered.computeIfAbsent(line.name, name -> new HashMap<>()).put(number, field);
                named.computeIfAbsent(line.name, name -> new HashMap<>()).put(line.inner, field);
            }
            case "enum" ->
                enums.computeIfAbsent(line.name, name -> new HashMap<>()).put(line.inner, Integer.valueOf(line.type));
            default -> {
                // A method belongs to a service, not to a message.
            }
        }
    }

    /** Returns the fields with enum types resolved. */
    private <K> Map<K, Field> resolveEnums(Map<K, Field> fields) {
        return fields.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> {
            var field = entry.getValue();
            return enums.containsKey(field.type)
                    ? new Field(field.name, field.number, ProtobufType.ENUM, field.type, field.rule)
                    : field;
        }));
    }

    private static List<Line> lines() {
        var stream = Objects.requireNonNull(ProtobufModel.class.getResourceAsStream("messages.tsv"));
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().map(Line::of).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
