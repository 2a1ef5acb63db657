package io.facegate.usecase.lockdown.account;

/** Whether a condition holds for the requests in question: for none, for some or unknown, or for all. */
public enum ConditionResult {
    NO,
    MAYBE,
    YES;

    public static ConditionResult of(boolean holds) {
        return holds ? YES : NO;
    }

    /** From whether it can hold and whether it can fail. */
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
