package io.facegate.ledger.replay;

import io.facegate.call.Capability;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What-if replay: repeats every decision with other policies, and groups those whose result would flip. */
public final class WhatIfReplay implements RecordedDecisions.Visitor {
    /** Maximum number of groups; flips beyond it are counted together. */
    static final int GROUPS = 10_000;

    private final PolicyEngine policies;
    private final Map<VerdictChange, DecisionCount> flips = new LinkedHashMap<>();
    private final Map<ReplayObstacle, Long> unfit = new EnumMap<>(ReplayObstacle.class);
    private long same;
    private long otherRule;
    private long further;

    public WhatIfReplay(PolicyEngine policies) {
        this.policies = policies;
    }

    /**
     * Decisions that would flip in the same way.
     *
     * @param permitted the recorded result
     * @param ruleBefore the rule that decided
     * @param ruleAfter the rule that would decide
     * @param organisation the caller's type
     * @param capabilities as codes, separated by commas
     * @param purpose or null if there was none
     */
    public record VerdictChange(
            boolean permitted,
            String ruleBefore,
            String ruleAfter,
            String organisation,
            String capabilities,
            @Nullable String purpose) {}

    /**
     * Number of decisions in a group, and the first of them.
     *
     * @param first the id of its record
     */
    public record DecisionCount(long count, String first) {
        private DecisionCount plusOne() {
            return new DecisionCount(count + 1, first);
        }
    }

    /** Replays all decisions. */
    public WhatIfReplay replay(RecordedDecisions judgements) throws SQLException {
        judgements.forEach(this);
        return this;
    }

    @Override
    public void visit(RecordedDecision recorded, byte[] lines, int from, int to) {
        var decision = recorded.decide(policies);
        boolean permits = decision instanceof Decision.Permit;
        if (permits == recorded.verdict().permits()) {
            if (decision.rule().equals(recorded.verdict().rule())) {
                same++;
            } else {
                otherRule++;
            }
        } else if (permits && recorded.isRefusedAfterPolicies()) {
            skipped(ReplayObstacle.BEYOND, 1);
        } else {
            count(toFlip(recorded, decision), recorded.frame().id());
        }
    }

    private void count(VerdictChange flip, String id) {
        var seen = flips.get(flip);
        if (seen != null) {
            flips.put(flip, seen.plusOne());
        } else if (flips.size() < GROUPS) {
            flips.put(flip, new DecisionCount(1, id));
        } else {
            further++;
        }
    }

    private static VerdictChange toFlip(RecordedDecision recorded, Decision decision) {
        var caller = recorded.question().caller();
        var ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(recorded.question().call().facts().capabilities());
        return new VerdictChange(
                recorded.verdict().permits(),
                recorded.verdict().rule(),
                decision.rule(),
                caller.organisation().type(),
                ordered.stream().map(Capability::code).collect(Collectors.joining(",")),
                caller.purpose());
    }

    @Override
    public void skipped(ReplayObstacle why, long judgements) {
        unfit.merge(why, judgements, Long::sum);
    }

    /** The groups, largest first. */
    public List<Map.Entry<VerdictChange, DecisionCount>> flips() {
        return flips.entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue().count, one.getValue().count))
                .toList();
    }

    /** The number of all flips. */
    public long flipCount() {
        return further + flips.values().stream().mapToLong(DecisionCount::count).sum();
    }

    /** The number of flips beyond the groups. */
    public long furtherFlips() {
        return further;
    }

    /** The number decided the same way by the same rule. */
    public long sameRuleCount() {
        return same;
    }

    /** The number decided the same way by another rule. */
    public long otherRuleCount() {
        return otherRule;
    }

    /** How many could not be replayed, and why. */
    public Map<ReplayObstacle, Long> notReplayed() {
        return unfit;
    }
}
