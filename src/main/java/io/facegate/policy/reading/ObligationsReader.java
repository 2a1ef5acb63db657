package io.facegate.policy.reading;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the obligations of a rule, and those that a test expects. */
public final class ObligationsReader {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final LocalDate LAST = LocalDate.EPOCH.plusYears(100);

    private ObligationsReader() {}

    /** Reads the obligations of a mapping. */
    public static Obligations read(YamlReading reading, Node node) {
        var fields = YamlMapping.read(reading, node, "obligations", PolicyKeys.keysOf("obligations"));
        if (fields.isEmpty()) {
            reading.addMistake(node, "obligations ask for nothing; name at least one, or leave the key out");
        }
        var groups = new HashMap<String, YamlMapping>();
        var found = Obligations.NONE;
        for (var kind : Kind.values()) {
            var from = kind.group().isEmpty() ? fields : group(fields, kind.group(), groups);
            if (from != null) {
                found = found.with(kind, value(from, kind));
            }
        }
        if (reading.checks().strict() && reading.hasNoMistakes() && found.isEmpty() && !fields.isEmpty()) {
            reading.addMistake(node, "obligations ask for nothing; name at least one, or leave the key out");
        }
        return found;
    }

    private static @Nullable Object value(YamlMapping from, Kind kind) {
        var key = kind.key();
        return switch (kind.type()) {
            case SHARE ->
                from.value(
                        key,
                        text -> requireBetween(
                                WordPatterns.number(text), 0, kind.type().max()),
                        "a number from 0 to 1");
            case RESULTS, PEOPLE -> readWholeNumber(from, key, kind.type().max());
            case FLAG -> from.word(key, Object::toString, List.of(true, false), false);
            case CAPABILITIES -> attributes(from, key);
            case NOTICES ->
                from.names(key, word -> word.matches(WordPatterns.NOTICE), "lower-case letters and underscores");
            case DUTIES -> from.words(key, WordList.facts("duty"));
            case LENGTH -> from.value(key, ObligationsReader::length, "a length of time such as PT24H");
            case PERIOD -> from.value(key, ObligationsReader::period, "a length of days, months or years such as P30D");
        };
    }

    private static Set<Capability> attributes(YamlMapping fields, String key) {
        var found = fields.meanings(key, WordList.CAPABILITIES);
        var at = fields.node(key);
        if (at != null && found.stream().anyMatch(word -> !word.isWithin(Capability.ANALYZE))) {
            fields.reading().addMistake(at, "only attributes can be redacted: analyze, analyze.age, ...");
        }
        return found;
    }

    private static @Nullable Integer readWholeNumber(YamlMapping fields, String key, int most) {
        return fields.value(
                key,
                text -> (int) requireBetween(WordPatterns.parseWhole(text), 1, most),
                "a whole number from 1 to " + most);
    }

    private static Duration length(String text) {
        var length = WordPatterns.length(text);
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }

    private static Period period(String text) {
        var period = WordPatterns.period(text);
        if (period.isNegative() || LocalDate.EPOCH.plus(period).isAfter(LAST)) {
            throw new IllegalArgumentException(text);
        }
        return period;
    }

    private static double requireBetween(double number, double least, double most) {
        if (number >= least && number <= most) {
            return number;
        }
        throw new IllegalArgumentException("out of range");
    }

    /** The mapping of a group of keys, read once; null if the group is absent. */
    private static @Nullable YamlMapping group(YamlMapping fields, String group, Map<String, YamlMapping> read) {
        var node = fields.node(group);
        return node == null
                ? null
                : read.computeIfAbsent(group, name -> {
                    var keys = PolicyKeys.keysOf(name);
                    var mapping = YamlMapping.read(fields.reading(), node, name, keys);
                    if (fields.reading().checks().strict() && mapping.isEmpty()) {
                        fields.reading()
                                .addMistake(
                                        node, name + " names nothing; name " + either(keys) + ", or leave the key out");
                    }
                    return mapping;
                });
    }

    private static String either(List<String> keys) {
        int last = keys.size() - 1;
        return last < 1 ? String.join("", keys) : String.join(", ", keys.subList(0, last)) + " or " + keys.get(last);
    }
}
