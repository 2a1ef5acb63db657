package io.facegate.policy.language;

/** Effect of a rule on matching calls. */
public enum Effect {
    /** Permits the call for this capability and this organisation. */
    PERMIT("permit"),
    /** Refuses the call. */
    REFUSE("refuse"),
    /** Adds obligations to a call that other rules permit; permits nothing itself. */
    OBLIGE("oblige");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    /** The word in policy files. */
    public String word() {
        return word;
    }
}
