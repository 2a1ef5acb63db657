package io.facegate.usecase.lockdown.account;

/** Whether a condition holds: in no request that is meant, in each, or nobody can tell. */
public enum ConditionResult {
    NO,
    MAYBE,
    YES;

    public static ConditionResult of(boolean holds) {
        return holds ? YES : NO;
    }

    /** True if either can be. */
    public static ConditionResult of(boolean canHold, boolean canFail) {
        return !canHold ? NO : canFail ? MAYBE : YES;
    }

    public ConditionResult and(ConditionResult other) {
        return compareTo(other) < 0 ? this : other;
    }

    public ConditionResult or(ConditionResult other) {
        return compareTo(other) > 0 ? this : other;
    }

    public ConditionResult not() {
        return switch (this) {
            case NO -> YES;
            case YES -> NO;
            case MAYBE -> MAYBE;
        };
    }
}
