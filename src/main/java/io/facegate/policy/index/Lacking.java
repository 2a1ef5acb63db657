package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Refusal;
import io.facegate.policy.Decision.Grounds;
import org.jspecify.annotations.Nullable;

/** No rule permits a capability to a link of the chain. */
final class Lacking implements Grounds {
    private final Side side;
    private final Capability capability;
    private @Nullable Grounds told;

    Lacking(Side side, Capability capability) {
        this.side = side;
        this.capability = capability;
    }

    @Override
    public Refusal refusal() {
        return told().refusal();
    }

    @Override
    public String clause() {
        return told().clause();
    }

    @Override
    public String fact() {
        return told().fact();
    }

    private Grounds told() {
        var known = told;
        if (known == null) {
            known = Builtin.unpermitted(Clause.lacking(side, capability));
            told = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lacking lacking && told().equals(lacking.told());
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
