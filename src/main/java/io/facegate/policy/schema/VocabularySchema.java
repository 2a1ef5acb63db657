package io.facegate.policy.schema;

import static io.facegate.policy.schema.SchemaPieces.anyOf;
import static io.facegate.policy.schema.SchemaPieces.map;
import static io.facegate.policy.schema.SchemaPieces.mapping;
import static io.facegate.policy.schema.SchemaPieces.name;
import static io.facegate.policy.schema.SchemaPieces.number;
import static io.facegate.policy.schema.SchemaPieces.oneOf;
import static io.facegate.policy.schema.SchemaPieces.oneOrMore;
import static io.facegate.policy.schema.SchemaPieces.ref;
import static io.facegate.policy.schema.SchemaPieces.shape;
import static io.facegate.policy.schema.SchemaPieces.share;
import static io.facegate.policy.schema.SchemaPieces.text;
import static io.facegate.policy.schema.SchemaPieces.wholeNumber;
import static io.facegate.policy.schema.SchemaPieces.words;

import io.facegate.call.ObligationType;
import io.facegate.call.Obligations;
import io.facegate.policy.language.Citation;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Attribute.Kind;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shared schema definitions of packs and tests: closed lists, places, conditions, obligations. */
final class VocabularySchema {
    private VocabularySchema() {}

    /** One definition for each closed list, with the meaning of each word. */
    static Map<String, Object> lists() {
        var lists = new LinkedHashMap<String, Object>();
        for (var attribute : Attribute.values()) {
            if (attribute.words() != null) {
                lists.put(attribute.word(), list(attribute.words()));
            }
        }
        lists.put("on_behalf_of", ref("organisation"));
        lists.put("duty", list(WordList.facts("duty")));
        lists.put("place", place());
        return lists;
    }

    private static Map<String, Object> list(WordList<?> words) {
        if (words.words().stream().allMatch(word -> meaning(words.find(word)).isEmpty())) {
            return words(words.words());
        }
        return map(
                "anyOf",
                words.words().stream()
                        .map(word -> map("const", word, "description", meaning(words.find(word))))
                        .toList());
    }

    private static String meaning(@org.jspecify.annotations.Nullable Object word) {
        return switch (word) {
            case WordList.Meaning meaning -> meaning.text();
            case Purpose purpose -> purpose.title();
            case OrganisationType type -> type.title();
            case null, default -> "";
        };
    }

    private static Map<String, Object> place() {
        var countries = Arrays.stream(Locale.getISOCountries()).sorted().toList();
        var known = new ArrayList<>(CountryGroups.names().stream().sorted().toList());
        known.addAll(countries);
        var inside = countries.stream().collect(Collectors.joining("|", "(?:", ")"))
                + "(-[A-Z0-9]{1,3})?(/[a-z][a-z0-9-]{0,60})?";
        return anyOf(words(known), shape(inside));
    }

    /** A condition that may name all attributes except these. */
    static Map<String, Object> condition(String definition, Set<Attribute> barred) {
        var schema = mapping("condition", conditions(definition, barred));
        schema.put("minProperties", 1);
        return schema;
    }

    /** Properties of a condition: attributes with their allowed values. */
    static Map<String, Object> conditions(String definition, Set<Attribute> barred) {
        var values = new LinkedHashMap<String, Object>();
        for (var key : PolicyKeys.keysOf("condition")) {
            var attribute = Attribute.fromWord(key);
            if (attribute == null) {
                values.put(key, oneOrMore(ref(definition)));
            } else if (!barred.contains(attribute)) {
                values.put(key, named(attribute));
            } else if (attribute == Attribute.EVIDENCE) {
                values.put(key, oneOrMore(words(List.copyOf(WordList.ADVERSE))));
            }
        }
        return values;
    }

    private static Map<String, Object> named(Attribute attribute) {
        return switch (attribute.kind()) {
            case WORD -> oneOrMore(ref(attribute.word()));
            case PLACE -> oneOrMore(ref("place"));
            case NAME ->
                oneOrMore(name(attribute == Attribute.OPERATION ? WordPatterns.OPERATION : WordPatterns.REGISTERED));
            case NUMBER, DATE, DURATION -> range(attribute.kind());
        };
    }

    private static Map<String, Object> range(Kind kind) {
        var end = end(kind);
        var values = map("at_least", end, "below", end);
        if (kind == Kind.DATE) {
            values.put("zone", shape(WordPatterns.ZONE));
        }
        return oneOf(mapping("range", values), List.of("at_least", "below"));
    }

    private static Map<String, Object> end(Kind kind) {
        return switch (kind) {
            case DATE -> shape(WordPatterns.MOMENT);
            case DURATION -> shape(WordPatterns.LENGTH);
            default -> number(map());
        };
    }

    static Map<String, Object> obligations() {
        var values = new LinkedHashMap<String, Object>();
        var groups = new LinkedHashMap<String, Map<String, Object>>();
        for (var kind : Obligations.Kind.values()) {
            if (kind.group().isEmpty()) {
                values.put(kind.key(), obligation(kind.type()));
            } else {
                groups.computeIfAbsent(kind.group(), group -> new LinkedHashMap<>())
                        .put(kind.key(), obligation(kind.type()));
            }
        }
        groups.forEach((group, keys) -> values.put(group, mapping(group, keys)));
        var schema = mapping("obligations", values);
        schema.put("minProperties", 1);
        return schema;
    }

    private static Map<String, Object> obligation(ObligationType type) {
        return switch (type) {
            case SHARE -> share();
            case RESULTS, PEOPLE -> wholeNumber(type.max());
            case FLAG -> words(List.of(true, false, "true", "false"));
            case CAPABILITIES -> oneOrMore(ref("capability"));
            case NOTICES -> oneOrMore(name(WordPatterns.NOTICE));
            case DUTIES -> oneOrMore(ref("duty"));
            case LENGTH -> shape(WordPatterns.LENGTH);
            case PERIOD -> shape(WordPatterns.PERIOD);
        };
    }

    static Map<String, Object> citation() {
        var values = map("ref", text(), "url", shape("https://.*"), "checked", shape(WordPatterns.DAY));
        values.put("evidence", words(Citation.EVIDENCE));
        return mapping("citation", values, "ref", "checked");
    }
}
