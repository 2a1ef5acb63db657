package io.facegate.app.limits;

/** The source of a gateway's quotas. */
public enum QuotaSource {
    NONE("none"),
    FILE("file"),
    REGISTRY("registry");

    private final String word;

    QuotaSource(String word) {
        this.word = word;
    }

    /** The word in health. */
    public String word() {
        return word;
    }
}
