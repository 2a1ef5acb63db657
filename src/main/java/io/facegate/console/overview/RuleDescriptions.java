package io.facegate.console.overview;

import io.facegate.console.PageLanguage;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Describes rules beside their names: why a rule refuses, and the title of its pack.
 *
 * @param packs the packs in force, by id; none if they are not known unaltered
 * @param rules their rules, by id
 */
record RuleDescriptions(PageLanguage speech, Map<String, PolicyPack> packs, Map<String, Rule> rules) {
    /** What the names of the gateway's own rules begin with. */
    private static final String BUILTIN = "facegate/";

    static RuleDescriptions of(PageLanguage speech, Optional<PolicySet> inForce) {
        var packs = inForce.map(PolicySet::packs).orElse(List.of()).stream()
                .collect(Collectors.toMap(PolicyPack::id, Function.identity()));
        var rules = inForce.map(PolicySet::rules).orElse(List.of()).stream()
                .collect(Collectors.toMap(Rule::id, Function.identity()));
        return new RuleDescriptions(speech, packs, rules);
    }

    /** For a rule of the gateway its reason; for one of a pack its reason and the pack's title; empty if it is unknown. */
    String of(String rule) {
        if (rule.startsWith(BUILTIN)) {
            return code(rule.substring(BUILTIN.length()));
        }
        var pack = packs.get(rule.substring(0, Math.max(0, rule.indexOf('/'))));
        if (pack == null) {
            return "";
        }
        var title = DisplayText.forPage(pack.title());
        var known = rules.get(rule);
        return known == null || known.ruleText().code().isEmpty()
                ? title
                : code(known.ruleText().code()) + speech.say("colon") + title;
    }

    private String code(String code) {
        return DisplayText.forPage(speech.title(WordTitles.CODE, code));
    }
}
