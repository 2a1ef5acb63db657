package io.facegate.policy.language;

/** What a rule does to the calls that it matches. */
public enum Effect {
    /** The call may go on, as far as this capability and this organisation go. */
    PERMIT("permit"),
    /** The call ends here. */
    REFUSE("refuse"),
    /** A call that others permit must meet the rule's obligations; it permits nothing itself. */
    OBLIGE("oblige");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    /** As it is written in a policy file. */
    public String word() {
        return word;
    }
}
