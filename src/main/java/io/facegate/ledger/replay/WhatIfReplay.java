package io.facegate.ledger.replay;

import io.facegate.call.Capability;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges every judgement by other policies, and groups those that would come out the other way. */
public final class WhatIfReplay implements RecordedDecisions.Visitor {
    /** Groups that are told apart; what does not fit is counted together. */
    static final int GROUPS = 10_000;

    private final Policies policies;
    private final Map<Flip, Seen> flips = new LinkedHashMap<>();
    private final Map<ReplayObstacle, Long> unfit = new EnumMap<>(ReplayObstacle.class);
    private long same;
    private long otherRule;
    private long further;

    public WhatIfReplay(Policies policies) {
        this.policies = policies;
    }

    /**
     * Judgements that would come out the other way, all in the same manner.
     *
     * @param permitted what they were
     * @param was the rule that decided
     * @param would the rule that would decide
     * @param organisation the caller's type
     * @param capabilities as codes with commas between
     * @param purpose or null where there was none
     */
    public record Flip(
            boolean permitted,
            String was,
            String would,
            String organisation,
            String capabilities,
            @Nullable String purpose) {}

    /**
     * How many, and the first of them.
     *
     * @param first the id of its record
     */
    public record Seen(long count, String first) {
        private Seen andOneMore() {
            return new Seen(count + 1, first);
        }
    }

    /** Goes through them. */
    public WhatIfReplay over(RecordedDecisions judgements) throws SQLException {
        judgements.each(this);
        return this;
    }

    @Override
    public void take(RecordedDecision recorded, byte[] lines, int from, int to) {
        var decision = recorded.judge(policies);
        boolean permits = decision instanceof Decision.Permit;
        if (permits == recorded.verdict().permits()) {
            if (decision.rule().equals(recorded.verdict().rule())) {
                same++;
            } else {
                otherRule++;
            }
        } else if (permits && recorded.beyond()) {
            lost(ReplayObstacle.BEYOND, 1);
        } else {
            count(flip(recorded, decision), recorded.frame().id());
        }
    }

    private void count(Flip flip, String id) {
        var seen = flips.get(flip);
        if (seen != null) {
            flips.put(flip, seen.andOneMore());
        } else if (flips.size() < GROUPS) {
            flips.put(flip, new Seen(1, id));
        } else {
            further++;
        }
    }

    private static Flip flip(RecordedDecision recorded, Decision decision) {
        var caller = recorded.question().caller();
        var ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(recorded.question().call().facts().capabilities());
        return new Flip(
                recorded.verdict().permits(),
                recorded.verdict().rule(),
                decision.rule(),
                caller.organisation().type(),
                ordered.stream().map(Capability::code).collect(Collectors.joining(",")),
                caller.purpose());
    }

    @Override
    public void lost(ReplayObstacle why, long judgements) {
        unfit.merge(why, judgements, Long::sum);
    }

    /** The groups, the largest first. */
    public List<Map.Entry<Flip, Seen>> flips() {
        return flips.entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue().count, one.getValue().count))
                .toList();
    }

    /** All that would come out the other way. */
    public long flipping() {
        return further + flips.values().stream().mapToLong(Seen::count).sum();
    }

    /** Those of them that fit in no group. */
    public long further() {
        return further;
    }

    /** Those decided the same way by the same rule. */
    public long same() {
        return same;
    }

    /** Those decided the same way by another rule. */
    public long otherRule() {
        return otherRule;
    }

    /** How many could not be judged again, and why. */
    public Map<ReplayObstacle, Long> unfit() {
        return unfit;
    }
}
