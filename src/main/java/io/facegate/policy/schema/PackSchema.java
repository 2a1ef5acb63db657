package io.facegate.policy.schema;

import static io.facegate.policy.schema.SchemaPieces.map;
import static io.facegate.policy.schema.SchemaPieces.mapping;
import static io.facegate.policy.schema.SchemaPieces.name;
import static io.facegate.policy.schema.SchemaPieces.oneOf;
import static io.facegate.policy.schema.SchemaPieces.oneOrMore;
import static io.facegate.policy.schema.SchemaPieces.ref;
import static io.facegate.policy.schema.SchemaPieces.shape;
import static io.facegate.policy.schema.SchemaPieces.text;
import static io.facegate.policy.schema.SchemaPieces.words;

import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schema of packs and overrides. */
final class PackSchema {
    private PackSchema() {}

    static Map<String, Object> pack() {
        var values = map("pack", name(WordPatterns.ID), "title", text(), "binds", text());
        values.put("status", status());
        values.put("mode", mode());
        values.put("cities", oneOrMore(text()));
        values.put("rules", oneOrMore(ref("rule")));
        return mapping("pack", values, "pack", "title", "binds", "rules");
    }

    static Map<String, Object> definitions() {
        var all = new LinkedHashMap<String, Object>();
        all.put("rule", rule());
        all.put(
                "match_of_refusal",
                VocabularySchema.condition("match_of_refusal", EnumSet.of(Attribute.EVIDENCE, Attribute.EXEMPTION)));
        all.put("match_of_permit", VocabularySchema.condition("match_of_permit", EnumSet.of(Attribute.ON_BEHALF_OF)));
        all.put("match_of_oblige", VocabularySchema.condition("match_of_oblige", EnumSet.noneOf(Attribute.class)));
        all.put("exception", VocabularySchema.condition("exception", EnumSet.of(Attribute.ON_BEHALF_OF)));
        all.put("amendment", amendment());
        all.put("citation", VocabularySchema.citation());
        all.put("obligations", VocabularySchema.obligations());
        all.putAll(VocabularySchema.lists());
        return all;
    }

    private static Map<String, Object> rule() {
        var values = map("id", name(WordPatterns.ID), "effect", words(effects()), "mode", mode());
        values.put("match", map("type", "object"));
        values.put("when", text());
        values.put("from", moment());
        values.put("until", moment());
        values.put("zone", shape(WordPatterns.LOCAL + '|' + WordPatterns.ZONE));
        values.put("until_condition", text());
        values.put("after", words(List.of("nothing", "review")));
        values.put("amendments", oneOrMore(ref("amendment")));
        values.put("status", status());
        values.put("superseded_by", name(WordPatterns.ID + "(/" + WordPatterns.ID + ")?"));
        values.put("unless", oneOrMore(ref("exception")));
        values.put("reason", map("type", "object"));
        values.put("review", review());
        values.put("obligations", ref("obligations"));
        values.put("citation", ref("citation"));
        values.put("appeal", text());
        var rule = mapping("rule", values, "id", "effect", "match");
        rule.put("allOf", List.of(refusal(), permit(), oblige()));
        return rule;
    }

    private static Map<String, Object> refusal() {
        var reason = mapping("reason", map("code", name(WordPatterns.CODE), "text", text()), "code", "text");
        return forEffect(
                Effect.REFUSE.word(),
                map("match", ref("match_of_refusal"), "reason", reason, "obligations", false),
                List.of("reason", "citation"));
    }

    private static Map<String, Object> permit() {
        var values = map("match", ref("match_of_permit"), "reason", reason(), "unless", false);
        values.putAll(onlyOfRefusals());
        return forEffect(Effect.PERMIT.word(), values, List.of());
    }

    private static Map<String, Object> oblige() {
        var values = map("match", ref("match_of_oblige"), "reason", reason());
        values.putAll(onlyOfRefusals());
        return forEffect(Effect.OBLIGE.word(), values, List.of("obligations", "citation"));
    }

    private static Map<String, Object> onlyOfRefusals() {
        return map("after", false, "review", false, "appeal", false);
    }

    private static Map<String, Object> forEffect(String effect, Map<String, Object> values, List<String> required) {
        var then = map("properties", values);
        if (!required.isEmpty()) {
            then.put("required", required);
        }
        return SchemaPieces.ifThen("effect", effect, then);
    }

    private static Map<String, Object> reason() {
        return mapping("reason", map("text", text()), "text");
    }

    private static Map<String, Object> review() {
        return mapping("review", map("evidence", oneOrMore(ref("evidence")), "text", text()), "text");
    }

    private static Map<String, Object> amendment() {
        var values = map("known", shape(WordPatterns.DAY), "from", moment(), "until", moment(), "status", status());
        values.put("citation", ref("citation"));
        return oneOf(mapping("amendment", values, "known"), List.of("from", "until", "status"));
    }

    /** A moment, or {@code none} for an open end. */
    private static Map<String, Object> moment() {
        return shape("none|" + WordPatterns.MOMENT);
    }

    private static Map<String, Object> status() {
        return words(Arrays.stream(LegalStatus.values()).map(LegalStatus::word).toList());
    }

    private static Map<String, Object> mode() {
        return words(Arrays.stream(RuleMode.values()).map(RuleMode::word).toList());
    }

    private static List<String> effects() {
        return Arrays.stream(Effect.values()).map(Effect::word).toList();
    }

    static Map<String, Object> overrides() {
        var values = map("rule", name(WordPatterns.ID + '/' + WordPatterns.ID), "by", text(), "reason", text());
        values.put("on", shape(WordPatterns.DAY));
        values.put("until", shape(WordPatterns.DAY));
        var override = mapping("override", values, "rule", "by", "reason", "on");
        return mapping("overrides", map("overrides", oneOrMore(override)), "overrides");
    }
}
