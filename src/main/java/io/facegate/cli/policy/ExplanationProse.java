package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.policy.Decision;
import io.facegate.policy.explain.Counterfactual;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.policy.PolicyInspection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a policy explanation, as plain sentences with codes or as one JSON value. */
final class ExplanationProse {
    private static final int SHOWN = 6;

    private final Explanation explanation;
    private final Narrative story;
    private final MessageBundle phrases;
    private final WordTitles titles;
    private final CommandOutput output;

    private ExplanationProse(PolicyInspection.Explained explained, Language language, CommandOutput output) {
        this.explanation = explained.explanation();
        this.story = explained.narrative();
        this.phrases = new MessageBundle("io.facegate.cli.policy.prose", language);
        this.titles = WordTitles.forLanguage(language);
        this.output = output;
    }

    static void print(PolicyInspection.Explained explained, Language language, CommandOutput output) {
        var prose = new ExplanationProse(explained, language, output);
        if (output.isJson()) {
            output.printJson(prose.fields());
        } else {
            prose.lines().forEach(output::print);
            output.print("");
            prose.printDecision();
            prose.printMatched();
            prose.changes();
        }
    }

    private List<String> lines() {
        var said = new ArrayList<String>();
        said.add(story.asked());
        said.add(story.decided() + ' ' + story.why());
        said.addAll(story.notes());
        return said;
    }

    private void printDecision() {
        switch (explanation.decision()) {
            case Decision.Permit permit -> {
                output.print(phrases.format("permit"));
                line("rule", permit.rule());
                line("clause", permit.clause());
                line("fact", permit.fact());
                obligations(permit);
            }
            case Decision.Refuse refuse -> printRefusal(refuse);
        }
    }

    private void printRefusal(Decision.Refuse refuse) {
        var refusal = refuse.refusal();
        output.print(phrases.format("refuse", refusal.code()));
        line("rule", refusal.rule());
        line("clause", refuse.clause());
        line("fact", refuse.fact());
        line("reason", refusal.reason());
        if (refusal.citation() != null) {
            line("source", phrases.format("checked", refusal.citation(), String.valueOf(refusal.checked())));
        }
        if (refusal.review() != null) {
            line("review", refusal.review().text());
            refusal.review()
                    .evidence()
                    .forEach(type ->
                            line("evidence", type + " (" + titles.titleInSentence(WordTitles.EVIDENCE, type) + ')'));
        }
        line("appeal", refusal.appeal());
    }

    private void line(String label, String text) {
        if (!text.isEmpty()) {
            output.print("  " + phrases.format("label." + label) + text);
        }
    }

    private void obligations(Decision.Permit permit) {
        var asked = permit.obligations().toPolicyForm();
        if (!asked.isEmpty()) {
            output.print(phrases.format("obligations"));
            asked.forEach((key, value) -> output.print("  " + key + ": " + value));
        }
    }

    private void printMatched() {
        output.print(phrases.format(explanation.matched().isEmpty() ? "matched.none" : "matched"));
        for (var rule : explanation.matched()) {
            var text = rule.ruleText().text();
            output.print("  " + rule.effect().word() + ' ' + rule.id() + (text == null ? "" : ": " + text));
        }
        nonDeciding().forEach((kind, rules) -> {
            if (!rules.isEmpty()) {
                output.print(phrases.format("noted." + kind));
                rules.forEach(rule -> output.print("  " + rule));
            }
        });
    }

    private Map<String, List<String>> nonDeciding() {
        var noted = explanation.decision().nonDeciding();
        var kinds = new LinkedHashMap<String, List<String>>();
        kinds.put("excepted", noted.excepted());
        kinds.put("overridden", noted.overridden());
        kinds.put("warned", noted.warned());
        kinds.put("shadow", noted.shadow());
        return kinds;
    }

    private void changes() {
        var changes = explanation.changes();
        output.print(phrases.format(changes.isEmpty() ? "changes.none" : "changes"));
        var byAttribute = changes.stream()
                .collect(Collectors.groupingBy(Counterfactual::attribute, LinkedHashMap::new, Collectors.toList()));
        byAttribute.forEach((attribute, list) -> {
            list.stream()
                    .limit(SHOWN)
                    .forEach(change ->
                            output.print("  " + attribute + ": " + change.to() + "  (" + change.rule() + ')'));
            if (list.size() > SHOWN) {
                output.print("  " + attribute + ": " + phrases.format("changes.more", list.size() - SHOWN));
            }
        });
    }

    private Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        switch (explanation.decision()) {
            case Decision.Permit permit -> {
                fields.put("verdict", "permit");
                fields.put("rule", permit.rule());
                fields.put("clause", permit.clause());
                fields.put("fact", permit.fact());
                fields.put("obligations", permit.obligations().toPolicyForm());
            }
            case Decision.Refuse refuse -> fields(refuse, fields);
        }
        fields.put("at", explanation.call().now().toString());
        fields.put("known", explanation.call().known().toString());
        fields.put("policies", explanation.decision().policies());
        fields.put(
                "matched",
                explanation.matched().stream().map(ExplanationProse::fields).toList());
        fields.putAll(nonDeciding());
        fields.put(
                "changes",
                explanation.changes().stream().map(ExplanationProse::fields).toList());
        fields.put("said", lines());
        return fields;
    }

    private static void fields(Decision.Refuse refuse, Map<String, @Nullable Object> fields) {
        var refusal = refuse.refusal();
        fields.put("verdict", "refuse");
        fields.put("rule", refusal.rule());
        fields.put("code", refusal.code());
        fields.put("clause", refuse.clause());
        fields.put("fact", refuse.fact());
        fields.put("reason", refusal.reason());
        fields.put("citation", refusal.citation());
        fields.put("checked", refusal.checked());
        if (refusal.review() != null) {
            fields.put("requestable", refusal.review().evidence());
        }
        fields.put("appeal", refusal.appeal());
    }

    private static Map<String, @Nullable Object> fields(Rule rule) {
        var citation = rule.ruleText().citation();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("rule", rule.id());
        fields.put("effect", rule.effect().word());
        fields.put("text", rule.ruleText().text());
        fields.put("citation", citation == null ? null : citation.ref());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Counterfactual change) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("attribute", change.attribute());
        fields.put("to", change.to());
        fields.put("rule", change.rule());
        return fields;
    }
}
