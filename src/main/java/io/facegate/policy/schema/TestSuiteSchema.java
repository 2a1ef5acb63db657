package io.facegate.policy.schema;

import static io.facegate.policy.schema.SchemaPieces.anyOf;
import static io.facegate.policy.schema.SchemaPieces.map;
import static io.facegate.policy.schema.SchemaPieces.mapping;
import static io.facegate.policy.schema.SchemaPieces.name;
import static io.facegate.policy.schema.SchemaPieces.number;
import static io.facegate.policy.schema.SchemaPieces.oneOrMore;
import static io.facegate.policy.schema.SchemaPieces.ref;
import static io.facegate.policy.schema.SchemaPieces.shape;
import static io.facegate.policy.schema.SchemaPieces.share;
import static io.facegate.policy.schema.SchemaPieces.text;
import static io.facegate.policy.schema.SchemaPieces.words;

import io.facegate.policy.testing.TestCaseWords;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema of a policy test file. */
final class TestSuiteSchema {
    private TestSuiteSchema() {}

    static Map<String, Object> suite() {
        var values = map("packs", oneOrMore(name(WordPatterns.ID)), "over", words(List.of(TestCaseWords.EVERYTHING)));
        values.put("given", testCase());
        values.put("cases", oneOrMore(ref("case")));
        return mapping("suite", values, "cases");
    }

    static Map<String, Object> definitions() {
        var all = new LinkedHashMap<String, Object>();
        all.put("case", testCase("name"));
        all.put("party", party());
        all.put("obligations", VocabularySchema.obligations());
        all.putAll(VocabularySchema.lists());
        return all;
    }

    private static Map<String, Object> testCase(String... required) {
        var values = new LinkedHashMap<String, Object>();
        for (var key : PolicyKeys.keysOf("case")) {
            var attribute = Attribute.fromWord(key);
            values.put(key, attribute == null ? keySchema(key) : attributeSchema(attribute));
        }
        return mapping("case", values, required);
    }

    private static Map<String, Object> keySchema(String key) {
        return switch (key) {
            case "caller" -> anyOf(ref("organisation"), ref("party"));
            case "capabilities" -> oneOrMore(ref("capability"));
            case "references" -> oneOrMore(ref("reference"));
            case "now", "known" -> shape(WordPatterns.MOMENT);
            case "zone" -> shape(WordPatterns.ZONE);
            case "expect" -> expect();
            default -> text();
        };
    }

    private static Map<String, Object> attributeSchema(Attribute attribute) {
        return switch (attribute) {
            case PURPOSE, PROVIDER -> ref(attribute.word());
            case OPERATION -> text();
            case THRESHOLD -> share();
            case USE_AGE -> shape(WordPatterns.LENGTH);
            default ->
                switch (attribute.kind()) {
                    case WORD -> oneOrMore(ref(attribute.word()));
                    case PLACE -> oneOrMore(ref("place"));
                    case DATE -> shape(WordPatterns.DAY);
                    default -> number(map());
                };
        };
    }

    private static Map<String, Object> expect() {
        var obligations = anyOf(words(TestCaseWords.NO_MORE), ref("obligations"));
        return anyOf(words(TestCaseWords.EXPECTED), mapping("expect", map("obligations", obligations), "obligations"));
    }

    private static Map<String, Object> party() {
        var principal = mapping("party", members(), "organisation");
        var values = members();
        values.put("on_behalf_of", oneOrMore(anyOf(ref("organisation"), principal)));
        return mapping("party", values, "organisation");
    }

    private static Map<String, Object> members() {
        return map("organisation", ref("organisation"), "id", text(), "jurisdictions", oneOrMore(ref("place")));
    }
}
