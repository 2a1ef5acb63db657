package io.facegate.policy.language;

/** How much a rule has to say; the later, the less. */
public enum RuleMode {
    /** It decides. */
    ENFORCE("enforce"),
    /** It decides nothing, but is recorded and the caller is told. */
    WARN("warn"),
    /** It decides nothing, and is only recorded. */
    SHADOW("shadow");

    private final String word;

    RuleMode(String word) {
        this.word = word;
    }

    /** As it is written in a policy file. */
    public String word() {
        return word;
    }

    /** Of both, the one that has less to say. */
    public RuleMode and(RuleMode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
