package io.facegate.policy.vocabulary;

/** Three-valued truth: an unknown fact makes a condition neither true nor false. */
public enum Truth {
    NOT,
    PERHAPS,
    SURELY;

    public Truth and(Truth other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Truth or(Truth other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public static Truth of(boolean known) {
        return known ? SURELY : NOT;
    }
}
