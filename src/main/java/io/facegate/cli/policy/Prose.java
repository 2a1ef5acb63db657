package io.facegate.cli.policy;

import io.facegate.cli.Settings;
import io.facegate.policy.Decision;
import io.facegate.policy.explain.Change;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.language.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation in plain words, or as one JSON value. */
final class Prose {
    private static final int SHOWN = 6;

    private final Explanation explanation;
    private final Settings settings;

    private Prose(Explanation explanation, Settings settings) {
        this.explanation = explanation;
        this.settings = settings;
    }

    static void print(Explanation explanation, Settings settings) {
        var prose = new Prose(explanation, settings);
        if (settings.json()) {
            settings.print(Json.line(prose.fields()));
        } else {
            prose.asked();
            prose.decided();
            prose.matched();
            prose.changes();
        }
    }

    private void asked() {
        var question = explanation.question();
        var caller = question.caller();
        var line = new StringBuilder("Asked: ")
                .append(caller.type())
                .append(" (")
                .append(caller.id())
                .append(')');
        question.principals().forEach(principal -> line.append(" on behalf of ").append(principal.type()));
        line.append(" wants ").append(abilities()).append(" from ").append(question.provider());
        line.append(question.purpose() == null ? " for no purpose" : " for " + question.purpose());
        settings.print(line.append(" at ").append(question.now()).toString());
    }

    private String abilities() {
        return explanation.question().capabilities().stream()
                .map(capability -> capability.code())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void decided() {
        switch (explanation.decision()) {
            case Decision.Permit permit -> {
                settings.print("Decided: permit");
                settings.print("  by rule " + permit.rule());
            }
            case Decision.Refuse refuse -> {
                var refusal = refuse.refusal();
                settings.print("Decided: refuse (" + refusal.code() + ')');
                settings.print("  by rule " + refusal.rule());
                settings.print("  clause  " + refuse.clause());
                settings.print("  reason  " + refusal.reason());
                if (refusal.citation() != null) {
                    settings.print("  source  " + refusal.citation() + " (checked " + refusal.checked() + ')');
                }
                settings.print("  appeal  " + refusal.appeal());
            }
        }
    }

    private void matched() {
        settings.print(explanation.matched().isEmpty() ? "Matched: no rule" : "Matched:");
        for (var rule : explanation.matched()) {
            var text = text(rule);
            settings.print("  " + word(rule) + ' ' + rule.id() + (text == null ? "" : ": " + text));
        }
    }

    private void changes() {
        var changes = explanation.changes();
        settings.print(
                changes.isEmpty()
                        ? "No single change of time, purpose, organisation, capability or provider would turn it."
                        : "It would be decided the other way with any one of these changes:");
        var byAttribute = changes.stream()
                .collect(Collectors.groupingBy(Change::attribute, LinkedHashMap::new, Collectors.toList()));
        byAttribute.forEach((attribute, list) -> {
            list.stream()
                    .limit(SHOWN)
                    .forEach(change ->
                            settings.print("  " + attribute + ": " + change.to() + "  (" + change.rule() + ')'));
            if (list.size() > SHOWN) {
                settings.print("  " + attribute + ": and " + (list.size() - SHOWN) + " more (--json lists all)");
            }
        });
    }

    private static String word(Rule rule) {
        return rule.effect().word();
    }

    private static @Nullable String text(Rule rule) {
        return rule.saying().text();
    }

    private Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        switch (explanation.decision()) {
            case Decision.Permit permit -> {
                fields.put("verdict", "permit");
                fields.put("rule", permit.rule());
            }
            case Decision.Refuse refuse -> {
                fields.put("verdict", "refuse");
                fields.put("rule", refuse.refusal().rule());
                fields.put("code", refuse.refusal().code());
                fields.put("clause", refuse.clause());
                fields.put("reason", refuse.refusal().reason());
                fields.put("citation", refuse.refusal().citation());
                fields.put("checked", refuse.refusal().checked());
                fields.put("appeal", refuse.refusal().appeal());
            }
        }
        fields.put("at", explanation.question().now().toString());
        fields.put("policies", explanation.decision().policies());
        fields.put("matched", explanation.matched().stream().map(Prose::fields).toList());
        fields.put("changes", explanation.changes().stream().map(Prose::fields).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Rule rule) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("rule", rule.id());
        fields.put("effect", word(rule));
        fields.put("text", text(rule));
        fields.put("citation", source(rule));
        return fields;
    }

    private static @Nullable String source(Rule rule) {
        var citation = rule.saying().citation();
        return citation == null ? null : citation.ref();
    }

    private static Map<String, @Nullable Object> fields(Change change) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("attribute", change.attribute());
        fields.put("to", change.to());
        fields.put("rule", change.rule());
        return fields;
    }
}
