package io.facegate.policy.language;

/** An attribute that {@code match} and {@code unless} can name. */
public enum Key {
    ORGANISATION("organisation"),
    ORGANISATION_ID("organisation_id"),
    PURPOSE("purpose"),
    CAPABILITY("capability"),
    JURISDICTION("jurisdiction"),
    PROVIDER("provider"),
    OPERATION("operation"),
    REFERENCE("reference");

    private final String word;

    Key(String word) {
        this.word = word;
    }

    /** As it is written in a policy file. */
    public String word() {
        return word;
    }
}
