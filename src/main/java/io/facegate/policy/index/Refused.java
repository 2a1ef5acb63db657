package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;
import io.facegate.policy.language.Rule;
import org.jspecify.annotations.Nullable;

/** A rule refuses: its clause, and the facts of the link and capability that met it. */
final class Refused implements Grounds {
    private final Index index;
    private final int at;
    private final Side side;
    private final Capability capability;
    private final long known;
    private @Nullable Grounds told;

    Refused(Index index, int at, Side side, Capability capability, long known) {
        this.index = index;
        this.at = at;
        this.side = side;
        this.capability = capability;
        this.known = known;
    }

    @Override
    public Refusal refusal() {
        var rule = rule();
        return rule.validity().review() && rule.validity().awaitsReview(side.now(), known, side.zones())
                ? Builtin.refusal(rule, true)
                : index.refusal(at);
    }

    @Override
    public String clause() {
        return told().clause();
    }

    @Override
    public String fact() {
        return told().fact();
    }

    private Rule rule() {
        return index.rules().get(at);
    }

    private Grounds told() {
        var known = told;
        if (known == null) {
            known = Clause.of(rule(), side, capability, refusal());
            told = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Refused refused && told().equals(refused.told());
    }

    @Override
    public int hashCode() {
        return told().hashCode();
    }

    @Override
    public String toString() {
        return told().toString();
    }
}
