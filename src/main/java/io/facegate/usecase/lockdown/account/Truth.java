package io.facegate.usecase.lockdown.account;

/** Whether a condition holds: in no request that is meant, in each, or nobody can tell. */
public enum Truth {
    NO,
    MAYBE,
    YES;

    public static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    /** True if either can be. */
    public static Truth of(boolean canHold, boolean canFail) {
        return !canHold ? NO : canFail ? MAYBE : YES;
    }

    public Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    public Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }

    public Truth not() {
        return switch (this) {
            case NO -> YES;
            case YES -> NO;
            case MAYBE -> MAYBE;
        };
    }
}
