package io.facegate.policy.proof.change;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.ObligationDemands;
import io.facegate.policy.proof.model.RuleSetModel;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two rule sets rule by rule. Nothing more is permitted if each refusal that changed is covered by refusals of
 * the new set, each new permit by permits of the old set, and each demand that changed by demands of the new set. It may
 * name a rule although nothing more is permitted, but never the reverse.
 */
final class RuleGrowth {
    private final Bdd bdd;
    private final RuleSetModel before;
    private final RuleSetModel after;

    RuleGrowth(Bdd bdd, RuleSetModel before, RuleSetModel after) {
        this.bdd = bdd;
        this.before = before;
        this.after = after;
    }

    /** The first rule by which more may be permitted; null if nothing more is. */
    @Nullable
    String find() {
        var uncovered = Stream.of(
                        uncovered(before.refusals(), after.refusals()),
                        uncovered(after.permits(), before.permits()),
                        undemanded())
                .flatMap(List::stream)
                .findFirst();
        return uncovered.map(fired -> fired.rule().id()).orElse(null);
    }

    /** The rules of one set that are not in the other, and not covered by one rule of it, or by those that changed. */
    private List<FiredRule> uncovered(List<FiredRule> rules, List<FiredRule> covering) {
        int changed = bdd.orAll(
                onlyIn(covering, rules).stream().map(FiredRule::requests).toList());
        return onlyIn(rules, covering).stream()
                .filter(fired -> !bdd.implies(fired.requests(), changed)
                        && covering.stream().noneMatch(other -> bdd.implies(fired.requests(), other.requests())))
                .toList();
    }

    private static List<FiredRule> onlyIn(List<FiredRule> some, List<FiredRule> other) {
        var same = other.stream().map(FiredRule::requests).collect(Collectors.toCollection(HashSet::new));
        return some.stream()
                .filter(fired -> fired.requests() != Bdd.FALSE && !same.contains(fired.requests()))
                .toList();
    }

    /** The rules of the old set that demand what the new set does not demand on all of their requests. */
    private List<FiredRule> undemanded() {
        var was = demanding(before);
        var kept = demanding(after).stream().map(RuleGrowth::key).collect(Collectors.toSet());
        var lost = was.stream()
                .filter(fired -> fired.requests() != Bdd.FALSE && !kept.contains(key(fired)))
                .toList();
        return new ObligationDemands(lost)
                .all().values().stream()
                        .flatMap(demand -> {
                            int still = ObligationDemands.requestsWith(bdd, after, demand);
                            return ObligationDemands.rulesWith(lost, demand).stream()
                                    .filter(fired -> !bdd.implies(fired.requests(), still));
                        })
                        .toList();
    }

    private static List<FiredRule> demanding(RuleSetModel rules) {
        return Stream.concat(rules.permits().stream(), rules.obliges().stream()).toList();
    }

    private static List<Object> key(FiredRule fired) {
        return List.of(fired.requests(), fired.rule().obligations());
    }
}
