package io.facegate.policy.schema;

import static io.facegate.policy.schema.Pieces.anyOf;
import static io.facegate.policy.schema.Pieces.map;
import static io.facegate.policy.schema.Pieces.mapping;
import static io.facegate.policy.schema.Pieces.name;
import static io.facegate.policy.schema.Pieces.number;
import static io.facegate.policy.schema.Pieces.ref;
import static io.facegate.policy.schema.Pieces.shape;
import static io.facegate.policy.schema.Pieces.share;
import static io.facegate.policy.schema.Pieces.some;
import static io.facegate.policy.schema.Pieces.text;
import static io.facegate.policy.schema.Pieces.words;

import io.facegate.policy.trial.CaseWords;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of a test file. */
final class SuiteSchema {
    private SuiteSchema() {}

    static Map<String, Object> suite() {
        var values = map("packs", some(name(Shapes.ID)), "over", words(List.of(CaseWords.EVERYTHING)));
        values.put("given", asked());
        values.put("cases", some(ref("case")));
        return mapping("suite", values, "cases");
    }

    static Map<String, Object> definitions() {
        var all = new LinkedHashMap<String, Object>();
        all.put("case", asked("name"));
        all.put("party", party());
        all.put("obligations", Vocabularies.obligations());
        all.putAll(Vocabularies.lists());
        return all;
    }

    private static Map<String, Object> asked(String... required) {
        var values = new LinkedHashMap<String, Object>();
        for (var key : Keys.of("case")) {
            var attribute = Attribute.of(key);
            values.put(key, attribute == null ? told(key) : attested(attribute));
        }
        return mapping("case", values, required);
    }

    private static Map<String, Object> told(String key) {
        return switch (key) {
            case "caller" -> anyOf(ref("organisation"), ref("party"));
            case "capabilities" -> some(ref("capability"));
            case "references" -> some(ref("reference"));
            case "now", "known" -> shape(Shapes.MOMENT);
            case "zone" -> shape(Shapes.ZONE);
            case "expect" -> expect();
            default -> text();
        };
    }

    private static Map<String, Object> attested(Attribute attribute) {
        return switch (attribute) {
            case PURPOSE, PROVIDER -> ref(attribute.word());
            case OPERATION -> text();
            case THRESHOLD -> share();
            case USE_AGE -> shape(Shapes.LENGTH);
            default ->
                switch (attribute.kind()) {
                    case WORD -> some(ref(attribute.word()));
                    case PLACE -> some(ref("place"));
                    case DATE -> shape(Shapes.DAY);
                    default -> number(map());
                };
        };
    }

    private static Map<String, Object> expect() {
        var obligations = anyOf(words(CaseWords.NO_MORE), ref("obligations"));
        return anyOf(words(CaseWords.EXPECTED), mapping("expect", map("obligations", obligations), "obligations"));
    }

    private static Map<String, Object> party() {
        var principal = mapping("party", members(), "organisation");
        var values = members();
        values.put("on_behalf_of", some(anyOf(ref("organisation"), principal)));
        return mapping("party", values, "organisation");
    }

    private static Map<String, Object> members() {
        return map("organisation", ref("organisation"), "id", text(), "jurisdictions", some(ref("place")));
    }
}
