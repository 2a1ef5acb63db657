package io.facegate.policy.reading;

import io.facegate.call.Refusal;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Saying;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Shapes;
import io.facegate.policy.vocabulary.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a rule says for itself: reason, citation, appeal and review. */
final class SayingReader {
    private static final int LONGEST_CITATION = 1024;
    /** How to appeal where a rule does not say. */
    static final String APPEAL =
            "write to the operator of this gateway, quote the decision id, and say what the rule gets wrong.";

    private final Reading reading;
    private final Fields rule;
    private final boolean refuses;

    private SayingReader(Fields rule, boolean refuses) {
        this.reading = rule.reading();
        this.rule = rule;
        this.refuses = refuses;
    }

    static Saying read(Fields rule, Effect effect) {
        var reader = new SayingReader(rule, effect == Effect.REFUSE);
        return effect == Effect.REFUSE ? reader.refusal() : reader.other(effect);
    }

    private Saying refusal() {
        var why = rule.required("reason");
        var source = rule.required("citation");
        var appeal = rule.text("appeal");
        var review = review();
        if (why == null || source == null) {
            return Saying.NOTHING;
        }
        var reason = reason(why);
        var code = reason.requiredText("code");
        var text = reason.requiredText("text");
        var named = reason.at("code");
        if (code != null && named != null && !code.matches(Shapes.CODE)) {
            reading.wrong(
                    named,
                    "'" + Words.shown(code)
                            + "' is no reason code; expected lower-case letters, digits and underscores");
        }
        return new Saying(
                code == null ? "" : code, text, citation(reading, source), appeal == null ? APPEAL : appeal, review);
    }

    private Saying other(Effect effect) {
        for (var key : List.of("appeal", "review")) {
            var at = rule.at(key);
            if (at != null) {
                reading.wrong(at, "only a refusal has the key '" + key + "'; leave it out");
            }
        }
        var why = rule.at("reason");
        var source = effect == Effect.OBLIGE ? rule.required("citation") : rule.at("citation");
        return new Saying(
                "",
                why == null ? null : reason(why).requiredText("text"),
                source == null ? null : citation(reading, source),
                "",
                null);
    }

    private Fields reason(Node node) {
        return Fields.of(reading, node, "reason", refuses ? Keys.of("reason") : Keys.of("reason", List.of("code")));
    }

    private Refusal.@Nullable Review review() {
        var node = rule.at("review");
        if (node == null) {
            return null;
        }
        var fields = Fields.of(reading, node, "review", Keys.of("review"));
        var text = fields.requiredText("text");
        var evidence = fields.words("evidence", Words.facts("evidence"));
        return text == null ? null : new Refusal.Review(List.copyOf(evidence), text);
    }

    static @Nullable Citation citation(Reading reading, Node node) {
        var source = Fields.of(reading, node, "citation", Keys.of("citation"));
        var ref = source.requiredText("ref");
        var url = source.text("url");
        source.required("checked");
        var day = source.value("checked", Shapes::day, "a day such as 2026-11-24");
        reading.past(source.at("checked"), "checked", day);
        var evidence = source.word("evidence", word -> word, Citation.EVIDENCE, "secondary");
        var link = source.at("url");
        if (url != null && link != null && !url.startsWith("https://")) {
            reading.wrong(link, "the url of a citation must start with https://");
        }
        var named = source.at("ref");
        if (ref != null && named != null && ref.length() > LONGEST_CITATION) {
            reading.wrong(
                    named, "ref is longer than " + LONGEST_CITATION + " characters, which is what a record holds");
        }
        return ref == null || day == null ? null : new Citation(ref, url, day, evidence);
    }
}
