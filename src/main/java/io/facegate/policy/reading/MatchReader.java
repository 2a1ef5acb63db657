package io.facegate.policy.reading;

import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code match}, the exceptions in {@code unless}, and nested conditions. */
final class MatchReader {
    private static final int DEEPEST = 8;

    private final YamlReading reading;
    private final String what;
    private final Set<Attribute> barred;

    /** @param barred attributes that this condition must not name, because leaving them out would gain access */
    private MatchReader(YamlReading reading, String what, Set<Attribute> barred) {
        this.reading = reading;
        this.what = what;
        this.barred = barred;
    }

    static MatchCondition read(YamlReading reading, Node node, String what, Set<Attribute> barred) {
        return new MatchReader(reading, what, barred).match(node, 0);
    }

    /** Reads the condition of a mapping that also has other keys. */
    static MatchCondition read(YamlMapping fields, String what) {
        return new MatchReader(fields.reading(), what, Set.of()).match(fields, 0);
    }

    private MatchCondition match(Node node, int depth) {
        if (depth > DEEPEST) {
            reading.addMistake(node, what + " is nested deeper than " + DEEPEST);
            return MatchCondition.EVERYTHING;
        }
        return match(YamlMapping.read(reading, node, what, PolicyKeys.keysOf("condition")), depth);
    }

    private MatchCondition match(YamlMapping fields, int depth) {
        var node = fields.node();
        if (fields.isEmpty()) {
            reading.addMistake(node, what + " is empty, so it would match every call; name at least one key");
        }
        var words = new EnumMap<Attribute, Set<String>>(Attribute.class);
        var ranges = new EnumMap<Attribute, NumberRange>(Attribute.class);
        for (var attribute : Attribute.values()) {
            var at = fields.node(attribute.word());
            if (at == null) {
                continue;
            }
            if (attribute.isRange()) {
                var range = range(at, attribute);
                if (range != null) {
                    ranges.put(attribute, range);
                }
            } else {
                words.put(attribute, words(fields, attribute));
            }
            rejectBarred(at, attribute, words.getOrDefault(attribute, Set.of()));
        }
        return new MatchCondition(words, ranges, readNested(fields, "any", depth), readNested(fields, "all", depth));
    }

    private void rejectBarred(Node at, Attribute attribute, Set<String> named) {
        boolean adverse = !named.isEmpty() && WordList.ADVERSE.containsAll(named);
        if (barred.contains(attribute) && !(attribute == Attribute.EVIDENCE && adverse)) {
            reading.addMistake(
                    at,
                    switch (attribute) {
                        case EVIDENCE ->
                            "a refusal that depends on evidence could be avoided by not showing the evidence; write"
                                    + " the exception into unless";
                        case EXEMPTION -> "an exemption refuses nothing; write the exception into unless";
                        default ->
                            attribute.word() + " in " + what
                                    + " would let an additional organisation in the chain gain access";
                    });
        }
    }

    private List<MatchCondition> readNested(YamlMapping fields, String key, int depth) {
        var found = new ArrayList<MatchCondition>();
        var at = fields.node(key);
        if (at != null) {
            reading.items(at, key).forEach(item -> found.add(match(item, depth + 1)));
        }
        return found;
    }

    private static Set<String> words(YamlMapping fields, Attribute attribute) {
        var key = attribute.word();
        if (attribute.words() != null) {
            return fields.words(key, attribute.words());
        }
        if (attribute.kind() == Kind.PLACE) {
            var found = fields.names(
                    key,
                    Jurisdictions::isWellFormed,
                    "ISO 3166 such as US, US-OR or US-OR/portland, or a group such as EU");
            fields.checkWords(
                    key, place -> KnownPlaces.problem(place, fields.reading().cities()));
            return found;
        }
        if (attribute == Attribute.OPERATION) {
            fields.checkWords(key, KnownOperations::problem);
        }
        return attribute == Attribute.OPERATION
                ? fields.names(
                        key, word -> word.matches(WordPatterns.OPERATION), "a vendor's operation such as DetectFaces")
                : fields.names(
                        key,
                        word -> word.matches(WordPatterns.REGISTERED),
                        "an id of the registry such as corner-shop");
    }

    private @Nullable NumberRange range(Node at, Attribute attribute) {
        var keys = attribute.kind() == Kind.DATE
                ? PolicyKeys.keysOf("range")
                : PolicyKeys.keysOf("range", List.of("zone"));
        var fields = YamlMapping.read(reading, at, attribute.word(), keys);
        var from = fields.node("at_least");
        var below = fields.node("below");
        if (from == null && below == null) {
            reading.addMistake(at, attribute.word() + " names no number; write {at_least: ...}, {below: ...} or both");
            return null;
        }
        var times = PolicyTimes.read(fields, false);
        var low = from == null ? Double.valueOf(Double.NEGATIVE_INFINITY) : number(from, attribute, times);
        var high = below == null ? Double.valueOf(Double.POSITIVE_INFINITY) : number(below, attribute, times);
        if (low == null || high == null) {
            return null;
        }
        if (low >= high) {
            reading.addMistake(at, "below must be more than at_least");
        } else if (reading.checks().strict()) {
            checkPossible(attribute, from, low);
            checkPossible(attribute, below, high);
            if (below != null && high == 0 && attribute.kind() != Kind.DATE) {
                reading.addMistake(below, "no " + attribute.word() + " is below 0, so this never holds");
            }
        }
        return new NumberRange(low, high);
    }

    private void checkPossible(Attribute attribute, @Nullable Node at, double number) {
        var why = at == null ? null : AttributeNumberDomain.problem(attribute, number);
        if (at != null && why != null) {
            reading.addMistake(at, why);
        }
    }

    private @Nullable Double number(Node node, Attribute attribute, PolicyTimes times) {
        if (attribute.kind() == Kind.DATE) {
            var moment = times.readInstant(node, attribute.word());
            return moment == null ? null : (double) moment.toEpochMilli();
        }
        var text = reading.word(node, attribute.word());
        if (text == null) {
            return null;
        }
        try {
            if (attribute.kind() == Kind.DURATION) {
                return (double) WordPatterns.length(text).toMillis();
            }
            double number = WordPatterns.number(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException error) {
            // reported below, in policy words
        }
        reading.addMistake(
                node,
                "'" + WordList.forDisplay(text) + "' is not a "
                        + (attribute.kind() == Kind.DURATION
                                ? "length of time; expected one such as PT24H"
                                : "number; expected one such as 0.99"));
        return null;
    }

    /** Reads a key whose value is one condition or a list of conditions. */
    static List<MatchCondition> list(YamlReading reading, @Nullable Node node, String what, Set<Attribute> barred) {
        var found = new ArrayList<MatchCondition>();
        if (node != null) {
            reading.items(node, what).forEach(item -> found.add(read(reading, item, what, barred)));
        }
        return found;
    }
}
