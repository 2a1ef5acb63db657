package io.facegate.policy.schema;

import static io.facegate.policy.schema.SchemaPieces.map;
import static io.facegate.policy.schema.SchemaPieces.mapping;
import static io.facegate.policy.schema.SchemaPieces.name;
import static io.facegate.policy.schema.SchemaPieces.oneOrMore;
import static io.facegate.policy.schema.SchemaPieces.ref;
import static io.facegate.policy.schema.SchemaPieces.shape;
import static io.facegate.policy.schema.SchemaPieces.text;
import static io.facegate.policy.schema.SchemaPieces.words;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** JSON Schema of {@code invariants.yaml}. */
final class InvariantSchema {
    private InvariantSchema() {}

    static Map<String, Object> invariants() {
        return mapping("invariants", map("invariants", oneOrMore(ref("invariant"))), "invariants");
    }

    static Map<String, Object> definitions() {
        var all = new LinkedHashMap<String, Object>();
        all.put("invariant", invariant());
        all.put("given", given());
        all.put("condition", VocabularySchema.condition("condition", Set.of()));
        all.putAll(VocabularySchema.lists());
        return all;
    }

    private static Map<String, Object> invariant() {
        var values =
                map("id", name(WordPatterns.ID), "says", text(), "kind", words(Invariant.KINDS), "given", ref("given"));
        values.put("except", oneOrMore(ref("condition")));
        values.put("expect", words(List.of("refuse", "permit")));
        var some = Invariant.Omission.ALL.stream().map(Attribute::word).sorted();
        values.put(
                "attributes",
                oneOrMore(words(Stream.concat(Stream.of("all"), some).toList())));
        var invariant = mapping("invariant", values, "id", "says");
        invariant.put("allOf", List.of(omission(), chain()));
        return invariant;
    }

    private static Map<String, Object> omission() {
        return SchemaPieces.ifThen("kind", "omission", map("properties", map("given", false, "expect", false)));
    }

    private static Map<String, Object> chain() {
        var none = map("given", false, "expect", false, "except", false, "attributes", false);
        return SchemaPieces.ifThen("kind", "chain", map("properties", none));
    }

    private static Map<String, Object> given() {
        var values = VocabularySchema.conditions("condition", Set.of());
        values.putAll(map(
                "from",
                shape(WordPatterns.MOMENT),
                "until",
                shape(WordPatterns.MOMENT),
                "zone",
                shape(WordPatterns.ZONE)));
        var given = mapping("given", values);
        given.put("minProperties", 1);
        return given;
    }
}
