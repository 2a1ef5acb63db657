package io.facegate.policy.language;

/** Rollout mode of a rule, strongest first. */
public enum RuleMode {
    /** Decides. */
    ENFORCE("enforce"),
    /** Does not decide; recorded, and the caller is warned. */
    WARN("warn"),
    /** Does not decide; only recorded. */
    SHADOW("shadow");

    private final String word;

    RuleMode(String word) {
        this.word = word;
    }

    /** The word in policy files. */
    public String word() {
        return word;
    }

    /** The weaker of two modes. */
    public RuleMode weaker(RuleMode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
