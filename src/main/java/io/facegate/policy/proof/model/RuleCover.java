package io.facegate.policy.proof.model;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.bdd.BddAssignments;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether rules together fire on all of a set of requests. Requests are drawn by chance, and only rules that fire on one
 * are taken away from the set: where something is left uncovered, it is soon found.
 */
public final class RuleCover {
    private static final int DRAWN = 12;

    private final Bdd bdd;
    private final BddAssignments assignments;

    public RuleCover(Bdd bdd) {
        this.bdd = bdd;
        this.assignments = new BddAssignments(bdd);
    }

    /** Few of the rules, none of which can be left out, that fire on all of these requests; none where that takes more. */
    public List<FiredRule> of(int region, List<FiredRule> rules) {
        var near = rules.stream().filter(rule -> !bdd.apart(rule.on(), region)).toList();
        var cover = any(region, near);
        for (var rule : List.copyOf(cover)) {
            var fewer = cover.stream().filter(one -> !one.equals(rule)).toList();
            if (!any(region, fewer).isEmpty()) {
                cover = fewer;
            }
        }
        return cover;
    }

    private List<FiredRule> any(int region, List<FiredRule> rules) {
        // Always the same, so that the same policies are always told the same.
        var chance = new SplittableRandom(1);
        var cover = new ArrayList<FiredRule>();
        int left = region;
        while (left != Bdd.FALSE) {
            var firing = firing(left, rules, chance);
            if (firing == null) {
                return List.of();
            }
            left = bdd.but(left, firing.on());
            cover.add(firing);
        }
        return cover;
    }

    /** A rule that fires on one of those drawn; null where none does on some. */
    private @Nullable FiredRule firing(int left, List<FiredRule> rules, RandomGenerator chance) {
        FiredRule last = null;
        for (int drawn = 0; drawn < DRAWN; drawn++) {
            var request = assignments.drawn(left, chance);
            last = firing(request, rules);
            if (last == null) {
                return null;
            }
        }
        return last;
    }

    private @Nullable FiredRule firing(BitSet request, List<FiredRule> rules) {
        for (var rule : rules) {
            if (assignments.holds(rule.on(), request)) {
                return rule;
            }
        }
        return null;
    }
}
