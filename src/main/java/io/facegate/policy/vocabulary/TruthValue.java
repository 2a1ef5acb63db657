package io.facegate.policy.vocabulary;

/** Three-valued truth: an unknown fact makes a condition neither true nor false. */
public enum TruthValue {
    NOT,
    PERHAPS,
    SURELY;

    public TruthValue and(TruthValue other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public TruthValue or(TruthValue other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public static TruthValue of(boolean known) {
        return known ? SURELY : NOT;
    }
}
