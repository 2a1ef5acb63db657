package io.facegate.app.policies;

import java.util.Locale;

/** What the policies in force came from. */
public enum PolicyOrigin {
    FOLDER,
    BUNDLE,
    REGISTRY;

    /** The word in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
