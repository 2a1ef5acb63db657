package io.facegate.policy.proof;

import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.proof.LintFinding.Kind;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.AnalysisContext;
import io.facegate.policy.proof.model.CompatibleRuleIndex;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.ObligationDemands;
import io.facegate.policy.proof.model.RequestSetCoverage;
import io.facegate.policy.proof.model.RuleSetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds rules without effect, for calls with one value of each attribute. */
final class RedundantRuleFinder {
    private final Bdd bdd;
    private final RuleSetModel ruling;
    private final int domain;
    private final RequestSetCoverage cover;
    private final CompatibleRuleIndex index;
    private final Map<MatchCondition, List<FiredRule>> refusals;
    private final List<LintFinding> found = new ArrayList<>();

    private RedundantRuleFinder(AnalysisContext stage) {
        this.bdd = stage.bdd();
        this.ruling = stage.ruleSet();
        this.cover = new RequestSetCoverage(bdd);
        this.domain = stage.conditions().domain(axis -> 1);
        this.index = new CompatibleRuleIndex(
                stage,
                Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges())
                        .flatMap(List::stream)
                        .toList());
        this.refusals = ruling.refusals().stream()
                .collect(Collectors.groupingBy(refusal -> refusal.rule().match()));
    }

    /** All findings, by effect, in rule order. */
    static List<LintFinding> find(AnalysisContext stage) {
        var findings = new RedundantRuleFinder(stage);
        findings.ruling.permits().forEach(findings::permit);
        findings.ruling.refusals().forEach(findings::refusal);
        findings.ruling.obliges().forEach(findings::oblige);
        return findings.found;
    }

    private void permit(FiredRule permit) {
        if (isSilent(permit)) {
            return;
        }
        refusals.getOrDefault(permit.rule().match(), List.of())
                .forEach(refusal -> add(Kind.OPPOSED, permit, List.of(refusal)));
        int on = bdd.and(domain, permit.requests());
        var near = index.compatibleWith(permit);
        var refused = cover.find(on, ofEffect(Effect.REFUSE, near));
        if (!refused.isEmpty()) {
            add(Kind.OVERRULED, permit, refused);
            return;
        }
        var deciding = concat(ofEffect(Effect.REFUSE, near), without(permit, ofEffect(Effect.PERMIT, near)));
        var decided = new ArrayList<>(cover.find(on, deciding));
        if (!decided.isEmpty() && isAskedAnyway(permit, on, decided)) {
            add(Kind.REPEATED, permit, decided.stream().distinct().toList());
        }
    }

    private void refusal(FiredRule refusal) {
        if (isSilent(refusal)) {
            return;
        }
        int on = bdd.and(bdd.and(domain, refusal.requests()), ruling.permitting());
        if (on == Bdd.FALSE) {
            add(Kind.IDLE, refusal, List.of());
            return;
        }
        var refused = cover.find(on, without(refusal, ofEffect(Effect.REFUSE, index.compatibleWith(refusal))));
        if (!refused.isEmpty()) {
            add(Kind.SHADOWED, refusal, refused);
        }
    }

    private void oblige(FiredRule oblige) {
        if (isSilent(oblige)) {
            return;
        }
        int on = bdd.and(bdd.and(domain, oblige.requests()), ruling.permitting());
        if (on == Bdd.FALSE
                || !cover.find(on, ofEffect(Effect.REFUSE, index.compatibleWith(oblige)))
                        .isEmpty()) {
            add(Kind.IDLE, oblige, List.of());
            return;
        }
        var met = new ArrayList<FiredRule>();
        if (isAskedAnyway(oblige, on, met)) {
            add(Kind.MET, oblige, met.stream().distinct().toList());
        }
    }

    /** True if other rules impose all obligations of this rule on these requests; those rules are added to the list. */
    private boolean isAskedAnyway(FiredRule asking, int on, List<FiredRule> others) {
        var asked = asking.rule().obligations();
        var demands = new ObligationDemands(List.of(asking)).all().values();
        var near = index.compatibleWith(asking);
        for (var demand : demands.stream().filter(one -> one.test(asked)).toList()) {
            var met = cover.find(
                    on,
                    concat(ofEffect(Effect.REFUSE, near), without(asking, ObligationDemands.rulesWith(near, demand))));
            if (met.isEmpty()) {
                return false;
            }
            others.addAll(met);
        }
        return true;
    }

    private static List<FiredRule> ofEffect(Effect effect, List<FiredRule> rules) {
        return rules.stream().filter(fired -> fired.rule().effect() == effect).toList();
    }

    private static List<FiredRule> concat(List<FiredRule> some, List<FiredRule> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<FiredRule> without(FiredRule one, List<FiredRule> all) {
        return all.stream().filter(other -> !other.equals(one)).toList();
    }

    /** True if a rule never fires; adds a finding if it was meant to. */
    private boolean isSilent(FiredRule fired) {
        if (fired.requests() != Bdd.FALSE) {
            return false;
        }
        if (isMeant(fired.rule())) {
            add(Kind.NEVER_FIRES, fired, List.of());
        }
        return true;
    }

    /** True if neither mode nor status keeps the rule from firing. */
    private static boolean isMeant(Rule rule) {
        return rule.mode() == RuleMode.ENFORCE
                && rule.validity().versions().stream()
                        .anyMatch(version -> version.status() != LegalStatus.NEVER_ENACTED
                                && (version.status() != LegalStatus.DISPUTED || !rule.permits()));
    }

    private void add(Kind kind, FiredRule fired, List<FiredRule> others) {
        var ids = others.stream().map(one -> one.rule().id()).toList();
        found.add(new LintFinding(kind, fired.rule(), ids));
    }
}
