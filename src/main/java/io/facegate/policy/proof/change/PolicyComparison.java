package io.facegate.policy.proof.change;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.ChangedRequests.Kind;
import io.facegate.policy.proof.model.FiredRule;
import io.facegate.policy.proof.model.ObligationDemands;
import io.facegate.policy.proof.model.RuleSetModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares two rule set models over one request space and finds requests decided differently. */
final class PolicyComparison {
    private final Bdd bdd;
    private final RuleSetModel before;
    private final RuleSetModel after;
    private final int domain;

    /** @param domain the requests to compare */
    PolicyComparison(Bdd bdd, RuleSetModel before, RuleSetModel after, int domain) {
        this.bdd = bdd;
        this.before = before;
        this.after = after;
        this.domain = domain;
    }

    /** All shifts, disjoint within each kind; empty if nothing changes. */
    List<ChangedRequests> shifts() {
        var found = new ArrayList<ChangedRequests>();
        found.addAll(permittedOnlyBy(after, before, Kind.GAINED));
        found.addAll(permittedOnlyBy(before, after, Kind.LOST));
        found.addAll(demands());
        return found;
    }

    /** Requests that one model permits and the other refuses, by a rule or because no rule permits them. */
    private List<ChangedRequests> permittedOnlyBy(RuleSetModel one, RuleSetModel other, Kind kind) {
        var groups = new LinkedHashMap<Set<String>, Integer>();
        var refusing = onlyIn(other.refusals(), one.refusals());
        int left = domain;
        for (var refusal : refusing) {
            int found = one.permitted(bdd.and(left, refusal.requests()));
            left = bdd.difference(left, refusal.requests());
            sort(groups, found, refusing);
        }
        var permitting = onlyIn(one.permits(), other.permits());
        if (!permitting.isEmpty()) {
            int silent = bdd.difference(bdd.and(left, one.permitting()), other.permitting());
            sort(groups, one.permitted(silent), permitting);
        }
        return groups.entrySet().stream()
                .map(group -> new ChangedRequests(kind, "", List.copyOf(group.getKey()), group.getValue()))
                .toList();
    }

    /** Merges requests into the group with the same rules. */
    private void sort(Map<Set<String>, Integer> groups, int found, List<FiredRule> rules) {
        if (found != Bdd.FALSE) {
            groups.merge(firing(found, rules), found, bdd::or);
        }
    }

    private Set<String> firing(int region, List<FiredRule> rules) {
        return rules.stream()
                .filter(fired -> !bdd.areDisjoint(region, fired.requests()))
                .map(fired -> fired.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Rules that fire, without those whose exact set of requests also occurs in the other list. */
    private static List<FiredRule> onlyIn(List<FiredRule> one, List<FiredRule> other) {
        var same = other.stream().map(FiredRule::requests).collect(Collectors.toCollection(HashSet::new));
        return one.stream()
                .filter(fired -> fired.requests() != Bdd.FALSE && !same.contains(fired.requests()))
                .toList();
    }

    private List<ChangedRequests> demands() {
        var all = Stream.of(before.permits(), before.obliges(), after.permits(), after.obliges())
                .flatMap(List::stream)
                .toList();
        var found = new ArrayList<ChangedRequests>();
        int stronger = Bdd.FALSE;
        int weaker = Bdd.FALSE;
        var last = "";
        for (var demand : new ObligationDemands(all).all().entrySet()) {
            // Demands of a kind are sorted strictest first: if that one is new, a weaker one adds nothing.
            var kind = demand.getKey().substring(0, demand.getKey().indexOf(' ') + 1);
            boolean levels = demand.getKey().contains(" at ") || demand.getKey().contains(" within ");
            if (!levels || !kind.equals(last)) {
                stronger = Bdd.FALSE;
                weaker = Bdd.FALSE;
            }
            last = kind;
            int was = ObligationDemands.requestsWith(bdd, before, demand.getValue());
            int is = ObligationDemands.requestsWith(bdd, after, demand.getValue());
            int more = permittedByBoth(bdd.difference(bdd.difference(is, was), stronger));
            int less = permittedByBoth(bdd.difference(bdd.difference(was, is), weaker));
            stronger = bdd.or(stronger, more);
            weaker = bdd.or(weaker, less);
            add(found, Kind.STRONGER, demand.getKey(), more, ObligationDemands.rulesWith(after, demand.getValue()));
            add(found, Kind.WEAKER, demand.getKey(), less, ObligationDemands.rulesWith(before, demand.getValue()));
        }
        return found;
    }

    private int permittedByBoth(int region) {
        int among = bdd.and(region, domain);
        return among == Bdd.FALSE ? among : before.permitted(after.permitted(among));
    }

    private void add(List<ChangedRequests> found, Kind kind, String demand, int on, List<FiredRule> asking) {
        if (on != Bdd.FALSE) {
            found.add(new ChangedRequests(kind, demand, List.copyOf(firing(on, asking)), on));
        }
    }
}
