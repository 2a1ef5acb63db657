package io.facegate.policy.reading;

import io.facegate.call.Refusal;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.RuleText;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the texts of a rule: reason, citation, appeal and review. */
final class RuleTextReader {
    private static final int LONGEST_CITATION = 1024;
    /** Default appeal text. */
    static final String APPEAL =
            "write to the operator of this gateway, quote the decision id, and say what is wrong about the rule.";

    private final YamlReading reading;
    private final YamlMapping rule;
    private final boolean refuses;

    private RuleTextReader(YamlMapping rule, boolean refuses) {
        this.reading = rule.reading();
        this.rule = rule;
        this.refuses = refuses;
    }

    static RuleText read(YamlMapping rule, Effect effect) {
        var reader = new RuleTextReader(rule, effect == Effect.REFUSE);
        return effect == Effect.REFUSE ? reader.refusal() : reader.other(effect);
    }

    private RuleText refusal() {
        var why = rule.required("reason");
        var source = rule.required("citation");
        var appeal = rule.text("appeal");
        var review = review();
        if (why == null || source == null) {
            return RuleText.NOTHING;
        }
        var reason = reason(why);
        var code = reason.requiredText("code");
        var text = reason.requiredText("text");
        var named = reason.at("code");
        if (code != null && named != null && !code.matches(WordPatterns.CODE)) {
            reading.wrong(
                    named,
                    "'" + WordList.shown(code)
                            + "' is not a reason code; expected lower-case letters, digits and underscores");
        }
        return new RuleText(
                code == null ? "" : code, text, citation(reading, source), appeal == null ? APPEAL : appeal, review);
    }

    private RuleText other(Effect effect) {
        for (var key : List.of("appeal", "review")) {
            var at = rule.at(key);
            if (at != null) {
                reading.wrong(at, "only a refusal has the key '" + key + "'; leave it out");
            }
        }
        var why = rule.at("reason");
        var source = effect == Effect.OBLIGE ? rule.required("citation") : rule.at("citation");
        return new RuleText(
                "",
                why == null ? null : reason(why).requiredText("text"),
                source == null ? null : citation(reading, source),
                "",
                null);
    }

    private YamlMapping reason(Node node) {
        return YamlMapping.of(
                reading, node, "reason", refuses ? PolicyKeys.of("reason") : PolicyKeys.of("reason", List.of("code")));
    }

    private Refusal.@Nullable Review review() {
        var node = rule.at("review");
        if (node == null) {
            return null;
        }
        var fields = YamlMapping.of(reading, node, "review", PolicyKeys.of("review"));
        var text = fields.requiredText("text");
        var evidence = fields.words("evidence", WordList.facts("evidence"));
        return text == null ? null : new Refusal.Review(List.copyOf(evidence), text);
    }

    static @Nullable Citation citation(YamlReading reading, Node node) {
        var source = YamlMapping.of(reading, node, "citation", PolicyKeys.of("citation"));
        var ref = source.requiredText("ref");
        var url = source.text("url");
        source.required("checked");
        var day = source.value("checked", WordPatterns::day, "a day such as 2026-11-24");
        reading.past(source.at("checked"), "checked", day);
        var evidence = source.word("evidence", word -> word, Citation.EVIDENCE, "secondary");
        var link = source.at("url");
        if (url != null && link != null && !url.startsWith("https://")) {
            reading.wrong(link, "the url of a citation must start with https://");
        }
        var named = source.at("ref");
        if (ref != null && named != null && ref.length() > LONGEST_CITATION) {
            reading.wrong(named, "ref is longer than " + LONGEST_CITATION + " characters, the limit of a record");
        }
        return ref == null || day == null ? null : new Citation(ref, url, day, evidence);
    }
}
