package io.facegate.usecase.lockdown.aws;

/** Whether a condition holds: in no request that is meant, in each, or nobody can tell. */
enum Truth {
    NO,
    MAYBE,
    YES;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    /** True if either can be. */
    static Truth of(boolean canHold, boolean canFail) {
        return !canHold ? NO : canFail ? MAYBE : YES;
    }

    Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }

    Truth not() {
        return switch (this) {
            case NO -> YES;
            case YES -> NO;
            case MAYBE -> MAYBE;
        };
    }
}
