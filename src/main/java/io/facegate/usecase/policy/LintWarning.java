package io.facegate.usecase.policy;

import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A lint warning: not a mistake in a pack, but worth knowing.
 *
 * @param rules the rules concerned, without the pack's name
 */
public record LintWarning(String pack, String text, List<String> rules) {
    private static final int SHOWN = 5;

    /** All warnings at a moment. */
    public static List<LintWarning> findAll(PolicySet policySet, Instant now, Period maxAge) {
        var found = new ArrayList<LintWarning>();
        for (var pack : policySet.packs()) {
            found.addAll(findOldCitations(pack, now, maxAge));
            add(
                    found,
                    pack,
                    "disputed: refuses, or permits nothing, until an operator overrides it",
                    rule -> status(rule, now) == LegalStatus.DISPUTED
                            && policySet.overrides().stream().noneMatch(one -> isInForceFor(one, rule, now)));
            add(
                    found,
                    pack,
                    "never enacted: has no effect, whatever its dates",
                    rule -> status(rule, now) == LegalStatus.NEVER_ENACTED);
            add(
                    found,
                    pack,
                    "names evidence without its vendor and use, such as approval, so no evidence satisfies it",
                    rule -> isUnsatisfiable(rule.match())
                            || rule.unless().stream().anyMatch(LintWarning::isUnsatisfiable));
            addModes(found, pack);
        }
        addEnded(found, policySet, now);
        return found;
    }

    /** Rules whose mode lets them decide nothing. */
    private static void addModes(List<LintWarning> found, PolicyPack pack) {
        add(found, pack, "mode warn: decides nothing, but warns the caller", rule -> rule.mode() == RuleMode.WARN);
        add(found, pack, "mode shadow: decides nothing, and is only recorded", rule -> rule.mode() == RuleMode.SHADOW);
    }

    /** True if a condition names an evidence type that does not surely satisfy even a condition on itself. */
    private static boolean isUnsatisfiable(MatchCondition match) {
        return match.words().getOrDefault(Attribute.EVIDENCE, Set.of()).stream()
                        .anyMatch(word -> Attribute.EVIDENCE.matches(word, Set.of(word), 0) != TruthValue.SURELY)
                || match.any().stream().anyMatch(LintWarning::isUnsatisfiable)
                || match.all().stream().anyMatch(LintWarning::isUnsatisfiable);
    }

    private static void addEnded(List<LintWarning> found, PolicySet policySet, Instant now) {
        for (var overruling : policySet.overrides()) {
            if (overruling.until() <= now.toEpochMilli()) {
                var rule = overruling.rule();
                found.add(new LintWarning(
                        rule.substring(0, rule.indexOf('/')),
                        "its override ended on "
                                + Instant.ofEpochMilli(overruling.until())
                                        .atZone(ZoneOffset.UTC)
                                        .toLocalDate(),
                        List.of(rule.substring(rule.indexOf('/') + 1))));
            }
        }
    }

    private static List<LintWarning> findOldCitations(PolicyPack pack, Instant now, Period maxAge) {
        var oldest = now.atZone(ZoneOffset.UTC).toLocalDate().minus(maxAge);
        var found = new ArrayList<LintWarning>();
        pack.rules().stream()
                .flatMap(rule ->
                        java.util.stream.Stream.ofNullable(rule.ruleText().citation()))
                .map(citation -> citation.checked())
                .filter(day -> day.isBefore(oldest))
                .distinct()
                .sorted()
                .forEach(day -> add(
                        found,
                        pack,
                        "citation last checked on " + day + ", more than " + maxAge + " ago",
                        rule -> rule.ruleText().citation() != null
                                && rule.ruleText().citation().checked().equals(day)));
        return found;
    }

    private static void add(List<LintWarning> found, PolicyPack pack, String text, Predicate<Rule> concerned) {
        var rules = pack.rules().stream()
                .filter(concerned)
                .map(rule -> rule.id().substring(pack.id().length() + 1))
                .sorted()
                .toList();
        if (!rules.isEmpty()) {
            found.add(new LintWarning(pack.id(), text, rules));
        }
    }

    private static LegalStatus status(Rule rule, Instant now) {
        return rule.validity().versionKnownAt(now.toEpochMilli()).status();
    }

    private static boolean isInForceFor(DisputeOverride overruling, Rule rule, Instant now) {
        return overruling.rule().equals(rule.id()) && overruling.isInForce(now.toEpochMilli(), now.toEpochMilli());
    }

    @Override
    public String toString() {
        var some = String.join(", ", rules.stream().limit(SHOWN).toList());
        var more = rules.size() > SHOWN ? ", and " + (rules.size() - SHOWN) + " more" : "";
        return "warning: " + pack + ": " + some + more + ": " + text;
    }
}
