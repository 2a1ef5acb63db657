package io.facegate.policy.language;

/** Where an instrument stands in the world. */
public enum LegalStatus {
    IN_FORCE("in_force"),
    /** Enacted; its day is to come. */
    PENDING("pending"),
    /** Its day is over. */
    LAPSED("lapsed"),
    /** Another rule took its place. */
    SUPERSEDED("superseded"),
    /** Whether it binds is not settled: it refuses, and permits nothing, until an operator overrides it. */
    DISPUTED("disputed"),
    /** It was proposed and never became law: it never does anything. */
    NEVER_ENACTED("never_enacted");

    private final String word;

    LegalStatus(String word) {
        this.word = word;
    }

    /** As it is written in a policy file. */
    public String word() {
        return word;
    }
}
