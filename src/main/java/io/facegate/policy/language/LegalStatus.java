package io.facegate.policy.language;

/** Legal status of an instrument. */
public enum LegalStatus {
    IN_FORCE("in_force"),
    /** Enacted, not yet in force. */
    PENDING("pending"),
    /** No longer in force. */
    LAPSED("lapsed"),
    /** Replaced by another rule. */
    SUPERSEDED("superseded"),
    /** Whether it binds is not settled: refuses and permits nothing until an operator overrides it. */
    DISPUTED("disputed"),
    /** Proposed but never became law: has no effect. */
    NEVER_ENACTED("never_enacted");

    private final String word;

    LegalStatus(String word) {
        this.word = word;
    }

    /** The word in policy files. */
    public String word() {
        return word;
    }
}
