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
 * Checks whether rules together cover a set of requests. Draws random requests and subtracts only the rules that fire
 * on them, so an uncovered request is found quickly.
 */
public final class RequestSetCoverage {
    private static final int DRAWN = 12;

    private final Bdd bdd;
    private final BddAssignments assignments;

    public RequestSetCoverage(Bdd bdd) {
        this.bdd = bdd;
        this.assignments = new BddAssignments(bdd);
    }

    /** A small cover of the requests, without redundant rules; empty if the rules do not cover them all. */
    public List<FiredRule> find(int region, List<FiredRule> rules) {
        var cover = findAnyCover(region, rules);
        for (var rule : List.copyOf(cover)) {
            var fewer = cover.stream().filter(one -> !one.equals(rule)).toList();
            if (!findAnyCover(region, fewer).isEmpty()) {
                cover = fewer;
            }
        }
        return cover;
    }

    private List<FiredRule> findAnyCover(int region, List<FiredRule> rules) {
        // Fixed seed: the same policies always give the same result.
        var chance = new SplittableRandom(1);
        var cover = new ArrayList<FiredRule>();
        int left = region;
        while (left != Bdd.FALSE) {
            var firing = ruleFiringOn(left, rules, chance);
            if (firing == null) {
                return List.of();
            }
            left = bdd.difference(left, firing.requests());
            cover.add(firing);
        }
        return cover;
    }

    /** A rule that fires on a random request; null if some request is uncovered. */
    private @Nullable FiredRule ruleFiringOn(int left, List<FiredRule> rules, RandomGenerator chance) {
        FiredRule last = null;
        for (int drawn = 0; drawn < DRAWN; drawn++) {
            var request = assignments.randomAssignment(left, chance);
            last = ruleFiringOn(request, rules);
            if (last == null) {
                return null;
            }
        }
        return last;
    }

    private @Nullable FiredRule ruleFiringOn(BitSet request, List<FiredRule> rules) {
        for (var rule : rules) {
            if (assignments.satisfies(rule.requests(), request)) {
                return rule;
            }
        }
        return null;
    }
}
